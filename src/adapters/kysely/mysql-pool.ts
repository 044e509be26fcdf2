import { Socket } from 'node:net'
import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely'
import { createPool, type Pool, type PoolConnection } from 'mysql2'
import { Outage } from '../../ports/outage.ts'
import { inTime } from './in-time.ts'
import { endsTheConnection, translated } from './mysql-errors.ts'
import { type MysqlSettings, placeOf } from './mysql-url.ts'

/** More than this many wait for nothing: they would be answered after their clients have left. */
const WAITING_MAX = 1_000
/** A server could otherwise ask this process for files of its machine. */
const FLAGS = ['-LOCAL_FILES']

/** As Kysely writes it. */
const ROLLBACK = 'rollback'
/** How long the server may take to answer a goodbye. Nothing runs any more by then. */
const GOODBYE_MS = 2_000

export type PatientPool = MysqlPool & { readonly close: () => Promise<void> }

/**
 * mysql2's pool, as Kysely expects it, with what neither of them has: a deadline on every statement and on the wait
 * for a connection, and errors that say what they mean. A connection whose statement was late is thrown away, since
 * nobody knows what it still does. `prepare` runs once on each new connection, before anybody gets it.
 */
export const poolWithDeadlines = (
  settings: MysqlSettings,
  prepare: (connection: MysqlPoolConnection) => Promise<void>,
): PatientPool => {
  const pool = openPool(settings)
  const open = openConnections(pool)
  const ready = new WeakMap<PoolConnection, MysqlPoolConnection>()
  const lent = new Set<MysqlPoolConnection>()
  let closing: PromiseWithResolvers<void> | undefined

  const lend = async (): Promise<MysqlPoolConnection> => {
    if (closing !== undefined) throw new Outage('the database is closed')
    const endsAt = performance.now() + settings.waitMs
    const raw = await taken(pool, settings)
    const known = ready.get(raw)
    const connection = known ?? asKyselyExpects(raw, settings, returned)
    if (known === undefined) {
      try {
        const prepared = await inTime(Math.max(0, endsAt - performance.now()), prepare(connection))
        if (prepared === 'late') throw tooLate(settings, 'did not answer in time', settings.waitMs)
      } catch (error) {
        connection.destroy()
        throw translated(error, settings)
      }
      ready.set(raw, connection)
    }
    lent.add(connection)
    return connection
  }
  const returned = (connection: MysqlPoolConnection): void => {
    if (lent.delete(connection) && lent.size === 0) closing?.resolve()
  }
  const close = async (): Promise<void> => {
    if (closing === undefined) {
      closing = Promise.withResolvers<void>()
      if (lent.size === 0) closing.resolve()
      await closing.promise
      await ended(pool, open)
    } else await closing.promise
  }
  return {
    getConnection: (callback) => {
      lend().then(
        (connection) => callback(null, connection),
        // Kysely's type wants a connection also beside an error; it looks at the error first.
        (error: unknown) => callback(error, undefined as never),
      )
    },
    end: (callback) => {
      close().then(() => callback(null), callback)
    },
    close,
  }
}

const openPool = ({ socket, host, port, user, password, database, tls, ...limits }: MysqlSettings): Pool =>
  createPool({
    host,
    port,
    ...(socket === null ? {} : { socketPath: socket }),
    user,
    password,
    database,
    charset: 'utf8mb4',
    timezone: 'Z',
    connectionLimit: limits.connections,
    queueLimit: WAITING_MAX,
    connectTimeout: limits.waitMs,
    enableKeepAlive: true,
    flags: FLAGS,
    ...(tls === null
      ? {}
      : {
          ssl: {
            rejectUnauthorized: tls.verify,
            // Without it a certificate of the same authority for any other host would do.
            verifyIdentity: tls.verify,
            ...(tls.ca === null ? {} : { ca: tls.ca }),
          },
        }),
  })

