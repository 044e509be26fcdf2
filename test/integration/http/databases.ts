import { onTestFinished } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { emptyTables } from '../../../src/adapters/memory/database.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { memoryOn } from '../../fixtures/house.ts'
import { IS_MARIADB_MISSING, openMariadb } from '../../mariadb/for-tests.ts'
import type { Backend } from '../contracts/backends.ts'

/** What races are run on. Each is empty when it is opened, and closed when the test has finished. */
export const DATABASES: readonly Backend[] = [
  { name: 'memory', open: async () => memoryOn(emptyTables()) },
  { name: 'SQLite', open: () => closedAfterwards(openSqlite({ path: ':memory:', migrate: true })) },
  { name: 'MariaDB', open: () => closedAfterwards(openMariadb()), isMissing: IS_MARIADB_MISSING },
]

const closedAfterwards = async (opening: Promise<Persistence>): Promise<Persistence> => {
  const persistence = await opening
  onTestFinished(persistence.close)
  return persistence
}
