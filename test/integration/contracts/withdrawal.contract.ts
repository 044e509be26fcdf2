import { describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import { payoutPosting, withdrawalPosting } from '../../../src/domain/cash/ledger.ts'
import type { Withdrawal } from '../../../src/domain/cash/withdrawal.ts'
import { type Instant, MAX_ID, toId, toWon } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aSealedPayee } from '../../fixtures/account.ts'
import { aMovement, aNewWithdrawal, paidOut, returned } from '../../fixtures/cash.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator, storedEarnings } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase, RACERS, race } from './fresh-database.ts'

/** The creator earned this much and has asked for it. */
const requested = async (
  stores: Stores,
  creator: Account,
  amount: number,
  requestedAt: Instant = NOON,
): Promise<Withdrawal> => {
  await storedEarnings(stores, { creator, amount })
  const asked = aNewWithdrawal(creator.id, { amount: toWon(amount), requestedAt })
  const withdrawal = await stores.withdrawals.add(asked)
  demand(await stores.cash.post(withdrawalPosting(withdrawal.id, aMovement(creator.id, amount))))
  return withdrawal
}

const pay = async ({ cash, withdrawals }: Stores, withdrawal: Withdrawal): Promise<Withdrawal> => {
  demand(await cash.post(payoutPosting(withdrawal.id, aMovement(withdrawal.creatorId, withdrawal.amount))))
  const paid = paidOut(withdrawal, inDays(1), '이체 №42 ✅')
  await withdrawals.save(paid)
  return paid
}

export const withdrawalContract = (backend: Backend): void => {
  describe('withdrawals', () => {
    const db = freshDatabase(backend)
    const find = (id: Withdrawal['id']) => kept(db(), ({ withdrawals }) => withdrawals.find(id))

    test('are found as they were asked for, paid and returned', async () => {
      const { asked, added } = await kept(db(), async (stores) => {
        const creator = await storedCreator(stores)
        const withdrawal = await requested(stores, creator, 300, inHours(-2))
        return {
          asked: aNewWithdrawal(creator.id, { amount: toWon(300), requestedAt: inHours(-2) }),
          added: withdrawal,
        }
      })
      expect(added).toEqual({ ...asked, id: added.id })
      await expect(find(added.id)).resolves.toEqual(added)
      await expect(find(toId<'Withdrawal'>(MAX_ID))).resolves.toBeNull()
      const paid = await kept(db(), (stores) => pay(stores, added))
      await expect(find(added.id)).resolves.toEqual(paid)
    })

    test('keep the reason for which they were returned', async () => {
      const answer = await db().transact(async (stores) => {
        const withdrawal = await requested(stores, await storedCreator(stores), 300)
        const back = returned(withdrawal, inDays(1), '예금주가 다릅니다 🙏')
        await stores.withdrawals.save(back)
        await expect(stores.withdrawals.find(withdrawal.id)).resolves.toEqual(back)
        return err({ kind: 'only-a-look' })
      })
      expect(answer).toEqual(err({ kind: 'only-a-look' }))
    })

    test('of a creator are listed newest first', async () => {
      const { creator, all } = await kept(db(), async (stores) => {
        const own = await storedCreator(stores)
        const first = await pay(stores, await requested(stores, own, 100, inDays(-40)))
        await requested(stores, await storedCreator(stores), 55)
        const second = await pay(stores, await requested(stores, own, 200, inDays(-20)))
        const third = await requested(stores, own, 300)
        return { creator: own, all: [third, second, first] }
      })
      const { withdrawalsOf } = db().views.cash
      await expect(withdrawalsOf(creator.id, 10)).resolves.toEqual(all)
      await expect(withdrawalsOf(creator.id, 2)).resolves.toEqual(all.slice(0, 2))
      await kept(db(), async ({ withdrawals }) => {
        await expect(withdrawals.of(creator.id, 10)).resolves.toEqual(all)
        await expect(withdrawals.of(creator.id, 1)).resolves.toEqual(all.slice(0, 1))
      })
      await expect(withdrawalsOf(toId<'Account'>(MAX_ID), 10)).resolves.toEqual([])
    })

    test('wait to be paid, oldest first, page by page, with the name and where to pay', async () => {
      const { waiting, named } = await kept(db(), async (stores) => {
        const known = await storedCreator(stores, { name: '최구름' })
        await stores.payees.save(known.id, aSealedPayee())
        const first = await requested(stores, known, 100)
        await pay(stores, await requested(stores, known, 50))
        const second = await requested(stores, await storedCreator(stores), 200)
        const third = await requested(stores, known, 300)
        return { waiting: [first, second, third], named: known.name }
      })
      const page = db().views.cash.requested
      const all = await page({ after: null, limit: 10 })
      expect(all.map(({ withdrawal }) => withdrawal)).toEqual(waiting)
      expect(all[0]).toEqual({ withdrawal: waiting[0], creatorName: named, payee: aSealedPayee() })
      expect(all[1]?.payee).toBeNull()
      await expect(page({ after: null, limit: 2 })).resolves.toEqual(all.slice(0, 2))
      await expect(page({ after: waiting[1]?.id ?? null, limit: 2 })).resolves.toEqual(all.slice(2))
      await expect(page({ after: waiting[2]?.id ?? null, limit: 2 })).resolves.toEqual([])
    })

    test('are settled by one of many who settle the same one at once', async () => {
      const withdrawal = await kept(db(), async (stores) =>
        requested(stores, await storedCreator(stores), 100),
      )
      const granted = await race(RACERS, () =>
        db().transact(async (stores) => {
          const found = await stores.withdrawals.find(withdrawal.id)
          if (found?.status !== 'requested') return err({ kind: 'withdrawal-already-settled' })
          return ok(await pay(stores, found))
        }),
      )
      expect(granted).toBe(1)
      await expect(db().views.cash.balance(withdrawal.creatorId)).resolves.toEqual({
        pending: 0,
        withdrawable: 0,
        requested: 0,
        paid: 100,
      })
    })
  })
}
