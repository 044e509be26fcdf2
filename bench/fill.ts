import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { createConnection } from 'mysql2/promise'
import type { Filling } from './population.ts'

/** Rows of one statement or transaction. */
const CHUNK = 2_000
const WRITERS = 3

type Cell = string | number | null
/** Rows of a chunk may name different columns; what a row does not name is null. */
type Chunk = { readonly table: string; readonly columns: readonly string[]; readonly rows: readonly Cell[][] }

/** Fills a SQLite file whose schema exists. References are not checked: the population keeps them. */
export const fillSqlite = (path: string, fillings: readonly Filling[]): void => {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false })
  try {
    // What a crash would leave behind is thrown away.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000')
    for (const { table, columns, rows } of chunksOf(fillings)) {
      const places = columns.map(() => '?').join(', ')
      const insert = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`)
      database.exec('BEGIN')
      for (const row of rows) insert.run(...(row satisfies SQLInputValue[]))
      database.exec('COMMIT')
    }
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}

/** Fills a MySQL or MariaDB database whose schema exists, and lets it count its rows anew. */
export const fillMysql = async (url: string, fillings: readonly Filling[]): Promise<void> => {
  const chunks = chunksOf(fillings)
  // While the server inserts the rows of one, the next ones are made.
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const connection = await createConnection(url)
      try {
        await connection.query('SET SESSION foreign_key_checks = 0, unique_checks = 0')
        for (const { table, columns, rows } of chunks)
          await connection.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ?`, [rows])
      } finally {
        await connection.end()
      }
    }),
  )
  const connection = await createConnection(url)
  try {
    for (const { table } of fillings) await connection.query(`ANALYZE TABLE ${table}`)
  } finally {
    await connection.end()
  }
}

function* chunksOf(fillings: readonly Filling[]): Generator<Chunk> {
  for (const { table, count, row } of fillings)
    for (let from = 0; from < count; from += CHUNK) {
      const found = Array.from({ length: Math.min(CHUNK, count - from) }, (_, at) => cellsOf(row(from + at)))
      const columns = [...new Set(found.flatMap((cells) => [...cells.keys()]))]
      yield { table, columns, rows: found.map((cells) => columns.map((column) => cells.get(column) ?? null)) }
    }
}

const cellsOf = (row: object): ReadonlyMap<string, Cell> => new Map<string, Cell>(Object.entries(row))
