/**
 * `npm run bench:refresh -- [once] [day] [long-day] [options]`: what a refresh of all figures takes, and how old figures
 * become in a day of YouTube's quota; see bench/README.md. Prints each figure beside its limit, and ends with code 1 when
 * one is missed or could not be taken. Talks to 127.0.0.1 only.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMysql, openSqlite } from '../../src/adapters/kysely/open.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { nextPacificMidnight } from '../../src/adapters/youtube/pacific-day.ts'
import { HOUR_MS, later, toInstant } from '../../src/domain/primitives.ts'
import { diskFolder } from '../../test/mariadb/data-folder.ts'
import { DATABASE_PREFIX, type Mariadb, startMariadb } from '../../test/mariadb/mariadbd.ts'
import { fillMysql, fillSqlite } from '../fill.ts'
import { MARIADB_ARGS, machine } from '../machine.ts'
import { aligned } from '../tables.ts'
import { type Figure, figuresOfDay, figuresOfOnce } from './figures.ts'
import { refreshOnce } from './once.ts'
import { type DatabaseName, type Options, readOptions, type ScenarioName, USAGE } from './options.ts'
import type { Population } from './population.ts'
import { rowsOf } from './rows.ts'
import { type DayOutcome, outcome, type Place, type Scenario } from './scenario.ts'

const REFRESHER = join(import.meta.dirname, 'refresher.ts')
const VIDEOS_AT_ONCE = 20_000
const VIDEOS_OF_A_DAY = 80_000
const VIDEOS_OF_A_CREATOR = 4
const NEWCOMERS = 200

/** Pacific midnights. */
const BEGINNINGS = {
  day: toInstant(Date.parse('2027-05-12T07:00:00Z')),
  // That day the clocks go back from summer time.
  'long-day': toInstant(Date.parse('2027-11-07T07:00:00Z')),
}

type World = { readonly folder: string; readonly mariadb: Mariadb | null }

const bench = async (options: Options): Promise<boolean> => {
  const folder = await mkdtemp(join(tmpdir(), 'crecker-bench-refresh-'))
  const needsMariadb = options.databases.includes('mariadb')
  const mariadb = needsMariadb ? await startMariadb({ parent: diskFolder(), args: MARIADB_ARGS }) : null
  const missed: string[] = []
  try {
    say(`${new Date().toISOString()}, ${machine()}, Node ${process.versions.node}`)
    for (const scenario of options.scenarios)
      for (const database of options.databases) {
        const title = `${scenario} on ${database}`
        progress(title)
        const { videos, figures } = await measured({ folder, mariadb }, { scenario, database }, options)
        const misses = figures.filter(({ isReached }) => !isReached)
        missed.push(...misses.map(({ what }) => `${title}: ${what}`))
        say(`\n${title}, ${videos.toLocaleString('en')} videos\n${tableOf(figures)}`)
      }
  } finally {
    await mariadb?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  say(missed.length === 0 ? '\nEvery figure is reached.' : `\nMissed: ${missed.join('; ')}.`)
  return missed.length === 0
}

const measured = async (
  world: World,
  { scenario, database }: { readonly scenario: ScenarioName; readonly database: DatabaseName },
  { videos: wanted, hours, servesFigures }: Options,
): Promise<{ readonly videos: number; readonly figures: readonly Figure[] }> => {
  const videos = wanted ?? (scenario === 'once' ? VIDEOS_AT_ONCE : VIDEOS_OF_A_DAY)
  const channels = Math.ceil(videos / VIDEOS_OF_A_CREATOR)
  const place = await placeFor(world, scenario, database)
  if (scenario === 'once') {
    if (place.kind === 'memory')
      throw new Error('once is about the shipped command, which has no database in memory.')
    const population: Population = { videos, channels, newcomers: 0, at: systemClock.now(), due: 'at-once' }
    await fill({ place, population })
    return { videos, figures: figuresOfOnce(await refreshOnce({ ...world, place, population }), videos) }
  }
  const at = BEGINNINGS[scenario]
  const population: Population = { videos, channels, newcomers: NEWCOMERS, at, due: 'spread' }
  const until = hours === null ? nextPacificMidnight(at) : later(at, hours * HOUR_MS)
  const asked = { place, population, until, servesFigures }
  await fill(asked)
  return { videos, figures: figuresOfDay(await passedDay(asked), asked) }
}

const placeFor = async (
  { folder, mariadb }: World,
  name: ScenarioName,
  database: DatabaseName,
): Promise<Place> => {
  if (database === 'memory') return { kind: 'memory' }
  if (database === 'sqlite') return { kind: 'sqlite', path: join(folder, `${name}.sqlite`) }
  if (mariadb === null) throw new Error('MariaDB was not started')
  const schema = `${DATABASE_PREFIX}_refresh_${name.replace('-', '_')}`
  await mariadb.admin(`CREATE DATABASE ${schema}`)
  return { kind: 'mysql', url: mariadb.url(schema) }
}

/** Memory is filled by the process whose it is. */
const fill = async ({ place, population }: Pick<Scenario, 'place' | 'population'>): Promise<void> => {
  if (place.kind === 'memory') return
  const migrated =
    place.kind === 'sqlite'
      ? await openSqlite({ path: place.path, migrate: true })
      : await openMysql({ url: place.url, migrate: true })
  await migrated.close()
  if (place.kind === 'sqlite') fillSqlite(place.path, rowsOf(population))
  else await fillMysql(place.url, rowsOf(population))
}

const passedDay = async (asked: Scenario): Promise<DayOutcome> => {
  const child = fork(REFRESHER, [], {
    env: { PATH: process.env.PATH ?? '', NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? '' },
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const gone = once(child, 'exit').then(() => null)
  child.send(asked)
  const answer = await Promise.race([once(child, 'message'), gone])
  if (answer === null) throw new Error('the process that refreshes has ended without its figures')
  await gone
  process.removeListener('exit', kill)
  return outcome.parse(answer[0])
}

const tableOf = (figures: readonly Figure[]): string =>
  aligned([
    ['figure', '', 'measured', 'limit'],
    ...figures.map(({ what, measured, limit, isReached }) => [
      what,
      isReached ? '' : 'MISSED',
      measured,
      limit ?? '',
    ]),
  ])

const say = (line: string): void => console.log(line)
const progress = (line: string): void => console.error(line)

// Whoever ends this early ends the servers with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

try {
  if (process.argv.includes('--help')) say(USAGE)
  else if (!(await bench(readOptions(process.argv.slice(2))))) process.exitCode = 1
} catch (error) {
  console.error(`The figures could not be taken: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
}
