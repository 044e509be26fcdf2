import { DatabaseSync } from 'node:sqlite'
import { createConnection } from 'mysql2/promise'
import { onTestFinished } from 'vitest'
import { fillMysql, fillSqlite } from '../../../bench/fill.ts'
import { houseOn } from '../../../bench/refresh/house.ts'
import { storeAll } from '../../../bench/refresh/memory-fill.ts'
import { type Population, publishAll } from '../../../bench/refresh/population.ts'
import type { Read } from '../../../bench/refresh/reads.ts'
import { rowsOf } from '../../../bench/refresh/rows.ts'
import { observationsIn } from '../../../bench/refresh/stored-reads.ts'
import { emptyTables } from '../../../src/adapters/memory/database.ts'
import type { YouTubeLimits } from '../../../src/adapters/youtube/meter.ts'
import { startYouTubeSimulator } from '../../../src/adapters/youtube/simulator/server.ts'
import type { Instant } from '../../../src/domain/primitives.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { memoryOn } from '../../fixtures/house.ts'
import { IS_MARIADB_MISSING, openMariadb } from '../../mariadb/for-tests.ts'
import type { Backend } from '../contracts/backends.ts'
import { openSqliteInTemporaryFile } from '../kysely/temporary.ts'

/** A database that holds a population. */
export type Filled = {
  readonly persistence: Persistence
  /** Every stored one, by video and then by time. */
  readonly observations: () => AsyncIterable<Read> | Iterable<Read>
}

/** One that understands SQL, too. */
export type FilledSql = Filled & { readonly run: (statement: string) => Promise<void> }

type Fill<Database> = Pick<Backend, 'name' | 'isMissing'> & {
  /** Ends with the test. */
  readonly fill: (population: Population) => Promise<Database>
}

const onSqlite: Fill<FilledSql> = {
  name: 'SQLite',
  fill: async (population) => {
    const persistence = await openSqliteInTemporaryFile()
    onTestFinished(persistence.close)
    const { path } = persistence
    fillSqlite(path, rowsOf(population))
    return {
      persistence,
      observations: () => observationsIn({ kind: 'sqlite', path }),
      run: async (statement) => {
        const database = new DatabaseSync(path)
        database.exec(statement)
        database.close()
      },
    }
  },
}

const onMariadb: Fill<FilledSql> = {
  name: 'MariaDB',
  isMissing: IS_MARIADB_MISSING,
  fill: async (population) => {
    const persistence = await openMariadb()
    onTestFinished(persistence.close)
    const { url } = persistence
    await fillMysql(url, rowsOf(population))
    return {
      persistence,
      observations: () => observationsIn({ kind: 'mysql', url }),
      run: async (statement) => {
        const connection = await createConnection(url)
        await connection.query(statement)
        await connection.end()
      },
    }
  },
}

const inMemory: Fill<Filled> = {
  name: 'memory',
  fill: async (population) => {
    const tables = emptyTables()
    const persistence = memoryOn(tables)
    await storeAll(persistence, population)
    const byVideo = (one: Read, other: Read) =>
      one.videoId === other.videoId ? one.at - other.at : one.videoId < other.videoId ? -1 : 1
    return { persistence, observations: () => tables.observations.rows().toSorted(byVideo) }
  },
}

export const SQL_BACKENDS: readonly Fill<FilledSql>[] = [onSqlite, onMariadb]
export const ALL_BACKENDS: readonly Fill<Filled>[] = [inMemory, onSqlite, onMariadb]

/** The product on that database, and a simulated YouTube with the same population behind a real socket. */
export const refreshing = async ({ persistence }: Filled, population: Population, limits: YouTubeLimits) => {
  let now = population.at
  const clock = { now: () => now }
  const simulator = await startYouTubeSimulator({
    clock,
    port: 0,
    quota: { general: limits.general, batchGetStats: limits.statistics },
  })
  onTestFinished(simulator.close)
  publishAll(simulator.catalogue, population)
  return {
    simulator,
    house: houseOn({ persistence, clock, baseUrl: simulator.baseUrl, limits }),
    moveTo: async (to: Instant): Promise<void> => {
      now = to
    },
  }
}
