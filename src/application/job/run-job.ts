import { match } from 'ts-pattern'
import { asksYouTube, type JobName } from '../../domain/job/schedule.ts'
import { type JobStanding, over, paused, takeByHand, takeDue, whenBroken } from '../../domain/job/standing.ts'
import { type Instant, later } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobHistoryLine, JobRun, JobStore, JobTakenOver } from '../../ports/job.ts'
import { Outage } from '../../ports/outage.ts'
import type { Transact } from '../../ports/transact.ts'
import type { Counts, HowToRun, Job, JobOutcome } from './job.ts'

/** `failed`: something broke that the job itself knows nothing of; `retryAt` is null once it is given up. */
export type JobReport = { readonly run: JobRun } & (
  | { readonly outcome: JobOutcome }
  | {
      readonly outcome: { readonly kind: 'failed'; readonly error: unknown; readonly retryAt: Instant | null }
    }
)

export type RunJob = (
  job: JobName,
  how: {
    /** `due` runs what its schedule asks for, `all` begins anew and leaves nothing out. */
    readonly scope: HowToRun['scope']
    readonly isStopping?: () => boolean
  },
) => Promise<JobReport | NotRun>

/** `youtube-not-configured`: this process cannot do it, and has left it to those that can. */
export type NotRun = 'nothing-due' | 'running-elsewhere' | 'youtube-not-configured'

/**
 * Takes a job when it is there to be taken, carries it out, and keeps how it ended. Of many who ask at the same time
 * one gets it. What breaks in a job is reported and tried again, and stands in nobody's way.
 */
export const runJob =
  ({
    transact,
    clock,
    jobs,
    jobLeaseMs,
    processName,
    isYouTubeConfigured,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly jobs: Readonly<Record<JobName, Job>>
    readonly jobLeaseMs: number
    readonly processName: string
    readonly isYouTubeConfigured: boolean
  }): RunJob =>
  async (job, { scope, isStopping = () => false }) => {
    if (!isYouTubeConfigured && asksYouTube(job)) return 'youtube-not-configured'
    const taker = { owner: processName, leaseMs: jobLeaseMs }
    const standing = await take(transact, job, scope, { ...taker, now: clock.now() })
    if (standing === null) return scope === 'due' ? 'nothing-due' : 'running-elsewhere'
    const { slot, token, cursor, attempts } = standing
    const run: JobRun = { job, slot, token, cursor, attempts, leaseMs: jobLeaseMs }
    try {
      const outcome = await jobs[job](run, { scope, isStopping })
      const now = clock.now()
      const end = endOf(outcome, now)
      if (end === null || !(await keep(transact, run, end, now)))
        return { run, outcome: { kind: 'taken-over' } }
      return { run, outcome }
    } catch (error) {
      const retryAt = await keepFailure(transact, run, error, clock.now())
      return { run, outcome: { kind: 'failed', error, retryAt } }
    }
  }

const take = async (
  transact: Transact,
  job: JobName,
  scope: HowToRun['scope'],
  by: Parameters<typeof takeDue>[2],
): Promise<JobStanding | null> => {
  const taken = await transact<JobStanding, JobTakenOver | { readonly kind: 'not-to-be-taken' }>(
    async ({ jobs }) => {
      const standing = await jobs.find(job)
      const mine = (scope === 'due' ? takeDue : takeByHand)(job, standing, by)
      if (mine === null) return err({ kind: 'not-to-be-taken' })
      if (standing !== null) {
        await jobs.save(mine)
        return ok(mine)
      }
      const added = await jobs.add(mine)
      return added.ok ? ok(mine) : added
    },
  )
  return taken.ok ? taken.value : null
}

type End = Pick<JobHistoryLine, 'outcome' | 'said'> & {
  readonly resume: { readonly at: Instant; readonly why: string } | null
}

/** Null for a run that another process carries on: what became of it is not ours to say. */
const endOf = (outcome: JobOutcome, now: Instant): End | null =>
  match(outcome)
    .returnType<End | null>()
    .with({ kind: 'done' }, ({ counts, left, note = '' }) => ({
      outcome: 'done',
      said: joined([left === undefined ? '' : `not all of it: ${left.why}`, note, inWords(counts)]),
      resume: null,
    }))
    .with({ kind: 'paused' }, ({ counts, until, why }) => ({
      outcome: 'paused',
      said: joined([why, inWords(counts)]),
      resume: { at: until, why },
    }))
    .with({ kind: 'stopped' }, ({ counts }) => ({
      outcome: 'stopped',
      said: inWords(counts),
      resume: { at: now, why: 'its process was stopped' },
    }))
    .with({ kind: 'taken-over' }, () => null)
    .exhaustive()

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ')

/** `observed 50, still owed 2` */
export const inWords = (counts: Counts): string =>
  Object.entries(counts)
    .map(
      ([what, howMany]) =>
        `${what.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${howMany}`,
    )
    .join(', ')

/** Refuses, and keeps nothing, when another process has taken the run over in the meantime. */
const keep = async (transact: Transact, run: JobRun, end: End, now: Instant): Promise<boolean> => {
  const kept = await transact<void, JobTakenOver>(async ({ jobs }) => {
    const standing = await jobs.find(run.job)
    if (!isOf(run, standing)) return err({ kind: 'job-taken-over' })
    await jobs.save(end.resume === null ? over(standing) : paused(standing, end.resume))
    await record(jobs, standing, now, end)
    return ok(undefined)
  })
  return kept.ok
}

/** Answers when it is tried again: null when it is given up. */
const keepFailure = async (
  transact: Transact,
  run: JobRun,
  error: unknown,
  now: Instant,
): Promise<Instant | null> => {
  const said = inShort(error)
  const broken = { why: said, isOutage: error instanceof Outage, now }
  try {
    const kept = await transact<Instant | null, never>(async ({ jobs }) => {
      const standing = await jobs.find(run.job)
      if (!isOf(run, standing)) return ok(now)
      const after = whenBroken(standing, broken)
      await jobs.save(after)
      await record(jobs, standing, now, { outcome: 'failed', said })
      return ok(after.state === 'paused' ? after.resumeAt : null)
    })
    return kept.ok ? kept.value : now
  } catch {
    // The database is away, which is most often what the job failed over: its lease ends by itself.
    return later(now, run.leaseMs)
  }
}

const isOf = (run: JobRun, standing: JobStanding | null): standing is JobStanding & { state: 'running' } =>
  standing?.state === 'running' && standing.token === run.token

const record = (
  jobs: JobStore,
  { job, slot, token, owner }: JobStanding,
  endedAt: Instant,
  { outcome, said }: Pick<JobHistoryLine, 'outcome' | 'said'>,
): Promise<void> => jobs.record({ job, slot, token, owner, endedAt, outcome, said: clipped(said, SAID_MAX) })

/**
 * What operators find where the log is not: the class of the error and its first line. A database repeats in its messages,
 * in quotation marks, what somebody typed; that is left out here, where it would be kept for months.
 */
const inShort = (error: unknown): string => {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  const [line = ''] = message
    .trim()
    .slice(0, SAID_MAX)
    .split(/[\r\n]/)
  const withoutQuoted = line.replaceAll(/(["'`]).*\1/g, '…').replaceAll(/\S+@\S+/g, '…')
  return clipped(`${name}: ${withoutQuoted}`, ERROR_MAX)
}

const ERROR_MAX = 200
const SAID_MAX = 1_000
const clipped = (said: string, max: number): string =>
  said.length > max ? `${said.slice(0, max - 1)}…` : said
