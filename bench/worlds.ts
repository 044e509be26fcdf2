import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../src/adapters/system/clock.ts'
import { DATABASE_PREFIX, type Mariadb } from '../test/mariadb/mariadbd.ts'
import { fillMysql, fillSqlite } from './fill.ts'
import { type Member, membersAt } from './members.ts'
import type { DatabaseName, Scale } from './options.ts'
import { population } from './population.ts'
import { type Environment, type Running, runProduct, startProduct } from './processes.ts'
import type { Route } from './routes.ts'

/** A population in its databases, and members of it who are logged in. */
export type World = {
  readonly scale: Scale
  readonly mariadbUrl: string
  readonly members: readonly Member[]
  /** Starts the product on this population; `0` takes everything from the database, `null` is as shipped. */
  readonly start: (database: DatabaseName, adListCacheMs: 0 | null) => Promise<Running>
  /** The file of requests for a route. */
  readonly requestsFile: (route: Route) => string
}

type Place = { readonly folder: string; readonly mariadb: Mariadb }

/** Makes and fills the databases of one scale; SQLite's only when it is asked for. */
export const makeWorld = async (
  { folder, mariadb }: Place,
  scale: Scale,
  { routes, databases }: { readonly routes: readonly Route[]; readonly databases: readonly DatabaseName[] },
): Promise<World> => {
  const home = join(folder, `times-${scale}`)
  await mkdir(home, { recursive: true })
  const keysFile = join(folder, 'keys.json')
  const members = await membersAt(scale, keysFile)
  const database = `${DATABASE_PREFIX}_bench_${scale}`
  const mariadbUrl = mariadb.url(database)
  const sqlitePath = join(home, 'crecker.sqlite')
  const fillings = population(scale, systemClock.now())
  await mariadb.admin(`CREATE DATABASE ${database}`)
  // Comparing the books of a million postings takes longer than a request may.
  await checked({ DATABASE_URL: `${mariadbUrl}?deadline-ms=60000`, DATA_DIR: home }, () =>
    fillMysql(mariadbUrl, fillings),
  )
  if (databases.includes('sqlite'))
    await checked({ DATABASE_URL: `sqlite:${sqlitePath}`, DATA_DIR: home }, async () =>
      fillSqlite(sqlitePath, fillings),
    )
  for (const route of routes) {
    const lines = members.map(({ token }, number) => `${route.path(number)} ${token}\n`)
    await writeFile(fileOf(home, route), lines.join(''))
  }
  return {
    scale,
    mariadbUrl,
    members,
    requestsFile: (route) => fileOf(home, route),
    start: async (kind, adListCacheMs) => {
      const dataDir = join(home, `${kind}-${adListCacheMs ?? 'shipped'}`)
      await mkdir(dataDir, { recursive: true })
      const own = join(dataDir, 'crecker.sqlite')
      // Only one server may serve a SQLite file.
      if (kind === 'sqlite') await copyFile(sqlitePath, own)
      return startProduct({
        DATA_DIR: dataDir,
        KEYS_FILE: keysFile,
        DATABASE_URL: kind === 'sqlite' ? `sqlite:${own}` : mariadbUrl,
        ...(adListCacheMs === null ? {} : { AD_LIST_CACHE_MS: `${adListCacheMs}` }),
      })
    },
  }
}

const fileOf = (home: string, { name }: Route): string => join(home, `${name.replaceAll('/', '-')}.requests`)

/** Brings up the schema, fills it, and has the product say that the books agree. */
const checked = async (environment: Environment, fill: () => Promise<void>): Promise<void> => {
  await runProduct(['migrate'], environment)
  await fill()
  await runProduct(['reconcile'], environment)
}
