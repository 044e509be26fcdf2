import { ATTEMPTS_MAX } from '../../domain/job/standing.ts'
import type { Instant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobRun, JobTakenOver } from '../../ports/job.ts'
import { Outage } from '../../ports/outage.ts'
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
  /** What is told to others in this process once a batch is kept. */
  readonly kept?: (batch: readonly Item[], now: Instant) => void
  /** Asked before each batch: until when none may be dealt with, and why; null when this one may. */
  readonly pauseAt?: (now: Instant) => { readonly until: Instant; readonly why: string } | null
}

/**
 * Deals with one batch after the other, each in one transaction with the cursor behind it: a run that is killed loses
 * nothing and does nothing twice, and one that was taken over writes no more. A batch over which every attempt broke is
 * left out and counted as `skipped`, so that it does not stand in the way of those behind it.
 */
export const inBatches = async <Item>(
  { transact, clock }: { readonly transact: Transact; readonly clock: Clock },
  run: JobRun,
  { isStopping }: Pick<HowToRun, 'isStopping'>,
  { none, read, cursorOf, perTransaction, apply, kept = () => undefined, pauseAt = () => null }: Steps<Item>,
): Promise<JobOutcome> => {
  const deal = async (batch: readonly Item[], behind: string, now: Instant, work: Steps<Item>['apply']) =>
    transact<Counts, JobTakenOver>(async (stores) => {
      const advanced = await stores.jobs.advance(run, behind, now)
      return advanced.ok ? ok(await work(stores, batch, now)) : advanced
    })
  let cursor = run.cursor
  let counts = none
  for (;;) {
    const page: readonly Item[] = await read(cursor)
    if (page.length === 0) return { kind: 'done', counts }
    for (const batch of batchesOf(page, perTransaction)) {
      if (isStopping()) return { kind: 'stopped', counts }
      const now = clock.now()
      const pause = pauseAt(now)
      if (pause !== null) return { kind: 'paused', counts, ...pause }
      const behind: string = cursorOf(batch.at(-1) ?? batch[0])
      if (behind === cursor) throw new Error(`${run.job} reads the same after ${behind} again and again`)
      const isLastAttempt = run.attempts >= ATTEMPTS_MAX && cursor === run.cursor
      let isSkipped = false
      const done = await deal(batch, behind, now, apply).catch((error: unknown) => {
        if (!isLastAttempt || error instanceof Outage) throw error
        isSkipped = true
        return deal(batch, behind, now, async () => ({ skipped: batch.length }))
      })
      if (!done.ok) return { kind: 'taken-over' }
      if (!isSkipped) kept(batch, now)
      counts = plus(counts, done.value)
      cursor = behind
    }
  }
}

type Batch<Item> = readonly [Item, ...Item[]]

const batchesOf = <Item>(page: readonly Item[], size: number): readonly Batch<Item>[] =>
  page.flatMap((first, index) =>
    index % size === 0 ? [[first, ...page.slice(index + 1, index + size)] satisfies Batch<Item>] : [],
  )
