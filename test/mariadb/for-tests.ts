import { describe, inject } from 'vitest'
// What is injected is declared there.
import type {} from './global-setup.ts'
import { type TestDatabase, type TestDatabases, testDatabases } from './test-databases.ts'

const server = inject('mariadb')

/** Whether this run has no MariaDB. Then its suites are reported as skipped, and the run has said why. */
export const IS_MARIADB_MISSING = server === null

/** For suites that speak to MariaDB. */
export const describeOnMariadb = describe.skipIf(IS_MARIADB_MISSING)

let databases: TestDatabases | undefined

/** An empty database, to be given back when the test has finished; without tables when it is new, so migrate it. */
export const takeDatabase = async (): Promise<TestDatabase> => {
  if (server === null)
    throw new Error('there is no MariaDB in this run: put the suite into describeOnMariadb')
  databases ??= testDatabases({ url: server })
  return databases.takeDatabase()
}
