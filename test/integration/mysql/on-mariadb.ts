import { onTestFinished } from 'vitest'
import { connectMysql, type MysqlConnection, mysqlDialect } from '../../../src/adapters/kysely/mysql.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { openMysql, type SqlPersistence } from '../../../src/adapters/kysely/open.ts'
import { takeDatabase } from '../../mariadb/for-tests.ts'

export const MARIADB = mysqlDialect('mariadb')

/** A migrated, empty database that is given back when the test has finished. `options` go behind its address. */
export const openOnMariadb = async (options = ''): Promise<SqlPersistence & { readonly url: string }> => {
  const { url, giveBack } = await takeDatabase()
  const persistence = await openMysql({ url: `${url}${options}`, migrate: true })
  onTestFinished(async () => {
    await persistence.close()
    await giveBack()
  })
  return { ...persistence, url }
}

/** One more pool on a database, beside the one that the test opened. Closed before that one is. */
export const connectBeside = (url: string): MysqlConnection => {
  const connection = connectMysql(mysqlSettings(url))
  onTestFinished(connection.close)
  return connection
}
