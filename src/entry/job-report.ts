import type { Counts, JobOutcome } from '../application/job/job.ts'
import { inWords, type RunJob } from '../application/job/run-job.ts'
import { formatDayTime } from '../domain/calendar.ts'
import type { JobName } from '../domain/job/schedule.ts'
import type { JobStanding } from '../domain/job/standing.ts'
import { inWordsHowItStands } from './job-list.ts'

type Report = Awaited<ReturnType<RunJob>>

/**
 * Says how a run ended that an operator asked for, or how the job stands when it was not to be had. Answers the exit
 * code: 0 when all was done that there was to do, or another process is at it and no more was asked for than what is due.
 */
export const tellReport = (job: JobName, report: Report, standing: JobStanding | null): number => {
  if (report === 'nothing-due') {
    const isPaused = standing?.state === 'paused'
    const said = standing === null ? '' : `; ${inWordsHowItStands(standing)}`
    ;(isPaused ? console.error : console.log)(`${job}: nothing is due${said}`)
    return isPaused ? 1 : 0
  }
  if (report === 'running-elsewhere') {
    console.error(`${job}: ${inWordsWhoRunsIt(standing)}`)
    return 1
  }
  if (report === 'youtube-not-configured') {
    console.error(`${job}: it asks YouTube, and YOUTUBE_API_KEY is not set. Nothing was done or changed.`)
    return 1
  }
  const { outcome } = report
  if (outcome.kind === 'done' && outcome.left !== undefined) {
    console.error(`${job}: not all was done: ${outcome.left.why}.${soFar(outcome)}`)
    return 1
  }
  if (outcome.kind === 'done') {
    const note = outcome.note === undefined ? '' : `${outcome.note}; `
    console.log(`${job}: ${note}${inWords(outcome.counts) || 'nothing to do'}`)
    return (outcome.counts.skipped ?? 0) + (outcome.counts.broken ?? 0) > 0 ? 1 : 0
  }
  console.error(`${job}: ${inWordsWhyNotDone(outcome)}`)
  return 1
}

/** A process that was killed is waited for until its lease is over; one that lives may go on for longer. */
const inWordsWhoRunsIt = (standing: JobStanding | null): string =>
  standing?.state === 'running'
    ? `running at ${standing.owner} until ${formatDayTime(standing.leaseUntil)} (Korean time) at the latest, unless it shows a sign of life until then. One process at a time runs a job: try again after that.`
    : 'another process was at it. One process at a time runs a job: try again.'

type NotDone = Exclude<Exclude<Report, string>['outcome'], { readonly kind: 'done' }>

const inWordsWhyNotDone = (outcome: NotDone): string => {
  switch (outcome.kind) {
    case 'paused':
      return `${outcome.why}. It goes on at ${formatDayTime(outcome.until)}, Korean time.${soFar(outcome)}`
    case 'stopped':
      return `stopped; the next run that is due goes on there.${soFar(outcome)}`
    case 'taken-over':
      return 'was so slow between two steps that another process has taken it over.'
    case 'failed': {
      const { error, retryAt } = outcome
      const next =
        retryAt === null
          ? 'It is given up until it is due again.'
          : `It is tried again at ${formatDayTime(retryAt)}, Korean time.`
      return `${error instanceof Error ? error.message : String(error)}. ${next}`
    }
  }
}

const soFar = ({ counts }: Extract<JobOutcome, { readonly counts: Counts }>): string => {
  const said = inWords(counts)
  return said === '' ? '' : ` So far: ${said}.`
}
