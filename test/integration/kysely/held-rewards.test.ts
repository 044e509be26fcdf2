import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, stepsOf } from '../../../src/adapters/kysely/migrate.ts'
import { connectSqlite, sqlite } from '../../../src/adapters/kysely/sqlite.ts'
import { kept, storedCompletion, storedCreator, storedEarnings } from '../../fixtures/stored.ts'
import { openTemporary } from './temporary.ts'

/** One reward that is held, one that was released, and a plain connection beside the store. */
const heldAndReleased = async () => {
  const persistence = await openTemporary()
  const parts = await kept(persistence, async (stores) => {
    const creator = await storedCreator(stores)
    return {
      held: await storedCompletion(stores, { creator }),
      released: await storedEarnings(stores, { creator, amount: 7 }),
    }
  })
  const database = new DatabaseSync(persistence.path)
  onTestFinished(() => database.close())
  const drift = async () => (await persistence.views.cash.books()).drift
  return { ...parts, drift, run: (statement: string) => database.exec(statement) }
}

test('a reward that is held and not listed shows in the books', async () => {
  const { held, run, drift } = await heldAndReleased()
  expect(await drift()).toEqual([])
  run('DELETE FROM held_reward')
  expect(await drift()).toEqual([
    { what: 'held-reward', subject: `reward:${held.id}`, expected: 1, found: 0 },
  ])
})

test('so does one that is listed and was released', async () => {
  const { released, run, drift } = await heldAndReleased()
  run(`INSERT INTO held_reward VALUES (${released.id}, ${released.creatorId})`)
  expect(await drift()).toEqual([
    { what: 'held-reward', subject: `reward:${released.id}`, expected: 0, found: 1 },
  ])
})

test('rewards of earlier versions are listed, unless they were released, or came rewarded from 2020', async () => {
  const connection = connectSqlite({ path: ':memory:', role: 'writer', readOnly: false })
  onTestFinished(() => connection.close())
  const { db } = connection
  const steps = stepsOf(sqlite.ddl)
  const before = steps.findIndex(({ name }) => name.startsWith('0023-'))
  await migrate(db, sqlite, steps.slice(0, before))
  await sql`PRAGMA foreign_keys = OFF`.execute(db)
  const participation = (id: number, status: 'submitted' | 'completed') =>
    sql`INSERT INTO participation (id, ad_id, creator_id, status, since, applied_at, plan_title, plan_contents,
        ref_url, youtube_url, phone, location, additional_selection, terms_reward, terms_hold_days, video_id,
        published_at)
      VALUES (${id}, ${id}, 5, ${status}, 1, 1, '', '', '', '', '', '', 0, 9, 28, ${`v${id}`}, 1)`.execute(db)
  const posting = (cause: string) =>
    sql`INSERT INTO cash_posting (creator_id, cause, from_pocket, to_pocket, amount, at, title)
      VALUES (5, ${cause}, 'agency', 'pending', 9, 1, '')`.execute(db)
  const [HELD, RELEASED, SUBMITTED, OF_2020] = [1, 2, 3, 4]
  await participation(HELD, 'completed')
  await participation(RELEASED, 'completed')
  await participation(SUBMITTED, 'submitted')
  await participation(OF_2020, 'completed')
  for (const cause of [`reward:${HELD}`, `reward:${RELEASED}`, `release:${RELEASED}`]) await posting(cause)
  await migrate(db, sqlite)
  expect(await db.selectFrom('held_reward').selectAll().execute()).toEqual([
    { participation_id: HELD, creator_id: 5 },
  ])
})
