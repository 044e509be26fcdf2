import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobRun, JobTakenOver } from '../../ports/job.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import { type Counts, type HowToRun, type JobOutcome, plus } from './job.ts'

/** Rows of one kind that are over. */
export type Leftover = {
  /** What is counted, such as `observations`. */
  readonly name: string
  /** Takes away the oldest of them, at most `limit`, and answers how many. */
  readonly sweep: (stores: Stores, limit: number) => Promise<number>
}

/** So few that others hardly wait, and that neither memory nor the write set of a cluster fills up. */
export const SWEPT_AT_ONCE = 500

/**
 * Takes away one kind of leftovers after the other, a few at a time, each few in one transaction with the cursor,
 * which names the kind and how often. A run that is killed goes on with that kind; one that was taken over takes nothing
 * away any more.
 */
export const sweep = async (
  { transact, clock }: { readonly transact: Transact; readonly clock: Clock },
  run: JobRun,
  { isStopping }: Pick<HowToRun, 'isStopping'>,
  leftovers: readonly Leftover[],
): Promise<JobOutcome> => {
  let counts: Counts = Object.fromEntries(leftovers.map(({ name }) => [name, 0]))
  for (const { name, sweep: sweepSome, begun } of remaining(leftovers, run.cursor)) {
    let turn = begun
    let swept = SWEPT_AT_ONCE
    while (swept === SWEPT_AT_ONCE) {
      if (isStopping()) return { kind: 'stopped', counts }
      turn += 1
      const cursor = `${name} ${turn}`
      const done = await transact<number, JobTakenOver>(async (stores) => {
        const advanced = await stores.jobs.advance(run, cursor, clock.now())
        return advanced.ok ? ok(await sweepSome(stores, SWEPT_AT_ONCE)) : advanced
      })
      if (!done.ok) return { kind: 'taken-over' }
      swept = done.value
      counts = plus(counts, { [name]: swept })
    }
  }
  return { kind: 'done', counts }
}

/** From the kind on at which an earlier owner of the run has stopped. */
const remaining = (
  leftovers: readonly Leftover[],
  cursor: string | null,
): readonly (Leftover & { readonly begun: number })[] => {
  const [name, turn] = cursor?.split(' ') ?? []
  const at = leftovers.findIndex((leftover) => leftover.name === name)
  return leftovers
    .slice(Math.max(0, at))
    .map((leftover) => ({ ...leftover, begun: leftover.name === name ? Number(turn) : 0 }))
}
