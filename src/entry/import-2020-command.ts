import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { storedHashOf2020 } from '../adapters/auth/passwords.ts'
import { openDump } from '../adapters/import-2020/dump-file.ts'
import { type LiveDatabase, openLiveDatabase } from '../adapters/import-2020/live-database.ts'
import { mysqlSettings, placeOf } from '../adapters/kysely/mysql-url.ts'
import type { SqlPersistence } from '../adapters/kysely/open.ts'
import { systemClock } from '../adapters/system/clock.ts'
import { releaseOpenings } from '../application/cash/release-openings.ts'
import { import2020 } from '../application/import-2020/import-2020.ts'
import type { Notice2020, TableSummary } from '../application/import-2020/take-rows.ts'
import type { Source2020 } from '../ports/import-2020.ts'
import { type Config, readConfig } from './config.ts'
import { openDatabase } from './open.ts'

/**
 * `crecker import-2020 [<dump.sql | mysql://…>] [--release-held] [--report <file>]`. Answers the exit code: 0 when every
 * row was taken over or refused with a reason, null when the arguments make no sense.
 */
export const importCommand = async (args: readonly string[]): Promise<number | null> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { 'release-held': { type: 'boolean', default: false }, report: { type: 'string' } },
    allowPositionals: true,
  })
  const config = readConfig(process.env)
  const [from = config.import2020Url ?? undefined, ...more] = positionals
  if (from === undefined || more.length > 0) return null
  const source = await openSource(from)
  try {
    const database = await openDatabase(config, { migrate: true })
    try {
      const summaries = await takeOver(database, source, values.report)
      console.log(`Taken over into ${placeOfDatabase(config)}:\n${table(summaries)}`)
      const others = await source.others()
      if (others.length > 0) console.log(`Not taken over: ${others.join(', ')}.`)
      if (values['release-held']) console.log(await releaseHeld(database))
    } finally {
      await database.close()
    }
  } finally {
    await source.close()
  }
  return 0
}

/** The report is opened when nothing but the rows can stop the run, so that one that failed leaves none behind. */
const takeOver = async (
  { transact }: SqlPersistence,
  source: Source2020,
  reportPath: string | undefined,
): Promise<readonly TableSummary[]> => {
  const report = reportPath === undefined ? onScreen : inFile(reportPath)
  try {
    return await import2020({ transact, clock: systemClock, storedHash: storedHashOf2020 })(
      source,
      report.tell,
    )
  } finally {
    report.close()
  }
}

/** Told with the figures, since a mistyped DATABASE_URL would fill another database just as well. */
const placeOfDatabase = ({ database }: Config): string =>
  database.kind === 'mysql' ? placeOf(mysqlSettings(database.url)) : database.path

const releaseHeld = async ({ transact, views }: SqlPersistence): Promise<string> => {
  const release = releaseOpenings({ transact, clock: systemClock, cashViews: views.cash })
  const { released, won, waiting } = await release()
  const left = ` ${waiting} were left pending: their pocket holds less than what came from 2020.`
  return `Released: ${won} won of ${released} members.${waiting === 0 ? '' : left}`
}

const openSource = (from: string): Promise<Source2020> =>
  from.startsWith('mysql:') ? openLiveDatabase(readAddress(from)) : openDump({ path: from })

/** As DATABASE_URL is written, with its options for TLS and sockets. */
const readAddress = (address: string): LiveDatabase => {
  try {
    return mysqlSettings(address)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new Error(said.replace('DATABASE_URL', 'The address of the 2020 database'), { cause: error })
  }
}

type Report = { readonly tell: (notice: Notice2020) => void; readonly close: () => void }

const onScreen: Report = {
  tell: ({ table, id, outcome, reason }) => console.log(`${table} ${id ?? '?'} ${outcome}: ${reason}`),
  close: () => undefined,
}

/**
 * One JSON object a line, in a new file that only its owner may read, since it quotes personal data. Each line is
 * written before the next row is looked at, so that a run that is cut off has told what it did.
 */
const inFile = (path: string): Report => {
  const file = unlessUnwritable(path, 'Nothing was taken over', () => openSync(path, 'wx', 0o600))
  const state = 'What was taken over so far stays, and another run goes on from there'
  return {
    tell: (notice) =>
      unlessUnwritable(path, state, () => writeAll(file, Buffer.from(`${JSON.stringify(notice)}\n`))),
    close: () => {
      try {
        unlessUnwritable(path, state, () => fsyncSync(file))
      } finally {
        closeSync(file)
      }
    },
  }
}

/** A disk that fills up takes a part first. */
const writeAll = (file: number, bytes: Buffer): void => {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}

const unlessUnwritable = <T>(path: string, state: string, attempt: () => T): T => {
  try {
    return attempt()
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'EEXIST'
        ? `${path} exists already, and a report never replaces anything: give it another name`
        : `The report cannot be written to ${path}: ${error instanceof Error ? error.message : String(error)}`
    throw new Error(`${why}. ${state}.`, { cause: error })
  }
}

const COLUMNS = ['rows', 'taken', 'before', 'refused', 'changed'] as const

const table = (summaries: readonly TableSummary[]): string =>
  [
    `${'table'.padEnd(14)}${COLUMNS.map((column) => column.padStart(10)).join('')}`,
    ...summaries.map(
      (summary) =>
        summary.table.padEnd(14) + COLUMNS.map((column) => String(summary[column]).padStart(10)).join(''),
    ),
  ].join('\n')
