import type { Instant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobRun, JobTakenOver } from '../../ports/job.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import { type Counts, type HowToRun, type JobOutcome, plus } from './job.ts'

export type Steps<Item> = {
  /** What is counted, as it is before anything was done. */
  readonly none: Counts
  /** The next items after the cursor, in the order of their cursors; none when all are done. */
  readonly read: (cursor: string | null) => Promise<readonly Item[]>
  readonly cursorOf: (item: Item) => string
  /** Items that are dealt with together: all of them or none. */
  readonly perTransaction: number
  readonly apply: (stores: Stores, batch: readonly Item[], now: Instant) => Promise<Counts>
  /** Asked before each batch: until when none may be dealt with, and why; null when this one may. */
  readonly pauseAt?: (now: Instant) => { readonly until: Instant; readonly why: string } | null
}

/**
 * Deals with one batch after the other, each in one transaction with the cursor behind it: a run that is killed loses
 * nothing and does nothing twice, and one that was taken over writes no more.
 */
export const inBatches = async <Item>(
  { transact, clock }: { readonly transact: Transact; readonly clock: Clock },
  run: JobRun,
  { isStopping }: Pick<HowToRun, 'isStopping'>,
  { none, read, cursorOf, perTransaction, apply, pauseAt = () => null }: Steps<Item>,
): Promise<JobOutcome> => {
  let cursor = run.cursor
  let counts = none
  for (;;) {
    const page: readonly Item[] = await read(cursor)
    if (page.length === 0) return { kind: 'done', counts }
    for (let from = 0; from < page.length; from += perTransaction) {
      if (isStopping()) return { kind: 'stopped', counts }
      const batch = page.slice(from, from + perTransaction)
      const last = batch.at(-1)
      const behind: string | null = last === undefined ? cursor : cursorOf(last)
      const now = clock.now()
      const pause = pauseAt(now)
      if (pause !== null) return { kind: 'paused', counts, ...pause }
      const done = await transact<Counts, JobTakenOver>(async (stores) => {
        const advanced = await stores.jobs.advance(run, behind, now)
        return advanced.ok ? ok(await apply(stores, batch, now)) : advanced
      })
      if (!done.ok) return { kind: 'taken-over' }
      counts = plus(counts, done.value)
      cursor = behind
    }
  }
}
