import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openMysql } from '../../../src/adapters/kysely/open.ts'
import { kept, storedAd } from '../../fixtures/stored.ts'
import { describeOnMariadb, takeDatabase } from '../../mariadb/for-tests.ts'
import { emptyDatabase, testDatabases } from '../../mariadb/test-databases.ts'

const connectTo = async (url: string) => {
  const connection = await createConnection(url)
  onTestFinished(() => connection.end())
  return async (sql: string): Promise<readonly RowDataPacket[]> =>
    (await connection.query<RowDataPacket[]>(sql))[0]
}

describeOnMariadb('a database of the pool', () => {
  test('comes back empty: rows that refuse DELETE, rows that refer to others, and ids begin anew', async () => {
    const database = await takeDatabase()
    const query = await connectTo(database.url)
    await query('CREATE TABLE ad (id INT AUTO_INCREMENT PRIMARY KEY)')
    await query('CREATE TABLE part (id INT AUTO_INCREMENT PRIMARY KEY, ad INT NOT NULL REFERENCES ad (id))')
    await query('CREATE TABLE rolled_back (id INT AUTO_INCREMENT PRIMARY KEY)')
    await query(
      "CREATE TRIGGER part_stays BEFORE DELETE ON part FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'",
    )
    await query('INSERT INTO ad () VALUES (), ()')
    await query('INSERT INTO part (ad) VALUES (2)')
    await query('BEGIN')
    await query('INSERT INTO rolled_back () VALUES ()')
    await query('ROLLBACK')
    await database.giveBack()
    const again = await takeDatabase()
    expect(again.name).toBe(database.name)
    for (const table of ['ad', 'part', 'rolled_back']) {
      expect(await query(`SELECT * FROM ${table}`)).toEqual([])
      await query(
        `INSERT INTO ${table} (id${table === 'part' ? ', ad' : ''}) VALUES (NULL${table === 'part' ? ', 1' : ''})`,
      )
      expect(await query(`SELECT id FROM ${table}`)).toEqual([{ id: 1 }])
    }
    await expect(query('DELETE FROM part')).rejects.toThrow('no')
  })

  test('keeps the account of its migrations, and the tables that its user names', async () => {
    const { url } = await takeDatabase()
    const query = await connectTo(url)
    for (const table of ['schema_step', 'schema_lock', 'banner', 'ad']) {
      await query(`CREATE TABLE ${table} (id INT PRIMARY KEY)`)
      await query(`INSERT INTO ${table} VALUES (7)`)
    }
    await emptyDatabase(url, ['schema_step', 'schema_lock', 'banner'])
    expect(await query('SELECT COUNT(*) AS n FROM schema_step JOIN schema_lock JOIN banner')).toEqual([
      { n: 1 },
    ])
    expect(await query('SELECT * FROM ad')).toEqual([])
  })

  test('has the same rows in every table as one that is new, so that no row of a migration is missing', async () => {
    const counted = async ({ url }: { readonly url: string }) => {
      const query = await connectTo(url)
      const tables = await query(
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
      )
      const counts = tables.map(({ name }) => `SELECT '${name}' AS name, COUNT(*) AS n FROM \`${name}\``)
      return query(counts.join(' UNION ALL '))
    }
    const { takeDatabase, drop } = testDatabases({ url: inject('mariadb') ?? '' })
    onTestFinished(drop)
    const database = await takeDatabase()
    const persistence = await openMysql({ url: database.url, migrate: true })
    const fresh = await counted(database)
    await kept(persistence, (stores) => storedAd(stores))
    expect(await counted(database)).not.toEqual(fresh)
    await persistence.close()
    await database.giveBack()
    expect(await counted(database)).toEqual(fresh)
  })

  test('is taken by one at a time, and given back once', async () => {
    const [one, other] = await Promise.all([takeDatabase(), takeDatabase()])
    expect(one.name).not.toBe(other.name)
    await one.giveBack()
    await one.giveBack()
    const [next, last] = [await takeDatabase(), await takeDatabase()]
    expect(new Set([next.name, last.name, other.name]).size).toBe(3)
  })
})

test.each([['mysql://u:p@127.0.0.1/crecker'], ['mysql://u:p@127.0.0.1/'], ['mysql://u:p@127.0.0.1']])(
  'a database whose name lacks "test" is refused before anything is sent: %s',
  async (url) => {
    const sentence = /does not have "test" in its name: name one that has, such as crecker_test/
    expect(() => testDatabases({ url })).toThrow(sentence)
    await expect(emptyDatabase(url, [])).rejects.toThrow(sentence)
  },
)
