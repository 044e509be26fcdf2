import type { Server } from 'node:http'
import { listen, urlOf } from '../../src/entry/server.ts'

export type Socket = { readonly url: string; readonly close: () => Promise<void> }

const HERE = { host: '127.0.0.1', port: 0 }

/** A house behind a real socket, with the limits of the real server. */
export const openSocket = async (app: { readonly fetch: Parameters<typeof listen>[0] }): Promise<Socket> => {
  const server = await listen(app.fetch, HERE)
  return { url: urlOf(server, HERE), close: () => closed(server) }
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
