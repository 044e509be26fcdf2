/**
 * `node test/crash/crash.ts [part] [kills] [seed]`: streams withdrawals and approvals to real servers over HTTP and
 * kills what carries them with SIGKILL, again and again; clients repeat under their keys what was not answered. In the
 * end nothing that was answered may be missing, nothing may be there twice, and the books must agree. Parts: the server
 * on SQLite, the server on MariaDB, MariaDB under two servers; all of them when none is named. Prints one line of
 * figures for each; the exit code is 1 when one of them is wrong. Talks to 127.0.0.1 only.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { diskFolder } from '../mariadb/data-folder.ts'
import { type Mariadb, startMariadb } from '../mariadb/mariadbd.ts'
import type { CrashDatabase } from './crash-world.ts'
import { complaints, type Figures, inOneLine, isSound } from './figures.ts'
import { killDatabase } from './kill-database.ts'
import { type Killing, killServer } from './kill-server.ts'

type Part = {
  readonly what: string
  readonly kills: number
  readonly run: (killing: Killing) => Promise<Figures>
}

const DATABASE = 'crecker_test_crash'

/** On the disk, as in production: a folder in memory would hide a commit that was not written. */
const onMariadb = async <T>(use: (mariadb: Mariadb, database: CrashDatabase) => Promise<T>): Promise<T> => {
  const mariadb = await startMariadb({ parent: diskFolder() })
  try {
    await mariadb.admin(`CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`)
    return await use(mariadb, { kind: 'mysql', url: mariadb.url(DATABASE) })
  } finally {
    await mariadb.stop()
  }
}

const PARTS: Readonly<Record<string, Part>> = {
  'server-on-sqlite': {
    what: 'the server on SQLite',
    kills: 20,
    run: (killing) => killServer({ kind: 'sqlite', path: join(killing.dataDir, 'crecker.sqlite') }, killing),
  },
  'server-on-mariadb': {
    what: 'the server on MariaDB',
    kills: 10,
    run: (killing) => onMariadb((_, database) => killServer(database, killing)),
  },
  mariadb: {
    what: 'MariaDB under two servers',
    kills: 10,
    run: (killing) => onMariadb((mariadb, database) => killDatabase(mariadb, database, killing)),
  },
}

const carriedOut = async ({ what, run }: Part, kills: number, seed: number): Promise<boolean> => {
  const dataDir = await mkdtemp(join(diskFolder(), 'crecker-kill-'))
  try {
    const figures = await run({ dataDir, kills, seed })
    console.log(`kill -9 of ${what}: ${kills} kills, ${inOneLine(figures)}, seed ${seed}`)
    for (const complaint of complaints(figures)) console.error(complaint)
    return isSound(figures)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

// Whoever ends this early ends the servers with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const [, , named, kills, seed = `${Math.floor(Math.random() * 2 ** 31)}`] = process.argv
const chosen = named === undefined ? Object.values(PARTS) : [PARTS[named]]
for (const part of chosen) {
  if (part === undefined)
    throw new Error(`there is no part ${named}; there are ${Object.keys(PARTS).join(', ')}`)
  if (!(await carriedOut(part, Number(kills ?? part.kills), Number(seed)))) process.exitCode = 1
}
