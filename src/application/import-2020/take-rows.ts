import type { Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ImportedKind, Table2020 } from '../../ports/import-2020.ts'
import { Outage } from '../../ports/outage.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import type { Reason } from './read-row.ts'

/** One line of the report: a row that was not taken over, or not as it was. */
export type Notice2020 = {
  readonly table: Table2020
  /** Its number in 2020; null when it has none. */
  readonly id: number | null
  readonly outcome: 'refused' | 'changed'
  readonly reason: Reason
}

export type TableSummary = {
  readonly table: Table2020
  readonly rows: number
  readonly taken: number
  /** Taken over by an earlier run. */
  readonly before: number
  readonly refused: number
  /** How many of those that were taken lost something on the way. */
  readonly changed: number
}

/** What a row became. */
export type Taken = { readonly newId: number; readonly remarks?: readonly Reason[] }

/** How the rows of one table are taken over. */
export type Taking<Old, Mapped> = {
  readonly table: Table2020
  readonly kind: ImportedKind
  readonly rows: AsyncIterable<readonly Old[]>
  /** Under which it is recorded. Below 0 it is none of 2020's own, and is told to nobody. */
  readonly idOf: (old: Old) => number | null
  readonly map: (old: Old, now: Instant) => Result<Mapped, Reason>
  /** Runs within a transaction, which is undone when it refuses. */
  readonly store: (stores: Stores, mapped: Mapped, oldId: number) => Promise<Result<Taken, Reason>>
}

export type TakingPorts = {
  readonly transact: Transact
  readonly now: Instant
  readonly tell: (notice: Notice2020) => void
}

/** Rows in one transaction. Enough that a commit is no burden, few enough that others are not kept waiting. */
const BATCH = 100

type Outcome = { readonly taken: Taken } | { readonly reason: Reason } | 'before'
type Ready<Mapped> = { readonly oldId: number; readonly mapped: Mapped }

/**
 * Takes a table over. Each row and the record that it was taken are kept together or not at all, so a run that was cut
 * off is carried on by the next one. A row that is refused takes no other with it.
 */
export const takeRows = async <Old, Mapped>(
  ports: TakingPorts,
  taking: Taking<Old, Mapped>,
): Promise<TableSummary> => {
  const { table, map, idOf } = taking
  let [rows, taken, before, refused, changed] = [0, 0, 0, 0, 0]
  const count = (oldId: number | null, outcome: Outcome): void => {
    const id = oldId !== null && oldId > 0 ? oldId : null
    if (outcome === 'before') before += 1
    else if ('reason' in outcome) {
      refused += 1
      ports.tell({ table, id, outcome: 'refused', reason: outcome.reason })
    } else {
      const remarks = outcome.taken.remarks ?? []
      taken += 1
      if (remarks.length > 0) changed += 1
      for (const reason of remarks) ports.tell({ table, id, outcome: 'changed', reason })
    }
  }
  for await (const page of taking.rows)
    for (let from = 0; from < page.length; from += BATCH) {
      const ready: Ready<Mapped>[] = []
      for (const old of page.slice(from, from + BATCH)) {
        rows += 1
        const oldId = idOf(old)
        const mapped = map(old, ports.now)
        if (!mapped.ok) count(oldId, { reason: mapped.error })
        else if (oldId === null) count(null, { reason: 'it has no number' })
        else ready.push({ oldId, mapped: mapped.value })
      }
      const outcomes = await takeBatch(ports, taking, ready)
      for (const [index, { oldId }] of ready.entries()) count(oldId, outcomes[index] ?? 'before')
    }
  return { table, rows, taken, before, refused, changed }
}

/** All in one transaction; one by one when any of them is refused, so that each stands for itself. */
const takeBatch = async <Old, Mapped>(
  { transact, now }: TakingPorts,
  taking: Taking<Old, Mapped>,
  batch: readonly Ready<Mapped>[],
): Promise<readonly Outcome[]> => {
  if (batch.length === 0) return []
  const together = await unlessBroken(() => transact((stores) => takeAll(stores, taking, batch, now)))
  if (together.ok) return together.value
  const outcomes: Outcome[] = []
  for (const row of batch) {
    const alone = await unlessBroken(() => transact((stores) => takeAll(stores, taking, [row], now)))
    outcomes.push(alone.ok ? (alone.value[0] ?? 'before') : alone.error)
  }
  return outcomes
}

const takeAll = async <Old, Mapped>(
  stores: Stores,
  { table, kind, store }: Taking<Old, Mapped>,
  batch: readonly Ready<Mapped>[],
  now: Instant,
): Promise<Result<readonly Outcome[], Outcome>> => {
  const known = await stores.imported.among(
    kind,
    batch.map(({ oldId }) => oldId),
  )
  const outcomes: Outcome[] = []
  for (const { oldId, mapped } of batch) {
    if (known.has(oldId)) {
      outcomes.push('before')
      continue
    }
    const taken = await store(stores, mapped, oldId)
    if (!taken.ok) return err({ reason: taken.error })
    const recorded = await stores.imported.record(kind, oldId, taken.value.newId)
    if (!recorded.ok) return err('before')
    const { newId, remarks = [] } = taken.value
    // Told once, by the run that takes the row; a refused one is told by each. Kept here, it is never lost.
    if (remarks.length > 0)
      await stores.audit.append({
        at: now,
        by: null,
        operation: 'import-2020-changed',
        subject: `${kind}:${newId}`,
        before: null,
        after: { table, id: oldId, remarks },
      })
    outcomes.push({ taken: taken.value })
  }
  return ok(outcomes)
}

/** What the database will not have is that row's refusal. When it cannot be reached at all, the run ends. */
const unlessBroken = async <T>(attempt: () => Promise<Result<T, Outcome>>): Promise<Result<T, Outcome>> => {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof Outage) throw error
    const said = error instanceof Error ? error.message : String(error)
    return err({ reason: `the database does not take it: ${said}` })
  }
}
