import { type Kysely, sql } from 'kysely'
import { createConnection } from 'mysql2/promise'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../src/adapters/kysely/database.ts'
import type { Step } from '../../../src/adapters/kysely/dialect.ts'
import { isSetUp, migrate, stepsOf } from '../../../src/adapters/kysely/migrate.ts'
import { connectMysql } from '../../../src/adapters/kysely/mysql.ts'
import { mysqlSettings } from '../../../src/adapters/kysely/mysql-url.ts'
import { describeOnMariadb, takeNewDatabase } from '../../mariadb/for-tests.ts'
import { MARIADB } from './on-mariadb.ts'

/** After which a transaction that others keep from its rows is given up. */
const LONGER_THAN_OTHERS_WAIT_MS = 6_000

const STEPS = stepsOf(MARIADB.ddl)

const aNewDatabase = async (): Promise<string> => {
  const { url, drop } = await takeNewDatabase()
  onTestFinished(drop)
  return url
}

const connect = (url: string): Kysely<Database> => {
  const { db, close } = connectMysql(mysqlSettings(url))
  onTestFinished(close)
  return db
}

/** Everything that the server knows of the schema, with what the steps are recorded in and have put in. */
const schemaOf = async (db: Kysely<Database>): Promise<readonly unknown[]> => {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1`.execute(
    db,
  )
  const created: unknown[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ 'Create Table': string }>`SHOW CREATE TABLE ${sql.ref(name)}`.execute(db)
    created.push(rows[0]?.['Create Table'].replace(/ AUTO_INCREMENT=\d+/, ''))
  }
  const triggers = await sql`
    SELECT trigger_name, action_timing, event_manipulation, event_object_table, action_statement
    FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY trigger_name`.execute(db)
  const steps = await sql`SELECT name FROM schema_step ORDER BY name`.execute(db)
  const banner = await sql`SELECT * FROM banner`.execute(db)
  return [...created, ...triggers.rows, ...steps.rows, ...banner.rows]
}

describeOnMariadb('migrations on MariaDB', () => {
  let whole: readonly unknown[]
  beforeAll(async () => {
    const { url, drop } = await takeNewDatabase()
    const { db, close } = connectMysql(mysqlSettings(url))
    await migrate(db, MARIADB)
    whole = await schemaOf(db)
    return async () => {
      await close()
      await drop()
    }
  })

  test('bring an empty database up to date, and a second run finds nothing to do', async () => {
    const db = connect(await aNewDatabase())
    expect(await migrate(db, MARIADB)).toEqual(STEPS.map(({ name }) => name))
    expect(await migrate(db, MARIADB)).toEqual([])
    expect(await schemaOf(db)).toEqual(whole)
  })

  // A change of the schema is kept as soon as it is made here, so each step is found done and not recorded once.
  test('end in the same schema after a crash behind any step, before it was recorded', async () => {
    const db = connect(await aNewDatabase())
    const done: Step[] = []
    for (const step of STEPS) {
      done.push(step)
      await migrate(db, MARIADB, done)
      await db.deleteFrom('schema_step').where('name', '=', step.name).execute()
      expect(await migrate(db, MARIADB, done)).toEqual([step.name])
    }
    expect(await schemaOf(db)).toEqual(whole)
  })

  test('go on behind a step that failed, and give the lock back', async () => {
    const db = connect(await aNewDatabase())
    const broken = STEPS.map((step, index) =>
      index === 4 ? { ...step, statement: 'CREATE NONSENSE' } : step,
    )
    await expect(migrate(db, MARIADB, broken)).rejects.toThrow('NONSENSE')
    expect(await migrate(db, MARIADB)).toEqual(STEPS.slice(4).map(({ name }) => name))
    expect(await schemaOf(db)).toEqual(whole)
  })

  test('are carried out once by five servers that start at once', async () => {
    const url = await aNewDatabase()
    const done = await Promise.all(Array.from({ length: 5 }, () => migrate(connect(url), MARIADB)))
    expect(done.flat().toSorted()).toEqual(STEPS.map(({ name }) => name).toSorted())
    expect(await schemaOf(connect(url))).toEqual(whole)
  })

  test('make tables in which keys are compared letter by letter, blanks at the end included', async () => {
    const db = connect(await aNewDatabase())
    await migrate(db, MARIADB)
    for (const subject of ['key', 'KEY', 'key ', 'ｋｅｙ', 'kéy', 'ke\u0301y'])
      await db.insertInto('throttle').values({ subject, attempts: 1, ends_at: 0 }).execute()
    const { rows } = await sql`
      SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()
        AND (engine <> 'InnoDB' OR table_collation <> 'utf8mb4_nopad_bin')`.execute(db)
    expect(rows).toEqual([])
  })

  test('wait for who reads a table for long, without making others wait, and go through in the end', async () => {
    const url = await aNewDatabase()
    const db = connect(url)
    const [note, index] = [MARIADB.ddl.table('note', 'a BIGINT'), MARIADB.ddl.index('by_a', 'note', 'a')]
    await migrate(db, MARIADB, [note])
    const reader = await createConnection(url)
    onTestFinished(() => reader.end())
    await reader.query('START TRANSACTION')
    await reader.query('SELECT * FROM note')
    const migrating = migrate(db, MARIADB, [note, index])
    const others = connect(url)
    const readsUntil = performance.now() + LONGER_THAN_OTHERS_WAIT_MS
    while (performance.now() < readsUntil)
      await expect(sql`SELECT * FROM note`.execute(others)).resolves.toMatchObject({ rows: [] })
    await reader.query('COMMIT')
    expect(await migrating).toEqual([index.name])
  })

  test('are not taken for missing when the record of them cannot be read', async () => {
    const db = connect(await aNewDatabase())
    await expect(isSetUp(db, MARIADB)).resolves.toBe(false)
    await migrate(db, MARIADB)
    await expect(isSetUp(db, MARIADB)).resolves.toBe(true)
    await sql`ALTER TABLE schema_step CHANGE name label VARCHAR(200) NOT NULL`.execute(db)
    await expect(isSetUp(db, MARIADB)).rejects.toThrow(/Unknown column/)
  })
})
