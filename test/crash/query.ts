import { DatabaseSync } from 'node:sqlite'
import { createConnection } from 'mysql2/promise'
import type { CrashDatabase } from './crash-world.ts'

/** Answers the rows of one statement. */
export type Query = (sql: string) => Promise<readonly unknown[]>

/** Lends a bare connection, beside and without the stores. */
export const withQuery = async <T>(
  database: CrashDatabase,
  use: (query: Query) => Promise<T>,
): Promise<T> => {
  if (database.kind === 'sqlite') {
    const file = new DatabaseSync(database.path, { readOnly: true, timeout: 5_000 })
    try {
      return await use(async (sql) => file.prepare(sql).all())
    } finally {
      file.close()
    }
  }
  // Sums are of a type without limits there, which would come as text.
  const connection = await createConnection({ uri: database.url, decimalNumbers: true })
  try {
    return await use(async (sql) => {
      const [rows] = await connection.query(sql)
      return Array.isArray(rows) ? rows : []
    })
  } finally {
    await connection.end()
  }
}
