import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  CompiledQuery,
  type Driver,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely'
import { Outage } from '../../ports/outage.ts'
import type { Database } from './database.ts'
import { type Connection, onlyAmong, type SqlDialect } from './dialect.ts'
import { wholeNumber } from './row.ts'

/**
 * How long a statement waits inside SQLite for another process. It is short because SQLite waits with the whole
 * process standing still; `retrying` waits on, up to five seconds, while everything else goes on.
 */
const BUSY_TIMEOUT_MS = 50
const PREPARED_MAX = 300

type SqliteOptions = {
  /** A file, or `:memory:`. */
  readonly path: string
  /** `unshared` is for a file that nobody else knows of yet: no files beside it, and whoever writes it flushes it. */
  readonly role: 'writer' | 'reader' | 'unshared'
  /** True for a file that this process must not change at all. */
  readonly readOnly: boolean
}

/** One connection. Kysely hands it to one transaction or statement at a time; the others queue. */
export const connectSqlite = ({ path, role, readOnly }: SqliteOptions): Connection => {
  if (!readOnly) makeForOwner(path)
  const database = failingAsOutage(() => new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS }))
  try {
    failingAsOutage(() => configure(database, { path, role, readOnly }))
  } catch (error) {
    database.close()
    throw error
  }
  const kysely = new SqliteDialect({ database: asKyselyExpects(database) })
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => kysely.createAdapter(),
      createDriver: () => beginningImmediately(kysely.createDriver()),
      createIntrospector: (db) => kysely.createIntrospector(db),
      createQueryCompiler: () => kysely.createQueryCompiler(),
    },
  })
  // Kysely's own `destroy` waits for nobody, and whoever comes later would not be told that this is an outage.
  return { db, close: () => db.connection().execute(async () => database.close()) }
}

/**
 * A new database is an empty file first, so that only its owner may read what it will hold; SQLite gives the files
 * beside it the same rights. One that is there keeps its own.
 */
export const makeForOwner = (path: string): void => {
  if (path === ':memory:') return
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch {
    // It is there, or cannot be made: then SQLite says so in its own words.
  }
}

const configure = (database: DatabaseSync, { path, role, readOnly }: SqliteOptions): void => {
  database.exec('PRAGMA foreign_keys = ON')
  if (role === 'unshared') {
    database.exec('PRAGMA journal_mode = MEMORY')
    database.exec('PRAGMA synchronous = OFF')
    return
  }
  // A commit that was answered survives a loss of power.
  database.exec('PRAGMA synchronous = FULL')
  if (role === 'reader') database.exec('PRAGMA query_only = ON')
  else if (!readOnly) {
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode
    if (path !== ':memory:' && mode !== 'wal')
      throw new Error(
        `${path} is on a file system that cannot hold a SQLite database with several readers (WAL)`,
      )
  }
}

/**
 * A transaction that reads first and writes later would be refused when somebody wrote in between. Each begins with a turn
 * of the event loop: SQLite answers at once, so a job that works through one transaction after the other would otherwise
 * let nothing else happen in this process until it is done.
 */
const beginningImmediately = (driver: Driver): Driver =>
  Object.assign(driver, {
    beginTransaction: (async (connection, { accessMode }) => {
      await nextTurn()
      await connection.executeQuery(
        CompiledQuery.raw(accessMode === 'read only' ? 'begin' : 'begin immediate'),
      )
    }) satisfies Driver['beginTransaction'],
  })

/** Kysely expects the shape of another library; the most recently used statements stay prepared. */
const asKyselyExpects = (database: DatabaseSync): SqliteDatabase => {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare: (text) => {
      const statement = prepared.get(text) ?? prepare(database, text)
      prepared.delete(text)
      prepared.set(text, statement)
      const [oldest] = prepared.keys()
      if (prepared.size > PREPARED_MAX && oldest !== undefined) prepared.delete(oldest)
      return statement
    },
  }
}

const prepare = (database: DatabaseSync, text: string): SqliteStatement => {
  const statement = failingAsOutage(() => database.prepare(text))
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => failingAsOutage(() => statement.all(...parameters.map(toInput))),
    run: (parameters) => failingAsOutage(() => statement.run(...parameters.map(toInput))),
    iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
  }
}

