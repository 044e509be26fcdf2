import { DatabaseSync } from 'node:sqlite'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { emptyTables } from '../../../src/adapters/memory/database.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { everythingIn, memoryOn } from '../../fixtures/house.ts'
import { IS_MARIADB_MISSING, openMariadb } from '../../mariadb/for-tests.ts'
import { openTemporary } from '../kysely/temporary.ts'

/** An empty database, with a way to see all that is in it, table by table, but what each run leaves in the audit. */
export type OpenBook = {
  readonly persistence: Persistence
  readonly everything: () => Promise<Readonly<Record<string, readonly unknown[]>>>
}

type Book = { readonly name: string; readonly isMissing?: boolean; readonly open: () => Promise<OpenBook> }

export const BOOKS: readonly Book[] = [
  {
    name: 'memory',
    open: async () => {
      const tables = emptyTables()
      const everything = async () => {
        const { audit: _each, ...rest } = everythingIn({ tables })
        return rest
      }
      return { persistence: memoryOn(tables), everything }
    },
  },
  {
    name: 'SQLite',
    open: async () => {
      const persistence = await openTemporary()
      return { persistence, everything: async () => everythingInFile(persistence.path) }
    },
  },
  {
    name: 'MariaDB',
    isMissing: IS_MARIADB_MISSING,
    open: async () => {
      const persistence = await openMariadb()
      return { persistence, everything: () => everythingAt(persistence.url) }
    },
  },
]

const LEFT_OUT = ['audit_entry', 'schema_step', 'schema_lock', 'throttle']

const everythingInFile = (path: string) => {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const named = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    const names = named.map(({ name }) => String(name)).filter((name) => isShown(name))
    return Object.fromEntries(
      names.map((name) => [name, database.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).all()]),
    )
  } finally {
    database.close()
  }
}

const everythingAt = async (url: string) => {
  const connection = await createConnection(url)
  try {
    const [named] = await connection.query<RowDataPacket[]>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    )
    const everything: Record<string, readonly unknown[]> = {}
    for (const name of named.map((row) => String(row.name)).filter(isShown)) {
      const [rows] = await connection.query<RowDataPacket[]>(`SELECT * FROM ${name} ORDER BY 1, 2`)
      everything[name] = rows
    }
    return everything
  } finally {
    await connection.end()
  }
}

const isShown = (name: string): boolean => !LEFT_OUT.includes(name) && !name.startsWith('sqlite_')
