import { type Kysely, sql } from 'kysely'
import { createConnection } from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../src/adapters/kysely/database.ts'
import { openMysql } from '../../../src/adapters/kysely/open.ts'
import { inTransaction } from '../../../src/adapters/kysely/transact.ts'
import type { JobStanding } from '../../../src/domain/job/standing.ts'
import { later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { ok } from '../../../src/domain/result.ts'
import type { JobTakenOver } from '../../../src/ports/job.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedAd, storedCreator } from '../../fixtures/stored.ts'
import { describeOnMariadb } from '../../mariadb/for-tests.ts'
import { connectBeside, MARIADB, openOnMariadb } from './on-mariadb.ts'

/** Ends a connection as an administrator would, from another one. */
const killing = async (url: string) => {
  const administrator = await createConnection(url)
  onTestFinished(() => administrator.end())
  return async (trx: Kysely<Database>): Promise<void> => {
    const { rows } = await sql<{ id: number }>`SELECT CONNECTION_ID() AS id`.execute(trx)
    await administrator.query(`KILL CONNECTION ${rows[0]?.id}`)
  }
}

const aStanding = ({ owner }: { readonly owner: string }): JobStanding => ({
  job: 'release-rewards',
  slot: NOON,
  token: 1,
  cursor: null,
  attempts: 1,
  owner,
  state: 'running',
  leaseUntil: later(NOON, MINUTE_MS),
})

const noteAudit = (trx: Kysely<Database>, operation: string) =>
  trx
    .insertInto('audit_entry')
    .values({ at: 0, by_account: null, operation, subject: '', before_state: '', after_state: '' })
    .execute()

const audited = async (db: Kysely<Database>): Promise<number> =>
  Number((await db.selectFrom('audit_entry').select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()).n)

describeOnMariadb('a transaction on MariaDB', () => {
  test('is run again when two of them wait for each other in a circle, and both are kept', async () => {
    const { transact, views } = await openOnMariadb()
    const ads = await kept({ transact }, async (stores) => [await storedAd(stores), await storedAd(stores)])
    const ids = ads.map(({ id }) => id)
    const bothHoldOne = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let runs = 0
    const lockBoth = (order: readonly number[], me: number) =>
      transact(async (stores) => {
        runs += 1
        for (const [step, index] of order.entries()) {
          const id = ids[index]
          if (id === undefined) throw new Error('there are two ads')
          await stores.ads.find(id)
          if (step > 0) continue
          bothHoldOne[me]?.resolve()
          await bothHoldOne[1 - me]?.promise
        }
        return ok(await storedAd(stores, { title: `after both, ${me}` }))
      })
    const answers = await Promise.all([lockBoth([0, 1], 0), lockBoth([1, 0], 1)])
    expect(answers.every(({ ok: done }) => done)).toBe(true)
    expect(runs).toBe(3)
    const open = await views.ads.open({
      now: ads[0]?.schedule.applyFrom ?? toNever(),
      order: 'latest',
      limit: 10,
    })
    expect(open).toHaveLength(4)
  })

  test('that has looked how many places are taken keeps everybody else from taking one', async () => {
    const { transact, url } = await openOnMariadb()
    const { id } = await kept({ transact }, storedAd)
    const anotherNode = await createConnection(url)
    onTestFinished(() => anotherNode.end())
    await transact<undefined, never>(async ({ participations }) => {
      expect(await participations.placesTaken(id)).toBe(0)
      // What a cluster applies from another node locks no ad, but does wait for this row.
      const look = anotherNode.query('SELECT taken FROM ad_places WHERE ad_id = ? FOR UPDATE NOWAIT', [id])
      await expect(look).rejects.toMatchObject({ errno: 1205 })
      return ok(undefined)
    })
  })

  test('that finds a job which never ran gives it to one of two who look at the same time', async () => {
    const { transact, views } = await openOnMariadb()
    const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const take = (me: number) =>
      transact<void, JobTakenOver>(async ({ jobs }) => {
        expect(await jobs.find('release-rewards')).toBeNull()
        both[me]?.resolve()
        await both[1 - me]?.promise
        return jobs.add(aStanding({ owner: `test:${me}` }))
      })
    const answers = await Promise.all([take(0), take(1)])
    expect(answers.filter(({ ok: taken }) => taken)).toHaveLength(1)
    const owner = `test:${answers.findIndex(({ ok: taken }) => taken)}`
    expect(await views.jobs.standings()).toEqual([aStanding({ owner })])
  })

  test('is run again when its connection is lost before the end', async () => {
    const { url } = await openOnMariadb()
    const { db } = connectBeside(url)
    const kill = await killing(url)
    let runs = 0
    const answer = await inTransaction(db, MARIADB, async (trx) => {
      runs += 1
      await noteAudit(trx, `run ${runs}`)
      if (runs === 1) await kill(trx)
      await noteAudit(trx, 'after')
      return ok(runs)
    })
    expect(answer).toEqual(ok(2))
    expect(await audited(db)).toBe(2)
  })

  test('is not run again when its connection is lost at the end: it may be kept', async () => {
    const { url } = await openOnMariadb()
    const { db } = connectBeside(url)
    const kill = await killing(url)
    let runs = 0
    const lost = inTransaction(db, MARIADB, async (trx) => {
      runs += 1
      await noteAudit(trx, 'once')
      await kill(trx)
      return ok(undefined)
    })
    await expect(lost).rejects.toThrow(Outage)
    await expect(lost).rejects.toThrow(/did not say whether it kept the work: what was asked for may be done/)
    expect(runs).toBe(1)
  })

  test('that takes too long is an outage, and the next one finds a connection', async () => {
    const { url } = await openOnMariadb('?deadline-ms=300&connections=2')
    const { db } = connectBeside(`${url}?deadline-ms=300&connections=2`)
    const begunAt = performance.now()
    const slow = Array.from({ length: 4 }, () => sql`SELECT SLEEP(20)`.execute(db))
    for (const { status } of await Promise.allSettled(slow)) expect(status).toBe('rejected')
    expect(performance.now() - begunAt).toBeLessThan(2_000)
    await expect(slow[0]).rejects.toThrow(Outage)
    await expect(sql`SELECT 1`.execute(db)).resolves.toBeDefined()
  })

  test('that finds all connections taken is an outage in time, and harms none of them', async () => {
    const { url } = await openOnMariadb()
    const { db } = connectBeside(`${url}?deadline-ms=200&connections=2`)
    const goOn = Promise.withResolvers<void>()
    const taken = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holders = taken.map((mine, index) =>
      inTransaction(db, MARIADB, async (trx) => {
        await noteAudit(trx, `holder ${index}`)
        mine.resolve()
        await goOn.promise
        return ok(undefined)
      }),
    )
    await Promise.all(taken.map(({ promise }) => promise))
    await expect(sql`SELECT 1`.execute(db)).rejects.toThrow(/had no connection free in time \(200 ms\)/)
    goOn.resolve()
    await Promise.all(holders)
    expect(await audited(db)).toBe(2)
  })

  test('on a closed pool is an outage, and closing lets the running ones end first', async () => {
    const persistence = await openOnMariadb()
    const { reached, goOn } = { reached: Promise.withResolvers<void>(), goOn: Promise.withResolvers<void>() }
    const last = persistence.transact(async (stores) => {
      const creator = await storedCreator(stores)
      reached.resolve()
      await goOn.promise
      return ok(creator)
    })
    await reached.promise
    const closing = persistence.close()
    await expect(persistence.check()).rejects.toThrow('the database is closed')
    goOn.resolve()
    demand(await last)
    await closing
    const again = await openMysql({ url: persistence.url })
    onTestFinished(again.close)
    expect((await again.views.cash.books()).creators).toBe(1)
  })
})

const toNever = (): never => {
  throw new Error('there are two ads')
}
