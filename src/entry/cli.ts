#!/usr/bin/env node
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { loadKeys } from '../adapters/auth/keys-file.ts'
import { mysqlSettings, placeOf } from '../adapters/kysely/mysql-url.ts'
import { systemClock } from '../adapters/system/clock.ts'
import { within } from '../adapters/system/within.ts'
import { startYouTubeSimulator } from '../adapters/youtube/simulator/server.ts'
import { JOB_NAMES } from '../domain/job/schedule.ts'
import { backupCommand } from './backup-command.ts'
import {
  type Config,
  ConfigError,
  notConfigured,
  notConfiguredForJobs,
  readConfig,
  workerAdvice,
} from './config.ts'
import { idleWatch, watchIdle } from './idle-watch.ts'
import { jobCommand } from './job-command.ts'
import { logger } from './logger.ts'
import { makeFolder, openDatabase, openHouse, openToRead } from './open.ts'
import { readPassword } from './read-password.ts'
import { recommendationCommand } from './recommendation-command.ts'
import { restoreCommand } from './restore-command.ts'
import { type RunningServer, startServer } from './server.ts'
import { startJobs, startWorker } from './worker.ts'

const USAGE = `Usage: crecker <command>

  serve                            serve the HTTP API, and run the jobs unless JOBS is off
  worker                           run the jobs alone, beside servers or other workers
  demo [--once]                    carry the main job out before your eyes, then stay up
  migrate                          bring the database schema up to date
  reconcile                        prove that the books agree; exit code 1 when they do not
  backup <file>                    copy the database, also a running one, into a new file that is checked
  restore <file> [--accept-drift]  put a backup into an empty database; with --accept-drift also one whose books
                                   do not agree
  job list [<name>] [--json]       when each job comes, how it stands, and what its last runs did; exit code 1 when
                                   one is late
  job run <name> [--due]           run a job now and for everything; with --due only what its schedule asks for
  recommendation report [--week <2026-W47>] [--json]
                                   how fairly the market worked in a week, the last full one when none is named
  recommendation weights [--json]  what weighs in recommendations, since when, and how well it foretold creators
  operator add --email <e-mail>    make an operator; the password is asked for, or read from standard input
  expert add --email <e-mail>      make an expert in the same way; an operator gives them their profile
  keys make                        make the keys file, for servers that share one
  images copy [--from <folder>]    copy the pictures on the disk into the S3-compatible storage that IMAGES names
  import-2020 [<dump.sql | mysql://...>] [--release-held] [--report <file>]
                                   take over members, ads, cash, news and questions of the 2020 server, at
                                   IMPORT_2020_URL when nothing is named; can be run again at any time
  youtube-simulator --port <n>     a server that answers like YouTube, for trying things out

Jobs: ${JOB_NAMES.slice(0, 5).join(', ')},
  ${JOB_NAMES.slice(5).join(', ')}
`

/** Exit codes: 0 done, 1 it could not be done, 2 the command or a setting is wrong. */
const main = async (argv: readonly string[]): Promise<number> => {
  const [command, ...rest] = argv
  switch (command) {
    case 'serve':
      return serveCommand()
    case 'demo':
      return (await import('./demo/demo.ts')).demo({
        once: rest.includes('--once'),
        port: process.env.PORT,
      })
    case 'migrate':
      return migrateCommand()
    case 'reconcile':
      return reconcileCommand()
    case 'backup':
      return (await backupCommand(rest)) ?? usage()
    case 'restore':
      return (await restoreCommand(rest)) ?? usage()
    case 'job':
      return (await jobCommand(rest)) ?? usage()
    case 'recommendation':
      return (await recommendationCommand(rest)) ?? usage()
    case 'operator':
      return rest[0] === 'add' ? addCommand('operator', rest.slice(1)) : usage()
    case 'expert':
      return rest[0] === 'add' ? addCommand('expert', rest.slice(1)) : usage()
    case 'keys':
      return rest[0] === 'make' ? keysCommand() : usage()
    case 'images':
      return (await (await import('./images-command.ts')).imagesCommand(rest)) ?? usage()
    case 'import-2020':
      return (await (await import('./import-2020-command.ts')).importCommand(rest)) ?? usage()
    case 'youtube-simulator':
      return simulatorCommand(rest)
    case 'worker':
      return workerCommand()
    case undefined:
    case 'help':
    case '--help':
      console.log(USAGE)
      return command === undefined ? 2 : 0
    default:
      return usage()
  }
}

const usage = (): number => {
  console.error(USAGE)
  return 2
}

