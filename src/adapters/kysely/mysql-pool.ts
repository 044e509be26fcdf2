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
  const ready = new WeakMap<PoolConnection, MysqlPoolConnection>()
  const lent = new Set<MysqlPoolConnection>()
  let closing: PromiseWithResolvers<void> | undefined

  const lend = async (): Promise<MysqlPoolConnection> => {
    if (closing !== undefined) throw new Outage('the database is closed')
    const endsAt = performance.now() + settings.deadlineMs
    const raw = await taken(pool, settings)
    const known = ready.get(raw)
    const connection = known ?? asKyselyExpects(raw, settings, returned)
    if (known === undefined) {
      try {
        const prepared = await inTime(Math.max(0, endsAt - performance.now()), prepare(connection))
        if (prepared === 'late') throw tooLate(settings, 'did not answer in time')
      } catch (error) {
        raw.destroy()
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
      await ended(pool, settings)
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
    connectTimeout: limits.deadlineMs,
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
      reject(tooLate(settings, 'had no connection free in time'))
    }, settings.deadlineMs)
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
  const connection: MysqlPoolConnection = {
    config: raw.config,
    threadId: raw.threadId ?? 0,
    connect: (callback) => raw.connect((error) => callback?.(error)),
    destroy: () => raw.destroy(),
    release: () => {
      raw.release()
      returned(connection)
    },
    query: (text, values, callback) => {
      let over = false
      const end = (error: unknown, result?: MysqlQueryResult): void => {
        if (over) return
        over = true
        clearTimeout(timer)
        if (error !== null && endsTheConnection(error)) raw.destroy()
        callback?.(error === null ? null : translated(error, settings), result as MysqlQueryResult)
      }
      const timer = setTimeout(() => {
        raw.destroy()
        end(tooLate(settings, 'did not answer in time'))
      }, settings.deadlineMs)
      const query = raw.query(text, values, (error, result) => end(error, result as MysqlQueryResult))
      return { stream: (options) => query.stream(options) }
    },
  }
  return connection
}

const tooLate = (settings: MysqlSettings, what: string): Outage =>
  new Outage(`The database ${placeOf(settings)} ${what} (${settings.deadlineMs} ms).`)

/** Says goodbye to the server, but does not wait for one that is frozen. */
const ended = (pool: Pool, { deadlineMs }: MysqlSettings): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, deadlineMs)
    pool.end(() => {
      clearTimeout(timer)
      resolve()
    })
  })
