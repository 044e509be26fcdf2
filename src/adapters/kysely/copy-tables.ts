import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'

/** What is stored of a table: its columns without the generated ones, which every database works out by itself. */
export type Table = {
  readonly name: string
  readonly columns: readonly string[]
  /** Of the columns those of the primary key, in its order. */
  readonly key: readonly string[]
}

type Cell = string | number | bigint | null
type Row = Readonly<Record<string, Cell>>

const READ_ROWS_MAX = 500
/** A statement must stay within what the databases take at once: 32,766 parameters (SQLite), 16 MB (MariaDB). */
const WRITE_ROWS_MAX = 200
const WRITE_CHARACTERS_MAX = 1_000_000

/**
 * The tables of a SQLite database that this code has set up, each after those that it refers to. Asked of the schema
 * itself, so that no table of a later migration is forgotten. What the migrations keep for themselves is left out:
 * each database has steps and a lock of its own.
 */
export const tablesOf = async (db: Kysely<Database>): Promise<readonly Table[]> => {
  const { rows: columns } = await sql<{ name: string; column: string; place_in_key: number }>`
    SELECT t.name, c.name AS "column", c.pk AS place_in_key
    FROM sqlite_schema t, pragma_table_xinfo(t.name) c
    WHERE t.type = 'table' AND c.hidden = 0 AND t.name NOT LIKE 'sqlite/_%' ESCAPE '/'
      AND t.name NOT IN ('schema_step', 'schema_lock')
    ORDER BY t.rowid, c.cid`.execute(db)
  const tables = [...Map.groupBy(columns, ({ name }) => name)].map(([name, own]) => ({
    name,
    columns: own.map(({ column }) => column),
    key: own
      .filter(({ place_in_key }) => place_in_key > 0)
      .sort((a, b) => a.place_in_key - b.place_in_key)
      .map(({ column }) => column),
  }))
  const { rows: references } = await sql<Reference>`
    SELECT t.name AS child, f."table" AS parent
    FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'`.execute(db)
  return parentsFirst(tables, references)
}

type Reference = { readonly child: string; readonly parent: string }

const parentsFirst = (tables: readonly Table[], references: readonly Reference[]): readonly Table[] => {
  const sorted: Table[] = []
  for (let waiting = tables; waiting.length > 0; ) {
    const there = new Set(sorted.map(({ name }) => name))
    const isReady = ({ name }: Table) =>
      references.every(({ child, parent }) => child !== name || parent === name || there.has(parent))
    const ready = waiting.filter(isReady)
    if (ready.length === 0)
      throw new Error(`tables refer to each other in a circle: ${waiting.map(({ name }) => name)}`)
    sorted.push(...ready)
    waiting = waiting.filter((table) => !ready.includes(table))
  }
  return sorted
}

export const countRows = async (db: Kysely<Database>, { name }: Table): Promise<number> => {
  const { rows } = await sql<{ count: number | bigint | string }>`
    SELECT COUNT(*) AS count FROM ${sql.table(name)}`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

/**
 * Copies every row with its ids, in pieces that fit into memory. Expects a snapshot to read from and one transaction to
 * write in. Rows that came with the schema make way for those that are copied.
 */
export const copyTables = async ({
  from,
  to,
  tables,
}: {
  readonly from: Kysely<Database>
  readonly to: Kysely<Database>
  readonly tables: readonly Table[]
}): Promise<void> => {
  for (const table of tables) {
    await sql`DELETE FROM ${sql.table(table.name)}`.execute(to)
    for await (const rows of chunksOf(from, table))
      for (const batch of batchesOf(rows)) await insert(to, table, batch)
  }
}

/** Each chunk begins behind the last row of the one before. */
async function* chunksOf(db: Kysely<Database>, table: Table): AsyncGenerator<readonly Row[]> {
  const key = list(table.key)
  const [first] = table.key
  if (first === undefined) throw new Error(`the table ${table.name} has no primary key to read it by`)
  for (let last: Row | undefined; ; ) {
    // The first condition follows from the second, but only for it does MySQL look into the index.
    const behind =
      last === undefined
        ? sql``
        : sql`WHERE ${sql.ref(first)} >= ${cell(last, first)} AND (${key}) > (${cells(last, table.key)})`
    const { rows } = await sql<Row>`
      SELECT ${list(table.columns)} FROM ${sql.table(table.name)} ${behind}
      ORDER BY ${key} LIMIT ${sql.lit(READ_ROWS_MAX)}`.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < READ_ROWS_MAX) return
    last = rows.at(-1)
  }
}

function* batchesOf(rows: readonly Row[]): Generator<readonly Row[]> {
  let batch: Row[] = []
  let characters = 0
  for (const row of rows) {
    const more = lengthOf(row)
    if (batch.length === WRITE_ROWS_MAX || (batch.length > 0 && characters + more > WRITE_CHARACTERS_MAX)) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(row)
    characters += more
  }
  if (batch.length > 0) yield batch
}

const lengthOf = (row: Row): number =>
  Object.values(row).reduce<number>((sum, value) => sum + String(value).length, 0)

const insert = (db: Kysely<Database>, { name, columns }: Table, rows: readonly Row[]): Promise<unknown> =>
  sql`INSERT INTO ${sql.table(name)} (${list(columns)})
    VALUES ${sql.join(rows.map((row) => sql`(${cells(row, columns)})`))}`.execute(db)

const list = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)))

const cells = (row: Row, columns: readonly string[]) => sql.join(columns.map((column) => cell(row, column)))

const cell = (row: Row, column: string): Cell => {
  const value = row[column]
  if (value === undefined) throw new Error(`a row was read without its column ${column}`)
  // Drivers round what is larger.
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError(`${column} holds ${value}, which no copy would keep exactly`)
  return value
}
