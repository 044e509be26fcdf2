import { inWords, type RunJob } from '../application/job/run-job.ts'
import { formatIso } from '../domain/calendar.ts'
import type { JobName } from '../domain/job/schedule.ts'

/** Says how a run ended that an operator asked for. Answers the exit code: 0 when all was done that there was to do. */
export const tellReport = (job: JobName, report: Awaited<ReturnType<RunJob>>): number => {
  if (report === 'nothing-due') {
    console.log(`${job}: nothing is due.`)
    return 0
  }
  if (report === 'running-elsewhere') {
    console.error(`${job} is being run by another process; "crecker job list" says by which.`)
    return 1
  }
  const { outcome } = report
  switch (outcome.kind) {
    case 'done':
      console.log(`${job}: ${inWords(outcome.counts) || 'nothing to do'}`)
      return 0
    case 'paused':
      console.error(
        `${job}: ${outcome.why}. It goes on at ${formatIso(outcome.until)}. ${inWords(outcome.counts)}`,
      )
      return 1
    case 'stopped':
      console.error(`${job} was stopped: ${inWords(outcome.counts)}`)
      return 1
    case 'taken-over':
      console.error(`${job} took so long between two steps that another process has taken it over.`)
      return 1
    case 'failed':
      console.error(
        `${job} failed: ${outcome.error instanceof Error ? outcome.error.message : String(outcome.error)}`,
      )
      return 1
  }
}
