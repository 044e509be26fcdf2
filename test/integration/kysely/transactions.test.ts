import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../../src/adapters/kysely/open.ts'
import { retrying } from '../../../src/adapters/kysely/retry.ts'
import { connectSqlite, sqlite } from '../../../src/adapters/kysely/sqlite.ts'
import { transactOn } from '../../../src/adapters/kysely/transact.ts'
import { rewardPosting, withdrawalPosting } from '../../../src/domain/cash/ledger.ts'
import { toId, toWon } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { addAd, addCompleted, addCreator, kept, must, NOW, videoId } from './seed.ts'
import { openTemporary, temporaryPath } from './temporary.ts'

/** Two promises that meet: `reached` inside the transaction, `goOn` outside. */
const meeting = () => ({ reached: Promise.withResolvers<void>(), goOn: Promise.withResolvers<void>() })

test('a view during an open transaction neither waits for it nor sees it', async () => {
  const persistence = await openTemporary()
  const { reached, goOn } = meeting()
  const writing = persistence.transact(async (stores) => {
    const creator = await addCreator(stores, 'a@example.com')
    reached.resolve()
    await goOn.promise
    return ok(creator)
  })
  await reached.promise
  expect(await persistence.views.accounts.credentials('a@example.com')).toBeNull()
  goOn.resolve()
  must(await writing)
  expect(await persistence.views.accounts.credentials('a@example.com')).not.toBeNull()
})

test('in memory a view waits for the open transaction, and so never sees it', async () => {
  const persistence = await openSqlite({ path: ':memory:', migrate: true })
  onTestFinished(() => persistence.close())
  const writing = persistence.transact(async (stores) => {
    await addCreator(stores, 'a@example.com')
    return err('changed my mind')
  })
  expect(await persistence.views.accounts.credentials('a@example.com')).toBeNull()
  expect(await writing).toEqual(err('changed my mind'))
})

test('what throws is undone and comes out as it is', async () => {
  const persistence = await openTemporary()
  const broken = persistence.transact(async (stores) => {
    await addCreator(stores, 'a@example.com')
    throw new TypeError('a bug')
  })
  await expect(broken).rejects.toThrow(new TypeError('a bug'))
  expect(await persistence.views.accounts.credentials('a@example.com')).toBeNull()
  await kept(persistence, (stores) => addCreator(stores, 'a@example.com'))
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
    return ok(await addCreator(stores, 'a@example.com'))
  })
  // Views go on meanwhile: the process does not stand still while it waits.
  expect(await persistence.views.accounts.credentials('a@example.com')).toBeNull()
  other.exec('COMMIT')
  must(await writing)
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
      await addCreator(stores, 'a@example.com')
      await stores.audit.append({ at: NOW, by: null, operation, subject: '', before: null, after: null })
      return ok(undefined)
    })
  await limitTo(rows[0]?.page_count ?? 0)
  const refused = fill('x'.repeat(1_000_000))
  await expect(refused).rejects.toThrow(Outage)
  await expect(refused).rejects.toMatchObject({ cause: { errcode: 13 } })
  expect(await views.accounts.credentials('a@example.com')).toBeNull()
  await limitTo(1_000_000)
  must(await fill('x'.repeat(1_000_000)))
})

test('read-only looks on beside the writer and refuses to write', async () => {
  const writer = await openTemporary()
  const reader = await openSqlite({ path: writer.path, readOnly: true })
  onTestFinished(() => reader.close())
  await kept(writer, (stores) => addCreator(stores, 'a@example.com'))
  expect(await reader.views.accounts.credentials('a@example.com')).not.toBeNull()
  await reader.check()
  await expect(kept(reader, (stores) => addCreator(stores, 'b@example.com'))).rejects.toThrow(Outage)
})

test('after close everything is an outage, and closing again does nothing', async () => {
  const persistence = await openTemporary()
  const last = kept(persistence, (stores) => addCreator(stores, 'a@example.com'))
  await persistence.close()
  await persistence.close()
  await last
  await expect(kept(persistence, (stores) => addCreator(stores, 'b@example.com'))).rejects.toThrow(Outage)
  await expect(persistence.views.cash.books()).rejects.toThrow(Outage)
  await expect(persistence.check()).rejects.toThrow(Outage)
})

test('of many withdrawals at once from two connections exactly as many succeed as there is cash', async () => {
  const first = await openTemporary()
  const second = await openTemporary(first.path)
  const creator = await kept(first, async (stores) => {
    const account = await addCreator(stores, 'a@example.com')
    const part = await addCompleted(stores, account, await addAd(stores), videoId('aaaaaaaaaaa'))
    const movement = { creatorId: account.id, amount: toWon(10_000), at: NOW, title: '' }
    must(await stores.cash.post(rewardPosting(part.id, movement)))
    must(await stores.cash.post({ ...movement, cause: 'release:1', from: 'pending', to: 'withdrawable' }))
    return account.id
  })
  const take = (persistence: typeof first, each: number) =>
    persistence.transact(({ cash }) =>
      cash.post(
        withdrawalPosting(toId<'Withdrawal'>(each), {
          creatorId: creator,
          amount: toWon(1_000),
          at: NOW,
          title: '',
        }),
      ),
    )
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, each) => take(each % 2 === 0 ? first : second, each + 1)),
  )
  expect(answers.filter(({ ok: taken }) => taken)).toHaveLength(10)
  expect(await first.views.cash.balance(creator)).toMatchObject({ withdrawable: 0, requested: 10_000 })
})
