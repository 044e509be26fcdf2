import { formatDayTime, formatIso } from '../domain/calendar.ts'
import { JOB_NAMES, type JobName, newestSlot, SCHEDULES, type Schedule } from '../domain/job/schedule.ts'
import { isHeld, isLate, type JobStanding, takeDue } from '../domain/job/standing.ts'
import { DAY_MS, HOUR_MS, type Instant, later, MINUTE_MS, toInstant } from '../domain/primitives.ts'
import type { JobHistoryLine, JobViews } from '../ports/job.ts'
import { columns } from './columns.ts'

/** How many of its last runs are shown of one job, and of each where all are. */
const RUNS_OF_ONE = 20
const RUNS_OF_EACH = 3

/** One job, or all of them, with how their last runs ended. */
export type JobsSeen = {
  readonly now: Instant
  readonly jobs: readonly {
    readonly job: JobName
    readonly standing: JobStanding | null
    readonly isLate: boolean
    readonly runs: readonly JobHistoryLine[]
  }[]
}

export const lookAtJobs = async (views: JobViews, now: Instant, only: JobName | null): Promise<JobsSeen> => {
  const standings = new Map((await views.standings()).map((standing) => [standing.job, standing]))
  const limit = only === null ? RUNS_OF_EACH : RUNS_OF_ONE
  const jobs: JobsSeen['jobs'][number][] = []
  for (const job of only === null ? JOB_NAMES : [only]) {
    const standing = standings.get(job) ?? null
    const runs = await views.history(job, limit)
    jobs.push({ job, standing, isLate: isLate(job, standing, now), runs })
  }
  return { now, jobs }
}

/** For people: when jobs come, how they stand, what is due, and how their last runs ended. */
export const inText = ({ now, jobs }: JobsSeen): string => {
  const runs = jobs.flatMap((seen) => seen.runs)
  return [
    `Jobs at ${formatDayTime(now)}. All times are Korean.`,
    '',
    ...columns(
      ['job', 'comes', 'next', 'how it stands'],
      jobs.map((seen) => rowOf(seen, now)),
    ),
    '',
    ...(runs.length === 0
      ? ['No job has ever run.']
      : columns(['last runs', 'for', 'ended', 'how', 'by', 'what was done'], runs.map(runRow))),
  ].join('\n')
}

/** For programs that watch: the keys stay as they are, and times are ISO 8601. */
export const inJson = ({ now, jobs }: JobsSeen): string =>
  JSON.stringify({
    at: formatIso(now),
    late: jobs.some((seen) => seen.isLate),
    jobs: jobs.map(({ job, standing, isLate: late, runs }) => ({
      job,
      everySeconds: SCHEDULES[job].everyMs / 1_000,
      late,
      due: takeDue(job, standing, { owner: '', now, leaseMs: 0 }) !== null,
      state: standing?.state ?? 'never-ran',
      slot: isoOrNull(standing?.slot),
      by: standing?.owner ?? null,
      leaseUntil: isoOrNull(standing?.state === 'running' ? standing.leaseUntil : null),
      pausesUntil: isoOrNull(standing?.state === 'paused' ? standing.resumeAt : null),
      why: standing?.state === 'paused' ? standing.why : null,
      runs: runs.map(({ slot, endedAt, outcome, owner, said }) => ({
        slot: formatIso(slot),
        endedAt: formatIso(endedAt),
        outcome,
        by: owner,
        said,
      })),
    })),
  })

const isoOrNull = (at: Instant | null | undefined): string | null =>
  at === null || at === undefined ? null : formatIso(at)

const rowOf = (
  { job, standing, isLate: late }: JobsSeen['jobs'][number],
  now: Instant,
): readonly string[] => [
  job,
  scheduleInWords(SCHEDULES[job]),
  `${nextOf(job, standing, now)}${late ? ', late' : ''}`,
  howItStands(standing, now),
]

const howItStands = (standing: JobStanding | null, now: Instant): string => {
  if (standing === null) return 'never ran'
  if (standing.state === 'running' && !isHeld(standing, now))
    return `nothing heard of ${standing.owner} since its lease ended at ${formatDayTime(standing.leaseUntil)}`
  return inWordsHowItStands(standing)
}

export const inWordsHowItStands = (standing: JobStanding): string => {
  switch (standing.state) {
    case 'running':
      return `running at ${standing.owner}, which is waited for until ${formatDayTime(standing.leaseUntil)} when it falls silent`
    case 'paused':
      return `pauses until ${formatDayTime(standing.resumeAt)}: ${standing.why}`
    case 'over':
      return `the run for ${formatDayTime(standing.slot)} is over`
  }
}

/** When somebody who asks gets it. */
const nextOf = (job: JobName, standing: JobStanding | null, now: Instant): string => {
  if (takeDue(job, standing, { owner: '', now, leaseMs: 0 }) !== null) return 'due now'
  if (standing?.state === 'running') return 'running'
  const schedule = SCHEDULES[job]
  const next = later(newestSlot(schedule, now), schedule.everyMs)
  return formatDayTime(standing?.state === 'paused' && standing.resumeAt > now ? standing.resumeAt : next)
}

const runRow = ({ job, slot, endedAt, outcome, owner, said }: JobHistoryLine): readonly string[] => [
  job,
  formatDayTime(slot),
  formatDayTime(endedAt),
  outcome,
  owner,
  said.replaceAll(/\s+/g, ' '),
]

/** `every 5 minutes`, `daily at 09:00, each missed day` */
export const scheduleInWords = (schedule: Schedule): string => {
  const { everyMs, missed } = schedule
  const each = missed === 'each' ? ', each missed day' : ''
  if (everyMs === DAY_MS) return `daily at ${timeOfDay(schedule)}${each}`
  if (everyMs === HOUR_MS) return `every hour${each}`
  return `every ${everyMs / MINUTE_MS} minutes${each}`
}

const timeOfDay = (schedule: Schedule): string =>
  formatDayTime(newestSlot(schedule, later(EPOCH, schedule.everyMs))).slice(11, 16)
const EPOCH = toInstant(0)
