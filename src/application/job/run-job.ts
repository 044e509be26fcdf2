import { match } from 'ts-pattern'
import type { JobName } from '../../domain/job/schedule.ts'
import {
  ATTEMPTS_MAX,
  type JobStanding,
  retryAfterMs,
  takeByHand,
  takeDue,
} from '../../domain/job/standing.ts'
import { type Instant, later } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobHistoryLine, JobRun, JobTakenOver } from '../../ports/job.ts'
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
) => Promise<JobReport | 'nothing-due' | 'running-elsewhere'>

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
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly jobs: Readonly<Record<JobName, Job>>
    readonly jobLeaseMs: number
    readonly processName: string
  }): RunJob =>
  async (job, { scope, isStopping = () => false }) => {
    const taker = { owner: processName, leaseMs: jobLeaseMs }
    const standing = await take(transact, job, scope, { ...taker, now: clock.now() })
    if (standing === null) return scope === 'due' ? 'nothing-due' : 'running-elsewhere'
    const { slot, token, cursor, attempts } = standing
    const run: JobRun = { job, slot, token, cursor, attempts, leaseMs: jobLeaseMs }
    try {
      const outcome = await jobs[job](run, { scope, isStopping })
      await keep(transact, run, endOf(outcome, clock.now()))
      return { run, outcome }
    } catch (error) {
      return { run, outcome: await keepFailure(transact, run, error, clock) }
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
      const saved = await jobs.save(mine)
      return saved.ok ? ok(mine) : saved
    },
  )
  return taken.ok ? taken.value : null
}

type End = Pick<JobHistoryLine, 'outcome' | 'said' | 'endedAt'> & {
  readonly resume: { readonly at: Instant; readonly why: string } | null
}

/** Null for a run that another process carries on: what became of it is not ours to say. */
const endOf = (outcome: JobOutcome, now: Instant): End | null =>
  match(outcome)
    .returnType<End | null>()
    .with({ kind: 'done' }, ({ counts }) => ({
      outcome: 'done',
      said: inWords(counts),
      endedAt: now,
      resume: null,
    }))
    .with({ kind: 'paused' }, ({ counts, until, why }) => ({
      outcome: 'paused',
      said: [why, inWords(counts)].join('; '),
      endedAt: now,
      resume: { at: until, why },
    }))
    .with({ kind: 'stopped' }, ({ counts }) => ({
      outcome: 'stopped',
      said: inWords(counts),
      endedAt: now,
      resume: { at: now, why: 'the process was stopped' },
    }))
    .with({ kind: 'taken-over' }, () => null)
    .exhaustive()

/** `observed 50, missing 2` */
export const inWords = (counts: Counts): string =>
  Object.entries(counts)
    .map(([what, howMany]) => `${what} ${howMany}`)
    .join(', ')

/** Nothing is kept of a run that another process has taken over in the meantime. */
const keep = async (transact: Transact, { job, token }: JobRun, end: End | null): Promise<void> => {
  if (end === null) return
  await transact(async ({ jobs }) => {
    const standing = await jobs.find(job)
    if (standing?.state !== 'running' || standing.token !== token) return ok(undefined)
    const { slot, cursor, attempts, owner } = standing
    const common = { job, slot, token, cursor, attempts, owner }
    await jobs.save(
      end.resume === null
        ? { ...common, state: 'over' }
        : { ...common, state: 'paused', resumeAt: end.resume.at, why: end.resume.why },
    )
    const { outcome, said, endedAt } = end
    await jobs.record({ job, slot, token, owner, endedAt, outcome, said })
    return ok(undefined)
  })
}

const keepFailure = async (
  transact: Transact,
  run: JobRun,
  error: unknown,
  clock: Clock,
): Promise<{ readonly kind: 'failed'; readonly error: unknown; readonly retryAt: Instant | null }> => {
  const now = clock.now()
  const retryAt = run.attempts < ATTEMPTS_MAX ? later(now, retryAfterMs(run.attempts)) : null
  const why = error instanceof Error ? error.message : String(error)
  const resume = retryAt === null ? null : { at: retryAt, why }
  try {
    await keep(transact, run, { outcome: 'failed', said: why, endedAt: now, resume })
  } catch {
    // The database is away, which is most often what the job failed over: its lease ends by itself.
  }
  return { kind: 'failed', error, retryAt }
}
