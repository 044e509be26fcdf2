import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { connectMysql } from '../../../src/adapters/kysely/mysql.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { openMysql } from '../../../src/adapters/kysely/open.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { aNewOperator } from '../../fixtures/account.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'
import { describeOnMariadb } from '../../mariadb/for-tests.ts'
import { type Mariadb, startMariadb } from '../../mariadb/mariadbd.ts'

/** A server of its own, since these tests misconfigure it. All its tables share one file that cannot grow. */
let server: Mariadb
let databases = 0

const freshUrl = async (): Promise<string> => {
  databases += 1
  await server.admin(`CREATE DATABASE crecker_test_${databases}`)
  return server.url(`crecker_test_${databases}`)
}

/** What whoever starts a server on this address is told. */
const refusalOf = async (url: string): Promise<string> => {
  try {
    await (await openMysql({ url, migrate: true })).close()
    return 'it opened'
  } catch (error) {
    if (!(error instanceof Outage)) throw error
    return error.message
  }
}

const withUser = (url: string, user: string): string => url.replace(/\/\/[^@]+@/, `//${user}:pw@`)

/** The server runs with other settings until the test has finished. */
const set = async (setting: string, back: string): Promise<void> => {
  await server.admin(`SET GLOBAL ${setting}`)
  onTestFinished(async () => {
    await server.admin(`SET GLOBAL ${back}`)
  })
}

