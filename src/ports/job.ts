import type { JobName } from '../domain/job/schedule.ts'
import type { JobStanding } from '../domain/job/standing.ts'
import type { Instant } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'

/** One run of a job in the hands of one process: what it needs to write under. */
export type JobRun = {
  readonly job: JobName
  /** The instant that it is for. */
  readonly slot: Instant
  readonly token: number
  /** Where an earlier owner of this run has stopped; null is the beginning. */
  readonly cursor: string | null
  /** How often the run was begun or taken up without getting any further, this time included. */
  readonly attempts: number
  /** How long the others wait for a sign of life. */
  readonly leaseMs: number
}

export type JobTakenOver = { readonly kind: 'job-taken-over' }

/** A run that is over, or has paused or failed, as operators look back on it. */
export type JobHistoryLine = {
  readonly job: JobName
  readonly slot: Instant
  readonly token: number
  readonly owner: string
  readonly endedAt: Instant
  readonly outcome: 'done' | 'paused' | 'stopped' | 'failed'
  /** What was done, such as `observed 50, missing 2`, and why it is not done. */
  readonly said: string
}

export type JobStore = {
  /** Locks the job for the rest of the transaction. Null when it never ran: then nothing is locked. */
  readonly find: (job: JobName) => Promise<JobStanding | null>
  /** The first standing of a job; refused when another process has made it since it was not found. */
  readonly add: (standing: JobStanding) => Promise<Result<void, JobTakenOver>>
  /** Of a job that was found in the same transaction. */
  readonly save: (standing: JobStanding) => Promise<void>
  /**
   * Shows that the run is alive and how far it has come, together with what the transaction does: refused once another
   * process has taken the job over, and then nothing of the transaction must be kept. A cursor that moves begins the
   * count of attempts anew.
   */
  readonly advance: (run: JobRun, cursor: string | null, now: Instant) => Promise<Result<void, JobTakenOver>>
  readonly record: (line: JobHistoryLine) => Promise<void>
  /** Deletes history of runs that ended before `before`, the oldest first, at most `limit` lines; answers how many. */
  readonly forgetRuns: (before: Instant, limit: number) => Promise<number>
}

export type JobViews = {
  /** Of every job of this version that ever ran, by name. */
  readonly standings: () => Promise<readonly JobStanding[]>
  /** Newest first. */
  readonly history: (job: JobName, limit: number) => Promise<readonly JobHistoryLine[]>
}
