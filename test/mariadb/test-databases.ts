/**
 * Databases for tests on one server of MySQL's kind. Making and migrating one takes a second, emptying one that is there
 * takes some milliseconds: so each is used again and again. Knows no test runner.
 */
import { randomBytes } from 'node:crypto'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'

/** How long emptying waits for what a test has left open, in seconds. */
const LOCK_WAIT_S = 10

export type TestDatabasesOptions = {
  /**
   * A server and the beginning of the databases' names, such as `mysql://user:password@127.0.0.1:3306/crecker_test`.
   * The account must be allowed to make and drop databases whose names begin so.
   */
  readonly url: string
  /** Tables that are never emptied, besides those that migrations fill. */
  readonly keep?: readonly string[]
}

export type TestDatabase = {
  readonly url: string
  readonly name: string
  /** Empties it for the next one. Close what is connected to it before. */
  readonly giveBack: () => Promise<void>
}

export type TestDatabases = {
  /** A database without any row but those that migrations insert: without tables, when it is new. */
  readonly takeDatabase: () => Promise<TestDatabase>
  /** Drops every database that it has made. */
  readonly drop: () => Promise<void>
}

/** What migrations write: an account of themselves, and the one row that changes of the banner meet at. */
const FILLED_BY_MIGRATIONS = ['schema_step', 'schema_lock', 'banner']

/** Throws when the URL's database does not have "test" in its name: tests empty what they are given. */
export const testDatabases = ({ url, keep = FILLED_BY_MIGRATIONS }: TestDatabasesOptions): TestDatabases => {
  const group = groupOf(url)
  const kept = [...FILLED_BY_MIGRATIONS, ...keep]
  const free: string[] = []
  let made = 0
  const create = async (): Promise<string> => {
    made += 1
    const name = `${nameOf(group)}_${made}`
    await connected(url, (connection) => connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`))
    return name
  }
  return {
    takeDatabase: async () => {
      const name = free.pop() ?? (await create())
      let isTaken = true
      return {
        name,
        url: urlOf(url, name),
        giveBack: async () => {
          if (!isTaken) return
          isTaken = false
          // One that cannot be emptied is not used again.
          await emptyDatabase(urlOf(url, name), kept)
          free.push(name)
        },
      }
    },
    drop: () => dropGroup(group),
  }
}

/** A URL whose database is the beginning of names that nobody else uses on that server. */
export const groupOf = (url: string): string => urlOf(url, `${nameOf(url)}_${randomBytes(4).toString('hex')}`)

/** Drops all databases whose names begin as that of the URL, which `groupOf` has made. */
export const dropGroup = (url: string): Promise<void> =>
  connected(url, async (connection) => {
    const [names] = await connection.query<RowDataPacket[]>(
      'SELECT schema_name AS name FROM information_schema.schemata WHERE LEFT(schema_name, ?) = ?',
      [nameOf(url).length + 1, `${nameOf(url)}_`],
    )
    for (const { name } of names) await connection.query(`DROP DATABASE \`${name}\``)
  })

/**
 * Takes every row out of a database, except those of some tables, and starts ids anew. TRUNCATE goes past the triggers
 * that refuse DELETE.
 */
export const emptyDatabase = async (url: string, keep: readonly string[]): Promise<void> => {
  const name = nameOf(url)
  await connected(url, async (connection) => {
    await connection.query(`USE ${name}`)
    await connection.query(`SET foreign_key_checks = 0, lock_wait_timeout = ${LOCK_WAIT_S}`)
    for (const table of await usedTables(connection, keep))
      await connection.query(`TRUNCATE TABLE \`${table}\``)
  })
}

/** The tables that have rows, or had some: then the next id is not 1. */
const usedTables = async (connection: Connection, keep: readonly string[]): Promise<readonly string[]> => {
  const [tables] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name, auto_increment AS next FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'`,
  )
  const mine = tables.filter(({ name }) => !keep.includes(name))
  if (mine.length === 0) return []
  const [filled] = await connection.query<RowDataPacket[]>(
    mine
      .map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT 1 FROM \`${name}\`)`)
      .join(' UNION ALL '),
  )
  const withRows = new Set(filled.map(({ name }) => `${name}`))
  return mine.filter(({ name, next }) => withRows.has(name) || Number(next ?? 1) > 1).map(({ name }) => name)
}

/** The database that a URL names. */
const nameOf = (url: string): string => {
  const name = decodeURIComponent(new URL(url).pathname.slice(1))
  if (!name.includes('test'))
    throw new Error(
      `tests empty the database that they are given, and "${name}" does not have "test" in its name: name one that has, such as crecker_test`,
    )
  if (!/^\w+$/.test(name))
    throw new Error(`"${name}" is no name for a database of tests: use letters, digits and _`)
  return name
}

const urlOf = (url: string, database: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** A connection for one piece of work, so that nothing is left open when the process is done. */
const connected = async <T>(url: string, work: (connection: Connection) => Promise<T>): Promise<void> => {
  const { hostname, port, username, password } = new URL(url)
  const connection = await createConnection({
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  })
  try {
    await work(connection)
  } finally {
    await connection.end()
  }
}
