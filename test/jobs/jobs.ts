/**
 * `node test/jobs/jobs.ts [--database sqlite|mariadb] [--videos <n>] [--seed <n>]`: workers that share a database are
 * killed with SIGKILL and frozen with SIGSTOP in the middle of reading the figures of videos from a simulated YouTube
 * whose units of the day do not do. In the end every video was read once, no more units were spent than there are, and
 * the frozen one has written nothing. Both databases when none is named. Prints one line of figures for each; the exit
 * code is 1 when one of them is wrong. Talks to 127.0.0.1 only.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { CrashDatabase } from '../crash/crash-world.ts'
import { randomFrom } from '../crash/random.ts'
import { fastFolder } from '../mariadb/data-folder.ts'
import { startMariadb } from '../mariadb/mariadbd.ts'
import { freezeWorker, frozenComplaints, frozenInOneLine } from './frozen.ts'
import { killedComplaints, killedInOneLine, killWorkers } from './killed.ts'

const LIMIT_MS = 180_000
const DATABASES = ['sqlite', 'mariadb'] as const
type DatabaseName = (typeof DATABASES)[number]

/** Lends empty databases, one after the other. */
type Lend = <T>(name: string, use: (dataDir: string, database: CrashDatabase) => Promise<T>) => Promise<T>

const inFolder = async <T>(use: (dataDir: string) => Promise<T>): Promise<T> => {
  const dataDir = await mkdtemp(join(await fastFolder(), 'crecker-jobs-'))
  try {
    return await use(dataDir)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

const onSqlite: Lend = (name, use) =>
  inFolder((dataDir) => use(dataDir, { kind: 'sqlite', path: join(dataDir, `${name}.sqlite`) }))

const withLent = async (database: DatabaseName, use: (lend: Lend) => Promise<void>): Promise<void> => {
  if (database === 'sqlite') return use(onSqlite)
  const mariadb = await startMariadb({ parent: await fastFolder() })
  try {
    await use(async (name, lent) => {
      await mariadb.admin(`CREATE DATABASE crecker_test_${name} CHARACTER SET utf8mb4`)
      return inFolder((dataDir) => lent(dataDir, { kind: 'mysql', url: mariadb.url(`crecker_test_${name}`) }))
    })
  } finally {
    await mariadb.stop()
  }
}

const tell = (what: string, figures: string, complaints: readonly string[]): void => {
  console.log(`${what}: ${figures}`)
  for (const complaint of complaints) console.log(`WRONG: ${complaint}`)
  if (complaints.length > 0) process.exitCode = 1
}

// Whoever ends this early ends the workers with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    videos: { type: 'string', default: '2000' },
    seed: { type: 'string', default: `${Math.floor(Math.random() * 2 ** 31)}` },
  },
})
const chosen = DATABASES.filter((name) => values.database === undefined || name === values.database)
if (chosen.length === 0) throw new Error(`--database is ${DATABASES.join(' or ')}`)
const videos = Number(values.videos)
for (const name of chosen)
  await withLent(name, async (lend) => {
    const random = randomFrom(Number(values.seed))
    const killed = await lend('killed', (dataDir, database) =>
      killWorkers(dataDir, database, { videos, random, limitMs: LIMIT_MS }),
    )
    tell(
      `kill -9 of workers on ${name}`,
      `${killedInOneLine(killed)}, seed ${values.seed}`,
      killedComplaints(killed),
    )
    const frozen = await lend('frozen', (dataDir, database) => freezeWorker(dataDir, database, { videos }))
    tell(`SIGSTOP of a worker on ${name}`, frozenInOneLine(frozen), frozenComplaints(frozen))
  })
console.log('Jobs: done.')