const serveCommand = async (): Promise<number> => {
  const config = readConfig(process.env)
  const server = await startServer(config)
  const signal = signalled()
  console.log(`Crecker serves on ${server.url} (data in ${placeOfData(config)}).`)
  for (const line of notConfigured(config)) console.log(line)
  const jobs =
    config.jobs === 'inside' ? await startJobs(server.house, config) : watchForWorkers(server, config)
  await signal
  console.log('Stopping: running requests are finished first.')
  return ended(server.close(jobs.stop))
}

const watchForWorkers = ({ house }: RunningServer, { logLevel }: Config) => {
  const { views } = house.persistence
  const watch = watchIdle(idleWatch({ views: views.jobs, clock: systemClock, log: logger(logLevel) }))
  return { stop: async () => watch.stop() }
}

const workerCommand = async (): Promise<number> => {
  const config = readConfig(process.env)
  const worker = await startWorker(config)
  const signal = signalled()
  console.log(`Crecker runs jobs on schedule (data in ${placeOfData(config)}): ${JOB_NAMES.join(', ')}.`)
  for (const line of [...workerAdvice(config), ...notConfiguredForJobs(config)]) console.log(line)
  await signal
  console.log('Stopping: running jobs end their batch first.')
  return ended(worker.stop())
}

const placeOfData = ({ database, dataDir }: Config): string =>
  database.kind === 'mysql' ? placeOf(mysqlSettings(database.url)) : dataDir

/** Ten seconds for requests and jobs, and the rest for the goodbye to the database. */
const END_MS = 11_500

/** Ends the process, at the latest after its time: a job that did not stop would hold on to it for ever. */
const ended = async (closing: Promise<void>): Promise<number> => {
  const inTime = await within(END_MS, closing)
  if (inTime === 'late') console.error('Not everything could be closed in time.')
  process.exit(inTime === 'late' ? 1 : 0)
}

const migrateCommand = async (): Promise<number> => {
  const database = await openDatabase(readConfig(process.env), { migrate: false })
  const steps = await database.migrate().finally(database.close)
  console.log(steps.length === 0 ? 'The schema is up to date.' : `Steps taken: ${steps.join(', ')}`)
  return 0
}

const reconcileCommand = async (): Promise<number> => {
  const database = await openToRead(readConfig(process.env))
  const { creators, postings, totals, drift } = await database
    .check()
    .then(() => database.views.cash.books())
    .finally(database.close)
  console.log(`${creators} creators, ${postings} postings, drift ${drift.length}`)
  console.log(
    Object.entries(totals)
      .map(([pocket, sum]) => `${pocket} ${sum}`)
      .join(', '),
  )
  for (const { what, subject, expected, found } of drift)
    console.error(`${what} ${subject}: expected ${expected}, found ${found}`)
  return drift.length === 0 ? 0 : 1
}

/** Makes a person who does not sign up. */
const addCommand = async (role: 'operator' | 'expert', args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: { email: { type: 'string' }, name: { type: 'string' } },
  })
  if (values.email === undefined) return usage()
  const password = await readPassword(`Password for ${values.email}: `)
  const house = await openHouse(readConfig(process.env))
  try {
    const { add, called, name } =
      role === 'operator'
        ? { add: house.addOperator, called: 'Operator', name: '운영자' }
        : { add: house.addExpert, called: 'Expert', name: '전문가' }
    const added = await add({ email: values.email, password, name: values.name ?? name })
    if (added.ok) {
      console.log(`${called} ${values.email} was added (member ${added.value.accountId}).`)
      return 0
    }
    console.error(PERSON_REFUSED[added.error.kind])
    return 1
  } finally {
    await house.close()
  }
}

const PERSON_REFUSED = {
  'email-taken': 'This e-mail is registered already.',
  'email-malformed': 'This is not an e-mail address.',
  'password-unfit': 'A password has 8 to 1,024 characters.',
} as const

const keysCommand = async (): Promise<number> => {
  const { keysFile } = readConfig(process.env)
  await makeFolder(dirname(keysFile))
  await loadKeys({ path: keysFile, mayCreate: true })
  console.log(
    `Keys are in ${keysFile}. Keep a copy in a safe place: payee accounts cannot be read without them.`,
  )
  return 0
}

const simulatorCommand = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { port: { type: 'string' } } })
  const port = Number(values.port ?? '')
  if (values.port === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) return usage()
  const simulator = await startYouTubeSimulator({ clock: systemClock, port })
  console.log(
    `A simulated YouTube answers on ${simulator.baseUrl}; GET ${simulator.baseUrl}/simulator shows what is in it.`,
  )
  await signalled()
  await simulator.close()
  return 0
}

const signalled = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

/** Node's advice on wrong arguments is for who writes programs. */
const isMisuse = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')

// Whoever read this has gone, as `head` does: ended quietly, as other programs are.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(1)
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (isMisuse(error)) process.exitCode = usage()
  else {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = error instanceof ConfigError ? 2 : 1
  }
}