describeOnMariadb('a server that is not as it must be', () => {
  beforeAll(async () => {
    server = await startMariadb({
      args: ['--innodb-file-per-table=0', '--innodb-data-file-path=ibdata1:12M;ibdata2:32M'],
    })
  })
  afterAll(() => server.stop())

  test.each([
    ['innodb_flush_log_at_trx_commit = 2', 'innodb_flush_log_at_trx_commit = 1', /trx_commit is not 1/],
    ["sql_mode = ''", 'sql_mode = DEFAULT', /sql_mode is not strict/],
  ])('with %s is refused, and allowed on purpose', async (setting, back, problem) => {
    const url = await freshUrl()
    await set(setting, back)
    expect(await refusalOf(url)).toMatch(problem)
    expect(await refusalOf(`${url}?unsafe=allow`)).toBe('it opened')
  })

  test.each([
    ['a wrong password', (url: string) => withUser(url, 'crecker'), 'the user or the password'],
    ['a wrong user', (url: string) => withUser(url, 'nobody'), 'the user or the password'],
    [
      'a database that is not there',
      (url: string) => url.replace(/\w+$/, 'crecker_test_nowhere'),
      'there is no such database; create it',
    ],
    [
      'a port on which nothing listens',
      (url: string) => url.replace(/:\d+\//, ':1/'),
      'nothing listens there',
    ],
    [
      'a host that is not there',
      (url: string) => url.replace('127.0.0.1', 'nowhere.invalid'),
      'no host of that name',
    ],
    [
      'TLS that it does not offer',
      (url: string) => `${url.replace('127.0.0.1', 'localhost')}?tls=on`,
      'it does not offer TLS',
    ],
    ['a socket that is not there', (url: string) => `${url}?socket=/nowhere`, 'there is no such socket'],
  ])('under %s is told in one sentence, without the password', async (_what, spoilt, sentence) => {
    const url = spoilt(await freshUrl())
    const told = await refusalOf(url)
    expect(told).toContain(sentence)
    expect(told).toMatch(/^The database .+\.$/)
    expect(told).not.toContain(mysqlSettings(url).password)
  })

  test('to whose user a right is missing says so, whatever it is', async () => {
    const url = await freshUrl()
    const { database } = mysqlSettings(url)
    await server.admin("CREATE USER 'reader'@'127.0.0.1' IDENTIFIED BY 'pw'")
    expect(await refusalOf(withUser(url, 'reader'))).toContain('may not use this database; grant it ALL')
    for (const rights of ['SELECT', 'SELECT, INSERT, UPDATE, CREATE, INDEX, REFERENCES']) {
      await server.admin(`GRANT ${rights} ON ${database}.* TO 'reader'@'127.0.0.1'`)
      expect(await refusalOf(withUser(url, 'reader'))).toContain(
        'lacks a right; grant it ALL on the database',
      )
    }
    await server.admin(`GRANT ALL ON ${database}.* TO 'reader'@'127.0.0.1'`)
    expect(await refusalOf(withUser(url, 'reader'))).toBe('it opened')
  })

  test('that is read-only or has no connection left is an outage, and is used again when that is over', async () => {
    const persistence = await openMysql({ url: await freshUrl(), migrate: true })
    onTestFinished(persistence.close)
    await server.admin('SET GLOBAL read_only = 1')
    await expect(kept(persistence, storedCreator)).rejects.toThrow(/such as --read-only/)
    await server.admin('SET GLOBAL read_only = 0')
    await kept(persistence, storedCreator)
    await server.admin("CREATE USER 'single'@'127.0.0.1' IDENTIFIED BY 'pw' WITH MAX_USER_CONNECTIONS 1")
    await server.admin("GRANT ALL ON `crecker\\_test%`.* TO 'single'@'127.0.0.1'")
    const { db, close } = connectMysql(mysqlSettings(withUser(await freshUrl(), 'single')))
    onTestFinished(close)
    const select = () => db.selectNoFrom((eb) => eb.lit(1).as('one')).execute()
    const both = await Promise.allSettled([select(), select()])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(select()).resolves.toEqual([{ one: 1 }])
  })

  test('that became read-only is left: a new connection may lead to the one that took over', async () => {
    const { db, close } = connectMysql(mysqlSettings(await freshUrl()))
    onTestFinished(close)
    const connection = async () => (await sql`SELECT CONNECTION_ID() AS id`.execute(db)).rows
    await sql`CREATE TABLE note (a INT)`.execute(db)
    const before = await connection()
    expect(await connection()).toEqual(before)
    await set('read_only = 1', 'read_only = 0')
    await expect(sql`INSERT INTO note VALUES (1)`.execute(db)).rejects.toThrow(/such as --read-only/)
    expect(await connection()).not.toEqual(before)
  })

  test('with a newer schema is refused, also by a server that runs', async () => {
    const url = await freshUrl()
    const running = await openMysql({ url, migrate: true })
    onTestFinished(running.close)
    const { db, close } = connectMysql(mysqlSettings(url))
    onTestFinished(close)
    await db.insertInto('schema_step').values({ name: '0099-later: table later', applied_at: 0 }).execute()
    for (const migrate of [true, false])
      await expect(openMysql({ url, migrate })).rejects.toThrow(
        /newer version of Crecker.*Start that version or a later one/,
      )
    await expect(running.check()).rejects.toThrow(Outage)
  })

  test('that ends while it is used is an outage until it is back', async () => {
    const persistence = await openMysql({ url: await freshUrl(), migrate: true })
    onTestFinished(persistence.close)
    await kept(persistence, storedCreator)
    await server.kill()
    await expect(persistence.check()).rejects.toThrow(Outage)
    await expect(kept(persistence, storedCreator)).rejects.toThrow(/nothing listens there/)
    await server.start()
    await persistence.check()
    await kept(persistence, storedCreator)
    expect((await persistence.views.cash.books()).creators).toBe(2)
  })

  test('whose disk is full is an outage, leaves nothing behind, and serves reads and small writes', async () => {
    const persistence = await openMysql({ url: await freshUrl(), migrate: true })
    onTestFinished(persistence.close)
    const fill = () =>
      kept(persistence, async (stores) => {
        const operator = demand(await stores.accounts.add(aNewOperator()))
        for (let piece = 0; piece < 20_000; piece += 1)
          await stores.audit.append({
            at: NOON,
            by: operator.id,
            operation: 'test',
            subject: '',
            before: null,
            after: 'x'.repeat(3_000),
          })
      })
    const filled = fill()
    await expect(filled).rejects.toThrow(Outage)
    await expect(filled).rejects.toThrow(/disk/)
    expect(await persistence.views.accounts.credentials(aNewOperator().email)).toBeNull()
    // The server takes a moment to clear away what was undone.
    await expect.poll(() => kept(persistence, storedCreator), { timeout: 20_000 }).toBeDefined()
    expect((await persistence.views.cash.books()).creators).toBe(1)
  })
})
