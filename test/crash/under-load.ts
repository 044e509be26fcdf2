import { setTimeout as pause } from 'node:timers/promises'
import { type Ledger, nothingSeen, sendAll } from './clients.ts'
import { type CrashDatabase, prepareCrashWorld } from './crash-world.ts'
import { type Figures, figuresOf } from './figures.ts'
import { inspect } from './inspect.ts'
import { withQuery } from './query.ts'
import { type Environment, runCrecker, type ServerProcess, serverProcess } from './server-process.ts'

export type LoadOptions = {
  /** For the keys, which all servers share, and for the file of an embedded database. */
  readonly dataDir: string
  /** One for each server. Several servers are on one database, or each is on a node of one cluster. */
  readonly databases: readonly CrashDatabase[]
  /** Each sends two commands. */
  readonly creators: number
  readonly clients: number
  /** Clients give up then, and the figures show it. */
  readonly limitMs: number
}

/** What whoever disturbs the servers works with. */
export type Load = {
  readonly servers: readonly ServerProcess[]
  readonly seen: Ledger
  /** Of a member, for other requests. */
  readonly token: string
  /** Resolves when so many more commands were answered, when all are, or when the time is over. */
  readonly answered: (more: number) => Promise<void>
  readonly isOver: () => boolean
  /** Looks through the books beside the servers, which go on to serve; what it finds is added to the drift. */
  readonly reconcile: () => void
}

/**
 * Streams withdrawals and approvals to real servers over HTTP while `disturb` does its worst, until every command was
 * answered. Then looks what is in the tables of each database.
 */
export const underLoad = async (
  { dataDir, databases, creators, clients, limitMs }: LoadOptions,
  disturb: (load: Load) => Promise<void>,
): Promise<Figures> => {
  const [first] = databases
  if (first === undefined) throw new Error('a server needs a database')
  const commands = await prepareCrashWorld(dataDir, first, creators)
  const environments = databases.map((database) => environmentOf(dataDir, database))
  const servers = await Promise.all(environments.map(serverProcess))
  const seen = nothingSeen()
  const drifts: Promise<number>[] = []
  try {
    await Promise.all(servers.map(({ start }) => start()))
    const endsAt = performance.now() + limitMs
    const isOver = () => performance.now() > endsAt
    const sending = sendAll(commands, { ports: servers.map(({ port }) => port), clients, isOver }, seen)
    await disturb({
      servers,
      seen,
      token: commands[0]?.token ?? '',
      isOver,
      answered: async (more) => {
        const enough = Math.min(seen.acknowledged.length + more, commands.length)
        while (seen.acknowledged.length < enough && !isOver()) await pause(1)
      },
      reconcile: () => {
        drifts.push(driftIn(environments[0] ?? {}))
      },
    })
    await sending
    await Promise.all(servers.map(({ stop }) => stop()))
    drifts.push(...environments.map(driftIn))
    const drift = (await Promise.all(drifts)).reduce((sum, found) => sum + found)
    const findings = await Promise.all(
      databases.map((database) =>
        withQuery(database, (query) => inspect(query, commands, seen.acknowledged)),
      ),
    )
    return figuresOf(
      commands,
      seen,
      {
        missing: findings.flatMap(({ missing }) => missing),
        doubled: findings.flatMap(({ doubled }) => doubled),
        unanswered: findings[0]?.unanswered ?? 0,
      },
      drift,
    )
  } finally {
    await Promise.all(servers.map(({ kill }) => kill()))
  }
}

const environmentOf = (dataDir: string, database: CrashDatabase): Environment => ({
  DATA_DIR: dataDir,
  DATABASE_URL: database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url,
})

const driftIn = async (environment: Environment): Promise<number> => {
  const { code, out } = await runCrecker(['reconcile'], environment)
  const drift = Number(/drift (\d+)/.exec(out)?.[1] ?? Number.NaN)
  return code === 0 ? drift : Math.max(1, drift)
}
