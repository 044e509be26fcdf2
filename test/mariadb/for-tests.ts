import { describe, inject } from 'vitest'
import { openMysql, type SqlPersistence } from '../../src/adapters/kysely/open.ts'
// What is injected is declared there.
import type {} from './global-setup.ts'
import { groupOf, type TestDatabase, type TestDatabases, testDatabases } from './test-databases.ts'

const server = inject('mariadb')

const NOT_HERE = 'there is no MariaDB in this run: put the suite into describeOnMariadb'

/** Whether this run has no MariaDB. Then its suites are reported as skipped, and the run has said why. */
export const IS_MARIADB_MISSING = server === null

/** For suites that speak to MariaDB. */
export const describeOnMariadb = describe.skipIf(IS_MARIADB_MISSING)

let databases: TestDatabases | undefined

/** A database without any table, for tests of migrations, to be dropped when the test has finished. */
export const takeNewDatabase = async (): Promise<{
  readonly url: string
  readonly drop: () => Promise<void>
}> => {
  if (server === null) throw new Error(NOT_HERE)
  const { takeDatabase: make, drop } = testDatabases({ url: groupOf(server) })
  return { url: (await make()).url, drop }
}

/** An empty database, to be given back when the test has finished; without tables when it is new, so migrate it. */
export const takeDatabase = async (): Promise<TestDatabase> => {
  if (server === null) throw new Error(NOT_HERE)
  databases ??= testDatabases({ url: server })
  return databases.takeDatabase()
}

/** Opens an empty database with the schema of this code. It is given back when it is closed. */
export const openMariadb = async (): Promise<SqlPersistence & { readonly url: string }> => {
  const { url, giveBack } = await takeDatabase()
  const persistence = await openMysql({ url, migrate: true })
  return {
    ...persistence,
    url,
    close: async () => {
      await persistence.close()
      await giveBack()
    },
  }
}
