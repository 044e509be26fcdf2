import { subscribe, tracingChannel } from 'node:diagnostics_channel'

/** What this process has spent so far; look twice, and the difference is what happened in between. */
export type Spent = {
  readonly atMs: number
  /** Time in which requests to the simulated YouTube were under way, from the first byte sent to the last received. */
  readonly waitedMs: number
  readonly requests: number
  /** Statements, those that begin and end transactions included. */
  readonly statements: number
  readonly transactions: number
  /** Time in statements: SQLite's is spent in this process, MariaDB's is waited for. */
  readonly databaseMs: number
  readonly processorMs: number
}

/** Hears of each request and statement from Node's and mysql2's own diagnostics, so that nothing is wrapped. */
export const watch = (): (() => Spent) => {
  const seen = { waitedMs: 0, requests: 0, statements: 0, transactions: 0, databaseMs: 0 }
  const begun = new WeakMap<object, number>()
  const note = (text: unknown): void => {
    seen.statements += 1
    if (typeof text === 'string' && /^\s*(begin|start transaction)/i.test(text)) seen.transactions += 1
  }
  const finish = (what: object): number => {
    const at = begun.get(what)
    begun.delete(what)
    return at === undefined ? 0 : performance.now() - at
  }
  subscribe('undici:request:create', (message) => {
    begun.set(objectIn(message, 'request'), performance.now())
    seen.requests += 1
  })
  for (const end of ['undici:request:trailers', 'undici:request:error'])
    subscribe(end, (message) => {
      seen.waitedMs += finish(objectIn(message, 'request'))
    })
  subscribe('sqlite.db.query', (message) => {
    note(partOf(message, 'sql'))
    seen.databaseMs += Number(partOf(message, 'duration')) / 1e6
  })
  for (const name of ['mysql2:query', 'mysql2:execute']) {
    const { start, asyncEnd } = tracingChannel(name)
    start.subscribe((message) => {
      note(partOf(message, 'query'))
      begun.set(asObject(message), performance.now())
    })
    asyncEnd.subscribe((message) => {
      seen.databaseMs += finish(asObject(message))
    })
  }
  return () => {
    const { user, system } = process.cpuUsage()
    return { atMs: performance.now(), ...seen, processorMs: (user + system) / 1_000 }
  }
}

const asObject = (message: unknown): object => {
  if (typeof message !== 'object' || message === null)
    throw new TypeError('a diagnostic message is an object')
  return message
}

const partOf = (message: unknown, name: string): unknown =>
  new Map(Object.entries(asObject(message))).get(name)

const objectIn = (message: unknown, name: string): object => asObject(partOf(message, name))

export const between = (earlier: Spent, later: Spent): Spent => ({
  atMs: later.atMs - earlier.atMs,
  waitedMs: later.waitedMs - earlier.waitedMs,
  requests: later.requests - earlier.requests,
  statements: later.statements - earlier.statements,
  transactions: later.transactions - earlier.transactions,
  databaseMs: later.databaseMs - earlier.databaseMs,
  processorMs: later.processorMs - earlier.processorMs,
})
