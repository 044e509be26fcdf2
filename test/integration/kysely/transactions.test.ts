import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { retrying } from '../../../src/adapters/kysely/retry.ts'
import { connectSqlite, sqlite } from '../../../src/adapters/kysely/sqlite.ts'
import { transactOn } from '../../../src/adapters/kysely/transact.ts'
import { withdrawalPosting } from '../../../src/domain/cash/ledger.ts'
import { toId } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { Outage } from '../../../src/ports/outage.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aMovement } from '../../fixtures/cash.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator, storedEarnings } from '../../fixtures/stored.ts'
import { openTemporary, temporaryPath } from './temporary.ts'

const aCreatorA = (stores: Stores) => storedCreator(stores, { email: 'a@example.com' })

/** Two promises that meet: `reached` inside the transaction, `goOn` outside. */
const meeting = () => ({ reached: Promise.withResolvers<void>(), goOn: Promise.withResolvers<void>() })

test('a view during an open transaction neither waits for it nor sees it', async () => {
  const persistence = await openTemporary()
  const { reached, goOn } = meeting()
  const writing = persistence.transact(async (stores) => {
    const creator = await aCreatorA(stores)
    reached.resolve()
    await goOn.promise
    return ok(creator)
  })
  await reached.promise
  expect(await persistence.views.accounts.credentials('a@example.com')).toBeNull()
  goOn.resolve()
  demand(await writing)
  expect(await persistence.views.accounts.credentials('a@example.com')).not.toBeNull()
})

test('in memory a view waits for the open transaction, and so never sees it', async () => {
  const persistence = await openSqlite({ path: ':memory:', migrate: true })
  onTestFinished(() => persistence.close())
  const writing = persistence.transact(async (stores) => {
    await aCreatorA(stores)
    return err('changed my mind')
  })
  expect(await persistence.views.accounts.credentials('a@example.com')).toBeNull()
  expect(await writing).toEqual(err('changed my mind'))
})

test('one transaction after the other, as a job runs them, leaves the process its turns in between', async () => {
  const persistence = await openTemporary()
  let [transactions, turns] = [0, 0]
  const others = async () => {
    while (transactions < 20) {
      await setImmediate()
      turns += 1
    }
  }
  const elsewhere = others()
  for (; transactions < 20; transactions += 1)
    await kept(persistence, ({ commandKeys }) => commandKeys.deleteBefore(NOON, 500))
  await elsewhere
  expect(turns).toBeGreaterThanOrEqual(20)
})

test('what throws is undone and comes out as it is', async () => {
  const persistence = await openTemporary()
  const broken = persistence.transact(async (stores) => {
    await aCreatorA(stores)
    throw new TypeError('a bug')
  })
  await expect(broken).rejects.toThrow(new TypeError('a bug'))
  expect(await persistence.views.accounts.credentials('a@example.com')).toBeNull()
  await kept(persistence, (stores) => aCreatorA(stores))
})

test('stores are worth nothing once their transaction has ended', async () => {
  const persistence = await openTemporary()
  const leaked = await kept(persistence, async (stores) => stores)
  await expect(leaked.accounts.find(toId<'Account'>(1))).rejects.toThrow('already committed')
})

test('a transaction waits for another process that writes, and then goes through', async () => {
  const persistence = await openTemporary()
  const other = new DatabaseSync(persistence.path)
  onTestFinished(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  let tries = 0
  const writing = persistence.transact(async (stores) => {
    tries += 1
    return ok(await aCreatorA(stores))
  })
  // Views go on meanwhile: the process does not stand still while it waits.
  expect(await persistence.views.accounts.credentials('a@example.com')).toBeNull()
  other.exec('COMMIT')
  demand(await writing)
  expect(tries).toBe(1)
})

test('when others never let go it is an outage, with what SQLite said as its cause', async () => {
  const path = temporaryPath()
  const holder = new DatabaseSync(path)
  const other = new DatabaseSync(path, { timeout: 0 })
  onTestFinished(() => {
    other.close()
    holder.close()
  })
  holder.exec('BEGIN IMMEDIATE')
  const refused = retrying(sqlite.isConflict, async () => other.exec('BEGIN IMMEDIATE'), 30)
  await expect(refused).rejects.toThrow(Outage)
  await expect(refused).rejects.toMatchObject({ cause: { errcode: 5 } })
})

test('a file that cannot be opened is an outage', async () => {
  await expect(openSqlite({ path: '/nowhere/at/all/crecker.db' })).rejects.toThrow(Outage)
  await expect(openSqlite({ path: temporaryPath(), readOnly: true })).rejects.toThrow(Outage)
})

test('a file that is no database is an outage', async () => {
  const path = temporaryPath()
  writeFileSync(path, 'this is not a database, however long it may go on '.repeat(100))
  await expect(openSqlite({ path, migrate: true })).rejects.toThrow(Outage)
})

test('a full disk is an outage, leaves nothing behind, and the next transaction works', async () => {
  const { path, views } = await openTemporary()
  const { db, close } = connectSqlite({ path, role: 'writer', readOnly: false })
  onTestFinished(close)
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(db)
  const limitTo = (pages: number) => sql.raw(`PRAGMA max_page_count = ${pages}`).execute(db)
  const fill = (operation: string) =>
    transactOn(
      db,
      sqlite,
    )(async (stores) => {
      await aCreatorA(stores)
      await stores.audit.append({ at: NOON, by: null, operation, subject: '', before: null, after: null })
      return ok(undefined)
    })
  await limitTo(rows[0]?.page_count ?? 0)
  const refused = fill('x'.repeat(1_000_000))
  await expect(refused).rejects.toThrow(Outage)
  await expect(refused).rejects.toMatchObject({ cause: { errcode: 13 } })
  expect(await views.accounts.credentials('a@example.com')).toBeNull()
  await limitTo(1_000_000)
  demand(await fill('x'.repeat(1_000_000)))
})

test('read-only looks on beside the writer and refuses to write', async () => {
  const writer = await openTemporary()
  const reader = await openSqlite({ path: writer.path, readOnly: true })
  onTestFinished(() => reader.close())
  await kept(writer, (stores) => aCreatorA(stores))
  expect(await reader.views.accounts.credentials('a@example.com')).not.toBeNull()
  await reader.check()
  await expect(kept(reader, (stores) => storedCreator(stores))).rejects.toThrow(Outage)
})

test('after close everything is an outage, and closing again does nothing', async () => {
  const persistence = await openTemporary()
  const last = kept(persistence, (stores) => aCreatorA(stores))
  await persistence.close()
  await persistence.close()
  await last
  await expect(kept(persistence, (stores) => storedCreator(stores))).rejects.toThrow(Outage)
  await expect(persistence.views.cash.books()).rejects.toThrow(Outage)
  await expect(persistence.check()).rejects.toThrow(Outage)
})

test('of many withdrawals at once from two connections exactly as many succeed as there is cash', async () => {
  const first = await openTemporary()
  const second = await openTemporary(first.path)
  const creator = await kept(first, async (stores) => {
    const earning = await storedCreator(stores)
    await storedEarnings(stores, { creator: earning, amount: 10_000 })
    return earning.id
  })
  const take = ({ transact }: Persistence, each: number) =>
    transact(({ cash }) => cash.post(withdrawalPosting(toId<'Withdrawal'>(each), aMovement(creator, 1_000))))
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, each) => take(each % 2 === 0 ? first : second, each + 1)),
  )
  expect(answers.filter(({ ok: taken }) => taken)).toHaveLength(10)
  expect(await first.views.cash.balance(creator)).toMatchObject({ withdrawable: 0, requested: 10_000 })
})
