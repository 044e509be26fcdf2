import { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../src/adapters/kysely/database.ts'
import type { Step } from '../../../src/adapters/kysely/dialect.ts'
import { migrate, stepsOf } from '../../../src/adapters/kysely/migrate.ts'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { connectSqlite, sqlite } from '../../../src/adapters/kysely/sqlite.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { openTemporary, temporaryPath } from './temporary.ts'

const STEPS = stepsOf(sqlite.ddl)

const connect = (path = ':memory:') => {
  const connection = connectSqlite({ path, role: 'writer', readOnly: false })
  onTestFinished(() => connection.close())
  return connection.db
}

/** Everything that SQLite knows of the schema, with what the steps are recorded in. */
const schemaOf = async (db: Kysely<Database>): Promise<readonly unknown[]> => {
  const schema = await sql`SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name`.execute(
    db,
  )
  const steps = await sql`SELECT name FROM schema_step ORDER BY name`.execute(db)
  return [...schema.rows, ...steps.rows]
}

const freshSchema = async (): Promise<readonly unknown[]> => {
  const db = connect()
  await migrate(db, sqlite)
  return schemaOf(db)
}

test('an empty database is brought up to date, and a second run finds nothing to do', async () => {
  const db = connect()
  expect(await migrate(db, sqlite)).toEqual(STEPS.map(({ name }) => name))
  expect(await migrate(db, sqlite)).toEqual([])
})

test('every step is one statement with a name of its own, and every table is strict', async () => {
  expect(new Set(STEPS.map(({ name }) => name)).size).toBe(STEPS.length)
  for (const { statement } of STEPS.filter(({ name }) => !name.includes('trigger')))
    expect(statement).not.toContain(';')
  const db = connect()
  await migrate(db, sqlite)
  const { rows } =
    await sql`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
      AND name NOT LIKE 'sqlite_%'`.execute(db)
  expect(rows).toEqual([])
})

/** A crash leaves the first steps done; the last one of them recorded or not yet. */
const crashedAfter = async (done: readonly Step[], lastIsRecorded: boolean): Promise<Kysely<Database>> => {
  const db = connect()
  await migrate(db, sqlite, done)
  const last = done.at(-1)
  if (!lastIsRecorded && last !== undefined)
    await db.deleteFrom('schema_step').where('name', '=', last.name).execute()
  return db
}

test('after a crash between any two steps the next run ends in the same schema', async () => {
  const whole = await freshSchema()
  for (let done = 0; done <= STEPS.length; done += 1)
    for (const lastIsRecorded of [true, false]) {
      const db = await crashedAfter(STEPS.slice(0, done), lastIsRecorded)
      await migrate(db, sqlite)
      expect(await schemaOf(db)).toEqual(whole)
    }
})

test('videos of earlier versions are due at once, unless nothing stands on them', async () => {
  const db = connect()
  const from = STEPS.findIndex(({ name }) => name.startsWith('0017-video-pace'))
  await migrate(db, sqlite, STEPS.slice(0, from))
  await sql`PRAGMA foreign_keys = OFF`.execute(db)
  const participation = (id: number, status: string, video: string | null) =>
    sql`INSERT INTO participation (id, ad_id, creator_id, status, since, applied_at, plan_title, plan_contents,
        ref_url, youtube_url, phone, location, additional_selection, terms_reward, terms_hold_days, video_id,
        published_at, reason, note)
      VALUES (${id}, ${id}, 1, ${status}, 1, 1, '', '', '', '', '', '', 0, ${status === 'cancelled' ? null : 1},
        ${status === 'cancelled' ? null : 28}, ${video}, ${video === null ? null : 1},
        ${status === 'cancelled' ? 'rules-broken' : null}, '')`.execute(db)
  const video = (id: string, of: number) =>
    sql`INSERT INTO video (id, participation_id, published_at, state, last_good_at)
      VALUES (${id}, ${of}, 1, 'live', 1)`.execute(db)
  await participation(1, 'completed', 'completed')
  await video('completed', 1)
  await participation(2, 'submitted', 'submitted')
  await video('submitted', 2)
  await video('replaced', 2)
  await participation(3, 'cancelled', null)
  await video('cancelled', 3)
  await migrate(db, sqlite)
  const { rows } = await sql`SELECT video_id, promised_by, wanted_at, check_by, read_at, unchanged_reads
    FROM video_pace ORDER BY video_id`.execute(db)
  const due = { promised_by: 0, wanted_at: 0, check_by: 0, read_at: null, unchanged_reads: 0 }
  expect(rows).toEqual([
    { video_id: 'completed', ...due },
    { video_id: 'submitted', ...due },
  ])
})

test('an upload that an earlier version sent back does not count since then', async () => {
  const db = connect()
  const from = STEPS.findIndex(({ name }) => name.startsWith('0017-video-pace'))
  await migrate(db, sqlite, STEPS.slice(0, from))
  await sql`PRAGMA foreign_keys = OFF`.execute(db)
  const assigned = (id: number, changesAsked: string | null) =>
    sql`INSERT INTO participation (id, ad_id, creator_id, status, since, applied_at, plan_title, plan_contents,
        ref_url, youtube_url, phone, location, additional_selection, terms_reward, terms_hold_days, changes_asked)
      VALUES (${id}, ${id}, 1, 'assigned', 7, 1, '', '', '', '', '', '', 0, 1, 28, ${changesAsked})`.execute(
      db,
    )
  await assigned(1, '다시')
  await assigned(2, null)
  const missing = (id: string, of: number) =>
    sql`INSERT INTO video (id, participation_id, published_at, state, last_good_at, first_missed_at)
      VALUES (${id}, ${of}, 1, 'missing', 2, 3)`.execute(db)
  await missing('sent-back', 1)
  await sql`INSERT INTO video (id, participation_id, published_at, state, last_good_at, down_since, down_cause)
    VALUES ('down', 1, 1, 'down', 2, 3, 'not-public')`.execute(db)
  await missing('other', 2)
  await migrate(db, sqlite)
  const { rows } = await sql`SELECT id, state, down_since, down_cause FROM video ORDER BY id`.execute(db)
  expect(rows).toEqual([
    { id: 'down', state: 'down', down_since: 3, down_cause: 'not-public' },
    { id: 'other', state: 'missing', down_since: null, down_cause: null },
    { id: 'sent-back', state: 'down', down_since: 7, down_cause: 'sent-back' },
  ])
})

test('addresses of pictures of videos, which nobody reads, go', async () => {
  const db = connect()
  const from = STEPS.findIndex(({ name }) => name.startsWith('0022-'))
  await migrate(db, sqlite, STEPS.slice(0, from))
  await sql`PRAGMA foreign_keys = OFF`.execute(db)
  await sql`INSERT INTO video (id, participation_id, published_at, thumbnail_url, state, last_good_at)
    VALUES ('one', 1, 1, 'https://i.ytimg.com/x.jpg', 'live', 1)`.execute(db)
  await migrate(db, sqlite)
  const { rows } = await sql`SELECT thumbnail_url FROM video`.execute(db)
  expect(rows).toEqual([{ thumbnail_url: null }])
})

test('channels of before readings were written down are due at once, except rejected ones', async () => {
  const db = connect()
  const before = STEPS.findIndex(({ name }) => name.startsWith('0019-'))
  await migrate(db, sqlite, STEPS.slice(0, before))
  const claim = (owner: number, channel: string | null, status: string) => {
    const rejection = status === 'rejected' ? 'operator' : null
    return sql`INSERT INTO channel (owner_id, claimed_url, claimed_name, channel_id, channel_title, status, verified_by,
      rejection_reason, rejection_note, since, disputed) VALUES (${owner}, '', '', ${channel},
      ${channel === null ? null : '제목'}, ${status}, ${status === 'verified' ? 'code' : null},
      ${rejection}, ${rejection === null ? null : ''}, 5, 0)`.execute(db)
  }
  for (const owner of [1, 2, 3, 4])
    await sql`INSERT INTO account VALUES (${owner}, ${`${owner}@example.kr`}, '', '[]', '', '', '', NULL, 'beauty',
      'law', 'education', '[]', 0, 0)`.execute(db)
  await claim(1, 'UC0000000000000000000001', 'verified')
  await claim(2, null, 'unproven')
  await claim(3, 'UC0000000000000000000003', 'pending')
  await claim(4, 'UC0000000000000000000004', 'rejected')
  await migrate(db, sqlite)
  expect(await db.selectFrom('channel_reading').selectAll().orderBy('owner_id').execute()).toEqual([
    { owner_id: 1, read_at: 0, due_at: 0 },
    { owner_id: 3, read_at: 0, due_at: 0 },
    { owner_id: 4, read_at: 0, due_at: null },
  ])
})

test('a step that fails is not recorded, gives the lock back, and is done by the next run', async () => {
  const path = temporaryPath()
  const broken = STEPS.map((step, index) => (index === 4 ? { ...step, statement: 'CREATE NONSENSE' } : step))
  await expect(migrate(connect(path), sqlite, broken)).rejects.toThrow('NONSENSE')
  expect(await migrate(connect(path), sqlite)).toEqual(STEPS.slice(4).map(({ name }) => name))
})

test('of two starters at once one does every step and the other none', async () => {
  const path = temporaryPath()
  const done = await Promise.all([migrate(connect(path), sqlite), migrate(connect(path), sqlite)])
  expect(done.map((names) => names.length).sort((a, b) => a - b)).toEqual([0, STEPS.length])
  expect(await schemaOf(connect(path))).toEqual(await freshSchema())
})

test('a lock that a dead starter left behind is taken over when its lease has ended', async () => {
  const db = connect()
  await migrate(db, sqlite, STEPS.slice(0, 3))
  await db
    .updateTable('schema_lock')
    .set({ held_by: 'dead', lease_until: Date.now() + 300 })
    .execute()
  const begun = performance.now()
  expect(await migrate(db, sqlite)).toHaveLength(STEPS.length - 3)
  expect(performance.now() - begun).toBeGreaterThanOrEqual(250)
})

test('a database of a newer version is refused with a sentence that says what to do', async () => {
  const { path } = await openTemporary()
  const later = new DatabaseSync(path)
  later.exec("INSERT INTO schema_step (name, applied_at) VALUES ('0099-later: table later', 0)")
  later.close()
  for (const migrateFirst of [true, false])
    await expect(openSqlite({ path, migrate: migrateFirst })).rejects.toThrow(
      /newer version of Crecker.*"0099-later: table later".*Start that version or a later one/,
    )
})

test('check is content with the present schema only', async () => {
  const path = temporaryPath()
  const empty = await openSqlite({ path })
  onTestFinished(() => empty.close())
  await expect(empty.check()).rejects.toThrow(Outage)
  await expect(empty.check()).rejects.toThrow('crecker migrate')
  await empty.migrate()
  await empty.check()
  await connect(path).insertInto('schema_step').values({ name: '0099-later', applied_at: 0 }).execute()
  await expect(empty.check()).rejects.toThrow(Outage)
})
