import { isDeepStrictEqual } from 'node:util'
import { type Kysely, sql } from 'kysely'
import type { Books } from '../../ports/cash.ts'
import { Outage } from '../../ports/outage.ts'
import { booksIn } from './cash-books.ts'
import { countRows, type Table } from './copy-tables.ts'
import type { Database } from './database.ts'

/** By what a copy is compared with what it was made of. */
export type Contents = {
  /** How many rows each table has. */
  readonly rows: Readonly<Record<string, number>>
  readonly books: Books
}

/** Expects a snapshot, or a transaction that nobody else writes beside. */
export const contentsOf = async (db: Kysely<Database>, tables: readonly Table[]): Promise<Contents> => {
  const rows: Record<string, number> = {}
  for (const table of tables) rows[table.name] = await countRows(db, table)
  return { rows, books: await booksIn(db) }
}

/** Throws, with the first difference, unless both hold the same. */
export const mustBeAlike = (expected: Contents, found: Contents): void => {
  for (const [table, rows] of Object.entries(expected.rows))
    if (found.rows[table] !== rows)
      throw new Error(`The copy was given up: its table ${table} has ${found.rows[table]} of ${rows} rows.`)
  if (!isDeepStrictEqual(found.books, expected.books))
    throw new Error('The copy was given up: its books are not those that were copied.')
}

export const sumOfRows = ({ rows }: Contents): number =>
  Object.values(rows).reduce((sum, count) => sum + count, 0)

/** SQLite's primary result codes for a broken file and for one that is no database. */
const BROKEN: ReadonlySet<unknown> = new Set([11, 26])

/** What SQLite finds wrong with a file, or null for a sound one. */
export const damageIn = async (db: Kysely<Database>): Promise<string | null> => {
  try {
    const { rows: found } = await sql<{ integrity_check: string }>`PRAGMA integrity_check(1)`.execute(db)
    const [first] = found
    const verdict = first?.integrity_check ?? 'nothing could be checked'
    if (verdict !== 'ok') return verdict.replaceAll(/\s+/g, ' ')
    const { rows: orphans } = await sql<{ table: string; parent: string }>`PRAGMA foreign_key_check`.execute(
      db,
    )
    const [orphan] = orphans
    return orphan === undefined
      ? null
      : `a row of ${orphan.table} refers to a missing one of ${orphan.parent}`
  } catch (error) {
    if (isBrokenFile(error)) return error.message
    throw error
  }
}

export const isBrokenFile = (error: unknown): error is Outage =>
  error instanceof Outage &&
  error.cause instanceof Error &&
  'errcode' in error.cause &&
  BROKEN.has(Number(error.cause.errcode) % 256)
