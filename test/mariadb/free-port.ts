import { once } from 'node:events'
import { createServer } from 'node:net'

// Below where operating systems take ports for outgoing connections from: otherwise a client that keeps trying to reach
// a server which was killed can be given the server's own port, and even connect to itself.
const PORTS = { first: 15_000, last: 30_000 }
const TRIES = 200

/** A TCP port on 127.0.0.1 that nobody listens on. Nothing keeps it free, so take it soon. */
export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = PORTS.first + Math.floor(Math.random() * (PORTS.last - PORTS.first))
    if (await isFree(port)) return port
  }
  throw new Error(`no free port between ${PORTS.first} and ${PORTS.last} was found`)
}

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
