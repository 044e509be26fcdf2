import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { accessTokens } from '../../src/adapters/auth/access-tokens.ts'
import { makeKeys } from '../../src/adapters/auth/keys-file.ts'
import { passwordHasher, storedHashOf2020 } from '../../src/adapters/auth/passwords.ts'
import { secrets } from '../../src/adapters/auth/secrets.ts'
import { openDump } from '../../src/adapters/import-2020/dump-file.ts'
import { openMysql, openSqlite, type SqlPersistence } from '../../src/adapters/kysely/open.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { login } from '../../src/application/account/login.ts'
import { import2020 } from '../../src/application/import-2020/import-2020.ts'
import { startMariadb } from '../mariadb/mariadbd.ts'
import { writeDump } from './dump-of-2020.ts'
import { emailOf, houseOf2020, passwordOf } from './house-of-2020.ts'

/** How many log in against the upgraded hash, which is the same for everybody. */
const SAMPLE = 200

/**
 * Generates a 2020 database with this many members, imports it twice, logs every member in (some once more, against
 * the upgraded hash), and prints what it took: `npm run test:import -- 10000`, and
 * `npm run test:import -- 10000 mariadb` for a MariaDB that it starts itself.
 */
const main = async (members: number, kind: string): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'crecker-import-'))
  try {
    const path = join(folder, 'dump.sql')
    await timed(`${members} members of 2020 generated`, () => writeDump(path, houseOf2020(members)))
    const { database, stop } = await openFresh(kind, folder)
    try {
      return await importAndLogIn(members, path, database)
    } finally {
      await database.close().finally(stop)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const startedAt = performance.now()
  const answer = await work()
  console.log(`${what}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
  return answer
}

const importAndLogIn = async (members: number, path: string, database: SqlPersistence): Promise<number> => {
  const source = await openDump({ path })
  const { transact, views, throttle } = database
  const take = import2020({ transact, clock: systemClock, storedHash: storedHashOf2020 })
  const first = await timed('imported', () => take(source, (notice) => console.log(notice)))
  const again = await timed('imported again', () => take(source, (notice) => console.log(notice)))
  console.log(`taken: ${first.map(({ table, taken }) => `${table} ${taken}`).join(', ')}`)
  console.log(`taken by the second run: ${again.reduce((sum, { taken }) => sum + taken, 0)}`)

  const keys = makeKeys()
  const use = login({
    transact,
    accountViews: views.accounts,
    clock: systemClock,
    throttle,
    passwords: passwordHasher(),
    accessTokens: accessTokens({ keys: keys.signing }),
    secrets: secrets({ key: keys.secrets }),
  })
  const logIn = async (howMany: number): Promise<number> => {
    let loggedIn = 0
    const queue = Array.from({ length: howMany }, (_, index) => index + 1).values()
    const worker = async (): Promise<void> => {
      for (const member of queue) {
        const address = `member-${member}`
        const answer = await use({ email: emailOf(member), password: passwordOf(member), address })
        if (answer.ok) loggedIn += 1
      }
    }
    await Promise.all([worker(), worker(), worker(), worker()])
    return loggedIn
  }
  const sample = Math.min(members, SAMPLE)
  const old = await timed('everyone logged in, upgraded', () => logIn(members))
  const upgraded = await timed(`${sample} logged in once more`, () => logIn(sample))
  const { drift, totals } = await views.cash.books()
  console.log(
    `logged in: ${old} of ${members}, once more ${upgraded} of ${sample}; drift ${drift.length}; ${JSON.stringify(totals)}`,
  )
  return old === members && upgraded === sample && drift.length === 0 ? 0 : 1
}

const openFresh = async (
  kind: string,
  folder: string,
): Promise<{ readonly database: SqlPersistence; readonly stop: () => Promise<void> }> => {
  if (kind === 'sqlite') {
    const database = await openSqlite({ path: join(folder, 'crecker.sqlite'), migrate: true })
    return { database, stop: async () => undefined }
  }
  const server = await startMariadb()
  try {
    await server.admin('CREATE DATABASE crecker_test_import CHARACTER SET utf8mb4')
    const database = await openMysql({ url: server.url('crecker_test_import'), migrate: true })
    return { database, stop: server.stop }
  } catch (error) {
    await server.stop()
    throw error
  }
}

process.exitCode = await main(Number(process.argv[2] ?? 10_000), process.argv[3] ?? 'sqlite')
