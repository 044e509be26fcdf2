import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import type { Row2020, Source2020, Table2020 } from '../../ports/import-2020.ts'
import { isKnown, isSame, NUMBERED_BY, nothingKnown } from './tables.ts'

/** Where the 2020 database is. */
export type LiveDatabase = {
  readonly host: string
  readonly port: number
  /** Path of a Unix socket; used instead of host and port when it is given. */
  readonly socket: string | null
  readonly user: string
  readonly password: string
  readonly database: string
  readonly tls: { readonly verify: boolean; readonly ca: string | null } | null
}

/** Rows that are read at a time. */
const PAGE = 500
const CONNECT_TIMEOUT_MS = 10_000
/** A page is read in milliseconds; whoever needs this long does not answer any more. */
const QUERY_TIMEOUT_MS = 60_000

/**
 * The 2020 database itself, read in one snapshot and never written: rows that change meanwhile are seen as they were
 * when it was opened. Throws a sentence when it cannot be reached.
 */
export const openLiveDatabase = async (live: LiveDatabase): Promise<Source2020> => {
  const connection = await connect(live)
  try {
    const tables = await tablesIn(connection)
    if (!tables.some(isKnown)) throw nothingKnown('The database')
    return {
      rows: (table) => rowsOf(connection, tables, table),
      others: async () => tables.filter((table) => !isKnown(table)),
      close: () => connection.end(),
    }
  } catch (error) {
    await connection.end()
    throw error
  }
}

const connect = async ({ socket, tls, ...live }: LiveDatabase): Promise<Connection> => {
  const connection = await readably(() =>
    createConnection({
      host: live.host,
      port: live.port,
      ...(socket === null ? {} : { socketPath: socket }),
      user: live.user,
      password: live.password,
      database: live.database,
      ...(tls === null
        ? {}
        : { ssl: { rejectUnauthorized: tls.verify, ...(tls.ca === null ? {} : { ca: tls.ca }) } }),
      charset: 'utf8mb4',
      connectTimeout: CONNECT_TIMEOUT_MS,
      // Everything as MySQL writes it, as in a dump.
      typeCast: (field) => field.string('utf8'),
    }),
  )
  try {
    // TIMESTAMP columns are told in the session's zone; the others hold Korean time as they are.
    await ask(connection, "SET time_zone = '+09:00'")
    await ask(connection, 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await ask(connection, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}

const ask = async (
  connection: Connection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly RowDataPacket[]> => {
  const [rows] = await readably(() =>
    connection.query<RowDataPacket[]>({ sql, timeout: QUERY_TIMEOUT_MS }, [...values]),
  )
  return rows
}

/** Turns whatever goes wrong into a sentence. The driver's own words hold no password. */
const readably = async <T>(attempt: () => Promise<T>): Promise<T> => {
  try {
    return await attempt()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const said = error instanceof Error ? error.message || code : String(error)
    throw new Error(`The 2020 database cannot be read: ${said}`, { cause: error })
  }
}

const tablesIn = async (connection: Connection): Promise<readonly string[]> => {
  const rows = await ask(
    connection,
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
  )
  return rows.map(({ name }) => String(name))
}

async function* rowsOf(
  connection: Connection,
  tables: readonly string[],
  wanted: Table2020,
): AsyncGenerator<readonly Row2020[]> {
  const table = tables.find((name) => isSame(name, wanted))
  if (table === undefined) return
  const { columns, isNumber } = await primaryKeyOf(connection, table, NUMBERED_BY[wanted])
  const inOrder = columns.length === 0 ? '' : `ORDER BY ${columns.map(() => '??').join(', ')}`
  let after: bigint | null = null
  for (let done = 0; ; ) {
    const found: readonly RowDataPacket[] =
      after === null
        ? await ask(connection, `SELECT * FROM ?? ${inOrder} LIMIT ? OFFSET ?`, [
            table,
            ...columns,
            PAGE,
            done,
          ])
        : await ask(connection, `SELECT * FROM ?? WHERE ?? > ? ${inOrder} LIMIT ?`, [
            table,
            ...columns,
            after,
            ...columns,
            PAGE,
          ])
    const page = found.map(toRow)
    if (page.length > 0) yield page
    if (page.length < PAGE) return
    done += page.length
    const last = page.at(-1)?.[NUMBERED_BY[wanted].toLowerCase()]
    // Only a primary key is there in each row, and once: behind any other number rows could be left out.
    if (isNumber && typeof last === 'string') after = BigInt(last)
  }
}

/** `isNumber` when it is a whole number, the one by which 2020 called its rows. */
const primaryKeyOf = async (
  connection: Connection,
  table: string,
  number: string,
): Promise<{ readonly columns: readonly string[]; readonly isNumber: boolean }> => {
  const rows = await ask(connection, 'SHOW COLUMNS FROM ??', [table])
  const key = rows.filter(({ Key }) => Key === 'PRI')
  const isNumber = ({ Field, Type }: RowDataPacket) =>
    isSame(String(Field), number) && /int/i.test(String(Type))
  return {
    columns: key.map(({ Field }) => String(Field)),
    isNumber: key.length === 1 && key.every(isNumber),
  }
}

const toRow = (found: RowDataPacket): Row2020 =>
  Object.fromEntries(
    Object.entries(found).map(([name, value]) => [name.toLowerCase(), value === null ? null : String(value)]),
  )
