/**
 * Rows under a key, in the order in which they were first put; a table keyed by its own numbers is therefore in the
 * order of ids. Rows are readonly plain data, so they are handed out as they are.
 */
export type Table<Key, Row> = {
  readonly get: (key: Key) => Row | undefined
  /** Adds a row, or replaces the one under this key. */
  readonly put: (key: Key, row: Row) => void
  /** Does nothing when there is none. */
  readonly remove: (key: Key) => void
  readonly entries: () => readonly (readonly [Key, Row])[]
  readonly rows: () => readonly Row[]
  /** Counts up from 1 and gives no number twice, also when the transaction that took one is undone. */
  readonly nextNumber: () => number
}

/** A table whose writes stay apart from the one below until they are merged into it. */
export type Overlay<Key, Row> = { readonly table: Table<Key, Row>; readonly merge: () => void }

export const emptyTable = <Key, Row>(): Table<Key, Row> => {
  const kept = new Map<Key, Row>()
  let lastNumber = 0
  return {
    get: (key) => kept.get(key),
    put: (key, row) => {
      kept.set(key, row)
    },
    remove: (key) => {
      kept.delete(key)
    },
    entries: () => [...kept],
    rows: () => [...kept.values()],
    nextNumber: () => {
      lastNumber += 1
      return lastNumber
    },
  }
}

export const overlay = <Key, Row>(below: Table<Key, Row>): Overlay<Key, Row> => {
  const changed = new Map<Key, Row>()
  const removed = new Set<Key>()
  // A later value of a map takes the place of the earlier one, so replaced rows stay where they were.
  const seen = (): ReadonlyMap<Key, Row> =>
    new Map([...below.entries().filter(([key]) => !removed.has(key)), ...changed])
  return {
    table: {
      get: (key) => changed.get(key) ?? (removed.has(key) ? undefined : below.get(key)),
      put: (key, row) => {
        changed.set(key, row)
      },
      remove: (key) => {
        changed.delete(key)
        removed.add(key)
      },
      entries: () => [...seen()],
      rows: () => (changed.size + removed.size === 0 ? below.rows() : [...seen().values()]),
      nextNumber: below.nextNumber,
    },
    merge: () => {
      for (const key of removed) below.remove(key)
      for (const [key, row] of changed) below.put(key, row)
    },
  }
}

/** Replaces a row that is known to be there. Throws when it is not: whoever saves has found it before. */
export const replace = <Key, Row>(table: Table<Key, Row>, key: Key, row: Row): void => {
  if (table.get(key) === undefined) throw new Error(`there is nothing to replace under ${String(key)}`)
  table.put(key, row)
}

/** Adds a row under a key that is not taken. Throws when it is: whoever adds such a row adds it once. */
export const insert = <Key, Row>(table: Table<Key, Row>, key: Key, row: Row): void => {
  if (table.get(key) !== undefined) throw new Error(`there is already something under ${String(key)}`)
  table.put(key, row)
}

/** Removes the oldest rows whose time lies before `before`, at most `limit`; answers how many. */
export const removeOldest = <Key, Row>(
  table: Table<Key, Row>,
  {
    at,
    before,
    limit,
  }: { readonly at: (row: Row) => number; readonly before: number; readonly limit: number },
): number => {
  const oldest = table
    .entries()
    .filter(([, row]) => at(row) < before)
    .toSorted(([, one], [, other]) => at(one) - at(other))
    .slice(0, limit)
  for (const [key] of oldest) table.remove(key)
  return oldest.length
}