/** A connection of the pool, or an outage in time. One that comes too late goes back at once. */
const taken = (pool: Pool, settings: MysqlSettings): Promise<PoolConnection> =>
  new Promise((resolve, reject) => {
    let late = false
    const timer = setTimeout(() => {
      late = true
      reject(tooLate(settings, 'had no connection free in time', settings.waitMs))
    }, settings.waitMs)
    pool.getConnection((error, connection) => {
      clearTimeout(timer)
      if (late && error === null) connection.release()
      else if (error === null) resolve(connection)
      else if (/Queue limit reached/.test(error.message))
        reject(
          new Outage(`The database ${placeOf(settings)}: too many wait for a connection.`, { cause: error }),
        )
      else reject(translated(error, settings))
    })
  })

const asKyselyExpects = (
  raw: PoolConnection,
  settings: MysqlSettings,
  returned: (connection: MysqlPoolConnection) => void,
): MysqlPoolConnection => {
  const running = new Set<(error: unknown) => void>()
  /** mysql2 does not tell those who wait for a statement when it is this side that hangs up. */
  const cutOff = (error: unknown): void => {
    hangUp(raw)
    for (const end of [...running]) end(error)
  }
  const connection: MysqlPoolConnection = {
    config: raw.config,
    threadId: raw.threadId ?? 0,
    connect: (callback) => raw.connect((error) => callback?.(error)),
    destroy: () => cutOff(new Outage(`The database ${placeOf(settings)}: the connection was given up.`)),
    release: () => {
      raw.release()
      returned(connection)
    },
    query: (text, values, callback) => {
      const end = (error: unknown, result?: MysqlQueryResult): void => {
        if (!running.delete(end)) return
        clearTimeout(timer)
        // What could not be rolled back would be committed with the next transaction.
        if (error !== null && (endsTheConnection(error) || text === ROLLBACK)) cutOff(error)
        callback?.(error === null ? null : translated(error, settings), result as MysqlQueryResult)
      }
      running.add(end)
      const timer = setTimeout(
        () => cutOff(tooLate(settings, 'did not answer in time', settings.deadlineMs)),
        settings.deadlineMs,
      )
      try {
        raw.query(text, values, (error, result) => end(error, result as MysqlQueryResult))
      } catch (error) {
        end(error)
      }
      return { stream: notStreamed }
    },
  }
  return connection
}

/** Rows would come without a deadline, and those of a statement with a callback never come. */
const notStreamed = (): never => {
  throw new Error('this pool does not stream')
}

const tooLate = (settings: MysqlSettings, what: string, limitMs: number): Outage =>
  new Outage(`The database ${placeOf(settings)} ${what} (${limitMs} ms).`)

/** mysql2's `destroy` only stops writing: a frozen server would keep the socket, and with it this process, open. */
const hangUp = (raw: PoolConnection): void => {
  raw.destroy()
  socketOf(raw)?.destroy()
}

/** Not in mysql2's types. */
const socketOf = (raw: PoolConnection): Socket | null =>
  'stream' in raw && raw.stream instanceof Socket ? raw.stream : null

/** Those that are connected, for as long as their sockets are. Others end when they cannot connect in time. */
const openConnections = (pool: Pool): ReadonlySet<PoolConnection> => {
  const open = new Set<PoolConnection>()
  pool.on('connection', (raw: PoolConnection) => {
    open.add(raw)
    socketOf(raw)?.once('close', () => open.delete(raw))
    // Statements hear of errors themselves; one that comes between them must not end the process.
    raw.on('error', () => undefined)
  })
  return open
}

/** Says goodbye to the server, and hangs up on one that is frozen. mysql2 itself does not wait for an answer. */
const ended = async (pool: Pool, open: Iterable<PoolConnection>): Promise<void> => {
  const answered = Array.from(open, (raw) => new Promise((resolve) => socketOf(raw)?.once('close', resolve)))
  pool.end(() => undefined)
  if ((await inTime(GOODBYE_MS, Promise.all(answered))) === 'late') for (const raw of open) hangUp(raw)
}