const toInput = (value: unknown): SQLInputValue => {
  if (value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint')
    return value
  throw new TypeError(`SQLite cannot store a ${typeof value}`)
}

/** SQLite's primary result codes; the extended ones carry them in their low byte. */
const BUSY = 5
const LOCKED = 6
const NOT_FLUSHED = 1034
const TAKEN_UNIQUE = 2067
const TAKEN_PRIMARY_KEY = 1555
/** Rights, memory, read-only, I/O, broken file, full disk, cannot open, locking protocol, not a database. */
const OUTAGES: ReadonlySet<number> = new Set([3, 7, 8, 10, 11, 13, 14, 15, 26])

const resultCode = (error: unknown): number | null =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : null

/** What nobody in the core can act on, such as a full disk, leaves here as an `Outage`. */
const failingAsOutage = <T>(attempt: () => T): T => {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE')
      throw new Outage('the database is closed', { cause: error })
    if (error instanceof Error && OUTAGES.has((resultCode(error) ?? 0) % 256))
      throw new Outage(`SQLite: ${error.message}`, { cause: error })
    throw error
  }
}

export const sqlite: SqlDialect = {
  // `begin immediate` has locked the whole database already.
  lockRows: (query) => query,
  isTaken: (error) => [TAKEN_UNIQUE, TAKEN_PRIMARY_KEY].includes(resultCode(error) ?? 0),
  isConflict: (error) => [BUSY, LOCKED].includes((resultCode(error) ?? 0) % 256),
  // The database is a file: there is no connection to lose, and each statement that makes something asks first.
  isLost: () => false,
  // Whatever else fails is undone before COMMIT answers. What could not be flushed may be in the log, and be found there
  // after a crash.
  leavesOpen: (error) => error instanceof Outage && resultCode(error.cause) === NOT_FLUSHED,
  isThere: () => false,
  // SQLite has no code of its own for it.
  isMissingTable: (error) => error instanceof Error && /^no such table: /.test(error.message),
  countAttempt: async (db, { subject, now, endsAt }) => {
    const { rows } = await sql<{ attempts: number }>`
      INSERT INTO throttle (subject, attempts, ends_at) VALUES (${subject}, 1, ${endsAt})
      ON CONFLICT (subject) DO UPDATE SET
        attempts = CASE WHEN throttle.ends_at <= ${now} THEN 1 ELSE throttle.attempts + 1 END,
        ends_at = CASE WHEN throttle.ends_at <= ${now} THEN excluded.ends_at ELSE throttle.ends_at END
      RETURNING attempts`.execute(db)
    return wholeNumber(rows[0]?.attempts ?? null)
  },
  // SQLite is built without a limit for DELETE.
  deleteOldest: async (db, { table, column, among, before, limit }) => {
    const { numAffectedRows } = await sql`
      DELETE FROM ${sql.table(table)} WHERE rowid IN (
        SELECT rowid FROM ${sql.table(table)} WHERE ${onlyAmong(among)} ${sql.ref(column)} < ${before}
        ORDER BY ${sql.ref(column)} LIMIT ${limit})`.execute(db)
    return wholeNumber(numAffectedRows ?? null)
  },
  // Readers look at the last state that was committed, and wait for nobody.
  giveWayToUsers: async () => undefined,
  ddl: {
    id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
    integer: 'INTEGER',
    text: 'TEXT',
    key: () => 'TEXT',
    table: (name, body) => ({
      name: `table ${name}`,
      statement: `CREATE TABLE IF NOT EXISTS ${name} (${body}) STRICT`,
    }),
    index: (name, table, columns) => ({
      name: `index ${name}`,
      statement: `CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${columns})`,
    }),
    refuse: (change, table) => {
      const name = `${table}_refuses_${change.toLowerCase()}`
      return {
        name: `trigger ${name}`,
        statement: `CREATE TRIGGER IF NOT EXISTS ${name} BEFORE ${change} ON ${table}
          BEGIN SELECT RAISE(ABORT, '${table} refuses ${change}'); END`,
      }
    },
  },
}
