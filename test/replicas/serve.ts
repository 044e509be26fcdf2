import { join } from 'node:path'
import { loadKeys } from '../../src/adapters/auth/keys-file.ts'
import { readConfig } from '../../src/entry/config.ts'
import { type RunningServer, startServer } from '../../src/entry/server.ts'
import type { Clock } from '../../src/ports/clock.ts'

export type RunningServers = {
  readonly urls: readonly string[]
  readonly house: RunningServer['house']
  /** Each request goes to the next server. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  readonly close: () => Promise<void>
}

type Environment = Readonly<Record<string, string>>

/** What servers on one database have in common: a folder, with the keys that none of them may make by itself, and the database. */
export const sharedEnvironment = async (dataDir: string, databaseUrl: string): Promise<Environment> => {
  await loadKeys({ path: join(dataDir, 'keys.json'), mayCreate: true })
  return { DATA_DIR: dataDir, DATABASE_URL: databaseUrl }
}

/** Real servers on ports of their own, all set up alike. */
export const startServers = async (
  howMany: number,
  environment: Environment,
  options: { readonly clock?: Clock } = {},
): Promise<RunningServers> => {
  const config = readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', ...environment })
  const servers: RunningServer[] = []
  for (let number = 0; number < howMany; number += 1) servers.push(await startServer(config, options))
  const [first] = servers
  if (first === undefined) throw new Error('there is at least one server')
  let asked = 0
  return {
    urls: servers.map(({ url }) => url),
    house: first.house,
    fetch: (path, init) => {
      const { url } = servers[asked % servers.length] ?? first
      asked += 1
      return fetch(`${url}${path}`, init)
    },
    close: async () => {
      for (const server of servers) await server.close()
    },
  }
}
