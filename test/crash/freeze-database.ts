import { setTimeout as pause } from 'node:timers/promises'
import type { Mariadb } from '../mariadb/mariadbd.ts'
import type { CrashDatabase } from './crash-world.ts'
import { type Figures, seconds } from './figures.ts'
import { randomFrom } from './random.ts'
import { type Load, underLoad } from './under-load.ts'

/** More than the server has connections to the database: then some requests wait for one when all of them hang. */
const CLIENTS = 32
/** Answers between one freeze and the next. */
const ANSWERS = { least: 20, most: 150 }
/** So it comes at any point of a transaction. */
const DELAY_MOST_MS = 20
const ROUNDS = 10
const ROUND_EVERY_MS = 150
const LIMIT_MS = 120_000
const POLL_MS = 20

export type Asked = {
  readonly question: string
  readonly status: number
  readonly data: unknown
  readonly ms: number
}

export type Freezes = {
  readonly figures: Figures
  readonly asked: readonly Asked[]
  /** From the moment when the database runs again to the first answer that needs it, for each freeze. */
  readonly recoveredMs: readonly number[]
}

/**
 * Freezes MariaDB under the load of a real server, several times, and once while nothing is asked of it; asks
 * everything that a client may ask meanwhile.
 */
export const freezeDatabase = async (
  mariadb: Mariadb,
  database: CrashDatabase,
  { dataDir, freezes, seed }: { readonly dataDir: string; readonly freezes: number; readonly seed: number },
): Promise<Freezes> => {
  const random = randomFrom(seed)
  const asked: Asked[] = []
  const recoveredMs: number[] = []
  const freeze = async (load: Load): Promise<void> => {
    mariadb.freeze()
    const all: Promise<readonly Asked[]>[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      all.push(askEverything(load))
      await pause(ROUND_EVERY_MS)
    }
    asked.push(...(await Promise.all(all)).flat())
    mariadb.resume()
    const resumedAt = performance.now()
    while (!load.isOver() && (await ask(load, 'ready', QUESTIONS.ready)).status !== 200) await pause(POLL_MS)
    recoveredMs.push(performance.now() - resumedAt)
  }
  const creators = Math.ceil((freezes * ANSWERS.most) / 2) + 50
  const figures = await underLoad(
    { dataDir, databases: [database], creators, clients: CLIENTS, limitMs: LIMIT_MS },
    async (load) => {
      for (let done = 0; done < freezes && !load.isOver(); done += 1) {
        await load.answered(ANSWERS.least + Math.floor(random() * (ANSWERS.most - ANSWERS.least)))
        await pause(random() * DELAY_MOST_MS)
        await freeze(load)
      }
      await load.answered(Number.POSITIVE_INFINITY)
      await freeze(load)
    },
  )
  return { figures, asked, recoveredMs }
}

export const freezesInOneLine = ({ asked, recoveredMs }: Freezes): string =>
  `${recoveredMs.length} freezes, ${asked.length} questions, slowest answer ${seconds(Math.max(...asked.map(({ ms }) => ms)))}, slowest recovery ${seconds(Math.max(...recoveredMs))}`

type Question = {
  readonly path: string
  readonly method?: 'GET' | 'POST'
  readonly speaks: 'nobody' | 'app' | 'standard'
  readonly json?: unknown
}

/** Under the name of each; what they must be answered stands where they are judged. */
const QUESTIONS = {
  health: { path: '/health', speaks: 'nobody' },
  ready: { path: '/ready', speaks: 'nobody' },
  login: {
    path: '/api/auth/login',
    method: 'POST',
    speaks: 'standard',
    json: { email: 'creator-1@example.kr', password: 'wrong' },
  },
  cash: { path: '/api/cash', speaks: 'standard' },
  withdrawal: { path: '/api/cash/withdraw', method: 'POST', speaks: 'standard' },
  report: { path: '/api/report/info', speaks: 'standard' },
  'cash in the app': { path: '/api/cash', speaks: 'app' },
  'ads in the app': { path: '/api/advertise/ad/latest', speaks: 'app' },
  'profile in the app': { path: '/api/user', speaks: 'app' },
  'parts in the app': { path: '/api/userad/1', speaks: 'app' },
} as const satisfies Readonly<Record<string, Question>>

const askEverything = (load: Load): Promise<readonly Asked[]> =>
  Promise.all(Object.entries(QUESTIONS).map(([name, question]) => ask(load, name, question)))

const ask = async (
  { servers: [server], token }: Load,
  name: string,
  { path, method = 'GET', speaks, json }: Question,
): Promise<Asked> => {
  const askedAt = performance.now()
  const response = await fetch(`http://127.0.0.1:${server?.port}${path}`, {
    method,
    headers: {
      ...(speaks === 'standard'
        ? { Accept: 'application/problem+json', Authorization: `Bearer ${token}` }
        : {}),
      ...(speaks === 'app' ? { token } : {}),
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
  const body: unknown = await response.json()
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined
  return { question: name, status: response.status, data, ms: performance.now() - askedAt }
}
