import type { Server } from 'node:http'
import { dirname } from 'node:path'
import { serve } from '@hono/node-server'
import { LONGEST_ANSWER_MS } from '../adapters/http/answer-in-time.ts'
import { createApp } from '../adapters/http/app.ts'
import { lockForServing, type ServingLock } from '../adapters/kysely/sqlite-serving-lock.ts'
import type { Clock } from '../ports/clock.ts'
import { type Config, ConfigError, type DatabaseConfig } from './config.ts'
import { makeFolder, type OpenHouse, openHouse } from './open.ts'

export type RunningServer = {
  readonly url: string
  readonly house: OpenHouse
  /**
   * Takes no more requests, lets the running ones end within the limit while `beside` ends what else runs on the house,
   * then closes the database.
   */
  readonly close: (beside?: () => Promise<void>) => Promise<void>
}

/** A slow or silent client must not hold a connection for minutes, as Node's defaults allow. */
const HEADERS_MS = 5_000
const TIMEOUTS = {
  headersTimeout: HEADERS_MS,
  // Longer than any route waits for a body, so that whoever is too slow gets an answer.
  requestTimeout: HEADERS_MS + LONGEST_ANSWER_MS + 1_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
}
const CONNECTIONS_MAX = 2_000
/** What still runs after this is cut off, so that a stop always ends. */
const DRAIN_MS = 10_000

/** Opens the house and serves it over HTTP. One serving process for each SQLite file; on MySQL, as many as you like. */
export const startServer = async (
  config: Config,
  options: { readonly clock?: Clock } = {},
): Promise<RunningServer> => {
  let accepting = true
  // Before the schema is touched: a newer server must not change it under an older one that still serves.
  const lock = await lockForServingOn(config.database)
  try {
    const house = await openHouse(config, { ...options, isAccepting: () => accepting })
    try {
      await house.warmUp()
      const app = createApp(house.appDeps)
      const server = await listen(app.fetch, config)
      const close: RunningServer['close'] = async (beside = async () => undefined) => {
        accepting = false
        await Promise.all([drain(server), beside()])
        await house.close()
        lock.release()
      }
      return { url: urlOf(server, config), house, close }
    } catch (error) {
      await house.close()
      throw error
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Throws when another process serves the same SQLite file. On MySQL nobody is kept out. */
export const lockForServingOn = async (database: DatabaseConfig): Promise<ServingLock> => {
  if (database.kind === 'mysql') return { release: () => undefined }
  await makeFolder(dirname(database.path))
  return lockForServing(database.path)
}

/** The socket that everything is served on, with its limits; tests put houses of their own behind one. */
export const listen = (
  fetch: Parameters<typeof serve>[0]['fetch'],
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port, serverOptions: TIMEOUTS }, () =>
      resolve(server),
    ) as Server
    server.maxConnections = CONNECTIONS_MAX
    server.once('error', (error) => reject(inWords(error, host, port)))
  })

const inWords = (error: NodeJS.ErrnoException, host: string, port: number): Error => {
  if (error.code === 'EADDRINUSE')
    return new ConfigError(`Port ${port} is in use by another program; set PORT to a free one.`)
  if (error.code === 'EADDRNOTAVAIL')
    return new ConfigError(`HOST ${host} is not an address of this machine.`)
  if (error.code === 'EACCES')
    return new ConfigError(`Port ${port} may only be opened by an administrator; set PORT to one above 1023.`)
  return error
}

const drain = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(cutOff)
      resolve()
    })
    server.closeIdleConnections()
  })

/** Where a listening server is reached from the same machine. */
export const urlOf = (server: Server, { host }: Pick<Config, 'host'>): string => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`
}
