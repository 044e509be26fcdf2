import { onTestFinished } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { openMemory, storageOf, type TestStorage } from '../../fixtures/test-storage.ts'
import { IS_MARIADB_MISSING, openMariadb } from '../../mariadb/for-tests.ts'
import { ARE_REPLICAS_MEANT } from '../../replicas/for-tests.ts'
import { openSharedStorage } from '../../replicas/shared-storage.ts'

type Database = {
  readonly name: string
  readonly open: () => Promise<TestStorage>
  readonly isMissing?: boolean
}

/** What races are run on. Each is empty when it is opened, and closed when the test has finished. */
export const DATABASES: readonly Database[] = ARE_REPLICAS_MEANT
  ? [{ name: 'a MariaDB that two servers share', open: openSharedStorage, isMissing: IS_MARIADB_MISSING }]
  : [
      { name: 'memory', open: openMemory },
      { name: 'SQLite', open: () => closedAfterwards(openSqlite({ path: ':memory:', migrate: true })) },
      { name: 'MariaDB', open: () => closedAfterwards(openMariadb()), isMissing: IS_MARIADB_MISSING },
    ]

const closedAfterwards = async (opening: Promise<Persistence>): Promise<TestStorage> => {
  const persistence = await opening
  onTestFinished(persistence.close)
  return storageOf(persistence)
}
