import type { Instant } from '../../domain/primitives.ts'
import type { JobRun } from '../../ports/job.ts'

/** What a run has done, by name, such as `released`. */
export type Counts = Readonly<Record<string, number>>

export type JobOutcome =
  | {
      readonly kind: 'done'
      readonly counts: Counts
      /** What was not to be done this time, and why, in words for operators; the next run that is due tries again. */
      readonly left?: { readonly why: string }
      /** What the counts do not tell of it, in words for operators. */
      readonly note?: string
    }
  /** Goes on at its cursor from `until` on. */
  | { readonly kind: 'paused'; readonly counts: Counts; readonly until: Instant; readonly why: string }
  /** Was asked to stop between two batches; whoever comes next goes on at its cursor. */
  | { readonly kind: 'stopped'; readonly counts: Counts }
  /** Another process has the run now; what was kept until then stays. */
  | { readonly kind: 'taken-over' }

export type HowToRun = {
  /** Asked between batches: true from the moment at which the process is to end. */
  readonly isStopping: () => boolean
  /** `due` does what is due, `all` everything, whether it is due or not; many jobs make no difference. */
  readonly scope: 'due' | 'all'
}

/** One run of a job, for a clock or an operator. Every transaction in it that writes begins with `stores.jobs.advance`. */
export type Job = (run: JobRun, how: HowToRun) => Promise<JobOutcome>

/** Both counts together. */
export const plus = (one: Counts, other: Counts): Counts => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]))
}
