import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { storedHashOf2020 } from '../adapters/auth/passwords.ts'
import { openDump } from '../adapters/import-2020/dump-file.ts'
import { type LiveDatabase, openLiveDatabase } from '../adapters/import-2020/live-database.ts'
import { mysqlSettings } from '../adapters/kysely/mysql-url.ts'
import { systemClock } from '../adapters/system/clock.ts'
import { releaseOpenings } from '../application/cash/release-openings.ts'
import { import2020 } from '../application/import-2020/import-2020.ts'
import type { Notice2020, TableSummary } from '../application/import-2020/take-rows.ts'
import type { Source2020 } from '../ports/import-2020.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './open.ts'

/**
 * `crecker import-2020 <dump.sql | mysql://…> [--release-held] [--report <file>]`. Answers the exit code: 0 when every
 * row was taken over or refused with a reason, null when the arguments make no sense.
 */
export const importCommand = async (args: readonly string[]): Promise<number | null> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { 'release-held': { type: 'boolean', default: false }, report: { type: 'string' } },
    allowPositionals: true,
  })
  const [from, ...more] = positionals
  if (from === undefined || more.length > 0) return null
  const source = await openSource(from)
  const report = values.report === undefined ? onScreen : await inFile(values.report)
  try {
    const database = await openDatabase(readConfig(process.env), { migrate: true })
    try {
      const { transact, views } = database
      const take = import2020({ transact, clock: systemClock, storedHash: storedHashOf2020 })
      const summaries = await take(source, report.tell)
      console.log(table(summaries))
      const others = await source.others()
      if (others.length > 0) console.log(`Not taken over: ${others.join(', ')}.`)
      if (values['release-held']) {
        const release = releaseOpenings({ transact, clock: systemClock, cashViews: views.cash })
        const { released, won, waiting } = await release()
        console.log(`Released: ${won} won of ${released} members; ${waiting} hold less by now.`)
      }
    } finally {
      await database.close()
    }
  } finally {
    await source.close()
    await report.close()
  }
  return 0
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

type Report = { readonly tell: (notice: Notice2020) => void; readonly close: () => Promise<void> }

const onScreen: Report = {
  tell: ({ table, id, outcome, reason }) => console.log(`${table} ${id ?? '?'} ${outcome}: ${reason}`),
  close: async () => undefined,
}

/** One JSON object a line. */
const inFile = async (path: string): Promise<Report> => {
  // Opened before anything is taken over, so that a wrong path is told first.
  const file = await open(path, 'w').catch((error: unknown) => {
    throw new Error(`The report cannot be written to ${path}.`, { cause: error })
  })
  const stream = createWriteStream(path, { fd: file })
  return {
    tell: (notice) => {
      stream.write(`${JSON.stringify(notice)}\n`)
    },
    close: async () => {
      stream.end()
      await finished(stream)
    },
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
