import { describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import {
  type Balance,
  EMPTY_BALANCE,
  forfeitPosting,
  type Posting,
  payoutPosting,
  releasePosting,
  returnPosting,
  rewardPosting,
  withdrawalPosting,
} from '../../../src/domain/cash/ledger.ts'
import type { Withdrawal } from '../../../src/domain/cash/withdrawal.ts'
import { MAX_ID, MAX_WON, toId, toWon } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aMovement, aNewWithdrawal, paidOut, returned } from '../../fixtures/cash.ts'
import { inHours } from '../../fixtures/instants.ts'
import { completed, someTerms } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  oneByOne,
  storedAd,
  storedCompletion,
  storedCreator,
  storedEarnings,
  storedSubmission,
} from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS, race } from './fresh-database.ts'

/** How often each of the racers asks in the longest race, and how long that may take on a busy machine. */
const ASKED_EACH = 20
const LONG_RACE_MS = 60_000

const NOBODY = toId<'Account'>(MAX_ID)

const holding = (balance: Partial<Record<keyof Balance, number>>) => ({ ...EMPTY_BALANCE, ...balance })

/** A creator with this much to withdraw. */
const storedEarner = async (stores: Stores, amount: number): Promise<Account> => {
  const creator = await storedCreator(stores)
  await storedEarnings(stores, { creator, amount })
  return creator
}

/** Asks for this amount as the use case does: the request and its posting, both or neither. */
const request = async ({ withdrawals, cash }: Stores, creator: Account, amount: number) => {
  const withdrawal = await withdrawals.add(aNewWithdrawal(creator.id, { amount: toWon(amount) }))
  const posted = await cash.post(withdrawalPosting(withdrawal.id, aMovement(creator.id, amount)))
  return posted.ok ? ok(withdrawal) : posted
}

export const cashContract = (backend: Backend): void => {
  describe('cash', () => {
    const db = freshDatabase(backend)
    const post = (posting: Posting) => db().transact(({ cash }) => cash.post(posting))
    const balance = (creator: Account) => db().views.cash.balance(creator.id)

    test('lies in pockets that are empty at first', async () => {
      const creator = await kept(db(), storedCreator)
      await expect(kept(db(), ({ cash }) => cash.find(creator.id))).resolves.toEqual(EMPTY_BALANCE)
      await expect(balance(creator)).resolves.toEqual(EMPTY_BALANCE)
    })

    test('is nowhere for whoever has no pockets', async () => {
      await expect(kept(db(), ({ cash }) => cash.find(NOBODY))).resolves.toBeNull()
      await expect(db().views.cash.balance(NOBODY)).resolves.toEqual(EMPTY_BALANCE)
      await expect(db().views.cash.statement(NOBODY, 10)).resolves.toEqual([])
      const reward = rewardPosting(toId<'Participation'>(1), aMovement(NOBODY, 100))
      await expect(post(reward)).rejects.toThrow()
    })

    test('stays where it is when pockets are opened again', async () => {
      const creator = await kept(db(), (stores) => storedEarner(stores, 700))
      await expect(kept(db(), ({ cash }) => cash.open(creator.id))).rejects.toThrow()
      await expect(balance(creator)).resolves.toEqual(holding({ withdrawable: 700 }))
    })

    test('goes from the agency to the bank account, pocket by pocket', async () => {
      const creator = await kept(db(), storedCreator)
      const part = await kept(db(), (stores) => storedCompletion(stores, { creator, reward: 50_000 }))
      await expect(balance(creator)).resolves.toEqual(holding({ pending: 50_000 }))
      await expect(post(releasePosting(part.id, aMovement(creator.id, 50_000)))).resolves.toEqual(
        ok(undefined),
      )
      await expect(balance(creator)).resolves.toEqual(holding({ withdrawable: 50_000 }))
      const withdrawal = demand(await db().transact((stores) => request(stores, creator, 50_000)))
      await expect(balance(creator)).resolves.toEqual(holding({ requested: 50_000 }))
      await kept(db(), async ({ cash, withdrawals }) => {
        demand(await cash.post(payoutPosting(withdrawal.id, aMovement(creator.id, 50_000))))
        await withdrawals.save(paidOut(withdrawal))
      })
      await expect(balance(creator)).resolves.toEqual(holding({ paid: 50_000 }))
      await expect(kept(db(), ({ cash }) => cash.find(creator.id))).resolves.toEqual(
        holding({ paid: 50_000 }),
      )
    })

    test('comes back when a withdrawal is returned or a reward is forfeited', async () => {
      const creator = await kept(db(), (stores) => storedEarner(stores, 300))
      const part = await kept(db(), (stores) => storedCompletion(stores, { creator, reward: 200 }))
      demand(await post(forfeitPosting(part.id, aMovement(creator.id, 200))))
      const withdrawal = demand(await db().transact((stores) => request(stores, creator, 300)))
      await kept(db(), async ({ cash, withdrawals }) => {
        demand(await cash.post(returnPosting(withdrawal.id, aMovement(creator.id, 300))))
        await withdrawals.save(returned(withdrawal))
      })
      await expect(balance(creator)).resolves.toEqual(holding({ withdrawable: 300 }))
    })

    test('moves in amounts up to the largest that the app can read', async () => {
      const creator = await kept(db(), (stores) => storedEarner(stores, MAX_WON))
      await expect(balance(creator)).resolves.toEqual(holding({ withdrawable: MAX_WON }))
    })

    test('of one creator is not another’s, also for the same cause', async () => {
      const { one, other } = await kept(db(), async (stores) => ({
        one: await storedEarner(stores, 100),
        other: await storedEarner(stores, 40),
      }))
      const withdrawal = demand(await db().transact((stores) => request(stores, one, 100)))
      const sameCause = withdrawalPosting(withdrawal.id, aMovement(other.id, 40))
      const undone = await db().transact<never, { readonly kind: string }>(async ({ cash }) => {
        const posted = await cash.post(sameCause)
        return posted.ok ? err({ kind: 'posted' }) : posted
      })
      expect(undone).toEqual(err({ kind: 'posted' }))
      await expect(balance(other)).resolves.toEqual(holding({ withdrawable: 40 }))
    })

    test('is not moved twice for one cause', async () => {
      const part = await kept(db(), (stores) => storedCompletion(stores))
      const creator = await kept(db(), ({ accounts }) => accounts.find(part.creatorId))
      if (creator === null) throw new Error('the creator signed up')
      const again = rewardPosting(part.id, aMovement(creator.id, 50_000))
      await expect(post(again)).resolves.toEqual(err({ kind: 'already-posted' }))
      await expect(balance(creator)).resolves.toEqual(holding({ pending: 50_000 }))
      await expect(db().views.cash.statement(creator.id, 10)).resolves.toHaveLength(1)
    })

    test('is not moved out of a pocket that holds less', async () => {
      const creator = await kept(db(), (stores) => storedEarner(stores, 100))
      const refused = await db().transact((stores) => request(stores, creator, 101))
      expect(refused).toEqual(err({ kind: 'pocket-short' }))
      await expect(balance(creator)).resolves.toEqual(holding({ withdrawable: 100 }))
    })

    test('says that a cause was posted before, also when the pocket is empty by now', async () => {
      const creator = await kept(db(), storedCreator)
      const part = await kept(db(), (stores) => storedEarnings(stores, { creator, amount: 100 }))
      const again = releasePosting(part.id, aMovement(creator.id, 100))
      await expect(post(again)).resolves.toEqual(err({ kind: 'already-posted' }))
      const forfeit = forfeitPosting(part.id, aMovement(creator.id, 100))
      await expect(post(forfeit)).resolves.toEqual(err({ kind: 'already-posted' }))
      await expect(balance(creator)).resolves.toEqual(holding({ withdrawable: 100 }))
    })

    test('changes nothing when a posting is refused and the rest is kept', async () => {
      const creator = await kept(db(), (stores) => storedEarner(stores, 100))
      await kept(db(), async ({ cash, accounts }) => {
        const refused = await cash.post(withdrawalPosting(toId<'Withdrawal'>(1), aMovement(creator.id, 101)))
        expect(refused).toEqual(err({ kind: 'pocket-short' }))
        await accounts.save({ ...creator, name: '계속' })
      })
      await expect(balance(creator)).resolves.toEqual(holding({ withdrawable: 100 }))
      await expect(db().views.accounts.profile(creator.id)).resolves.toMatchObject({ name: '계속' })
    })

    test('of 100 pays 10 of many who take 10 at once', async () => {
      const creator = await kept(db(), (stores) => storedEarner(stores, 100))
      const granted = await race(RACERS, () => db().transact((stores) => request(stores, creator, 10)))
      expect(granted).toBe(10)
      await expect(balance(creator)).resolves.toEqual(holding({ requested: 100 }))
      await expect(db().views.cash.withdrawalsOf(creator.id, RACERS)).resolves.toHaveLength(10)
    })

    test('of 100 pays 100 of 64 clients who ask 20 times each for 1, no more and no less', {
      timeout: LONG_RACE_MS,
    }, async () => {
      const creator = await kept(db(), (stores) => storedEarner(stores, 100))
      let granted = 0
      const since = performance.now()
      await race(RACERS, async () => {
        // Each is a withdrawal of its own, so it is the pocket that refuses, not the cause.
        const asked = await oneByOne(ASKED_EACH, () => db().transact((stores) => request(stores, creator, 1)))
        granted += asked.filter(({ ok: done }) => done).length
        return ok(undefined)
      })
      const seconds = (performance.now() - since) / 1_000
      const answers = RACERS * ASKED_EACH
      console.log(
        `${backend.name}: ${granted} of ${answers} postings granted, ${seconds.toFixed(1)} s, ${Math.round(answers / seconds)} answers a second`,
      )
      expect(granted).toBe(100)
      await expect(balance(creator)).resolves.toEqual(holding({ requested: 100 }))
      await expect(db().views.cash.withdrawalsOf(creator.id, answers)).resolves.toHaveLength(100)
      // That the books agree is looked at after every test.
    })

    test('is asked for once by many who ask for everything at once', async () => {
      const creator = await kept(db(), (stores) => storedEarner(stores, 640))
      const granted = await race(RACERS, () =>
        db().transact<Withdrawal, { readonly kind: string }>(async (stores) => {
          const held = await stores.cash.find(creator.id)
          if (held === null || held.withdrawable === 0) return err({ kind: 'nothing-to-withdraw' })
          return request(stores, creator, held.withdrawable)
        }),
      )
      expect(granted).toBe(1)
      await expect(balance(creator)).resolves.toEqual(holding({ requested: 640 }))
    })

    test('is rewarded once by many who reward the same participation at once', async () => {
      const { creator, part } = await kept(db(), async (stores) => {
        const own = await storedCreator(stores)
        const submission = await storedSubmission(stores, { creator: own, reward: 777 })
        if (submission.status !== 'submitted') throw new Error('a submission is submitted')
        const { terms, upload } = submission
        await stores.participations.save(completed(submission, { terms, upload }))
        return { creator: own, part: submission }
      })
      const granted = await race(RACERS, () => post(rewardPosting(part.id, aMovement(creator.id, 777))))
      expect(granted).toBe(1)
      await expect(balance(creator)).resolves.toEqual(holding({ pending: 777 }))
    })

    test('loses nothing when many different rewards arrive at once', async () => {
      const { creator, parts } = await kept(db(), async (stores) => {
        const own = await storedCreator(stores)
        const done = await oneByOne(RACERS, async () => {
          const submission = await storedSubmission(stores, { creator: own })
          const terms = someTerms({ reward: toWon(5) })
          const upload = 'upload' in submission ? { upload: submission.upload } : {}
          await stores.participations.save(completed(submission, { terms, ...upload }))
          return submission
        })
        return { creator: own, parts: done }
      })
      const granted = await race(RACERS, (index) => {
        const part = parts[index]
        if (part === undefined) throw new Error('each racer has a reward')
        return post(rewardPosting(part.id, aMovement(creator.id, 5)))
      })
      expect(granted).toBe(RACERS)
      await expect(balance(creator)).resolves.toEqual(holding({ pending: RACERS * 5 }))
    })
  })

  describe('the statement', () => {
    const db = freshDatabase(backend)

    test('shows what was earned and taken out, newest first, not what moved between own pockets', async () => {
      const creator = await kept(db(), storedCreator)
      const shown: Posting[] = []
      await kept(db(), async (stores) => {
        const { cash, withdrawals } = stores
        const part = await storedEarnings(stores, { creator, amount: 100 })
        const withdrawal = demand(await request(stores, creator, 100))
        const back = returnPosting(
          withdrawal.id,
          aMovement(creator.id, 100, { at: inHours(1), title: '반환' }),
        )
        demand(await cash.post(back))
        await withdrawals.save(returned(withdrawal))
        const next = demand(await request(stores, creator, 100))
        demand(await cash.post(payoutPosting(next.id, aMovement(creator.id, 100))))
        await withdrawals.save(paidOut(next))
        shown.push(
          withdrawalPosting(next.id, aMovement(creator.id, 100)),
          back,
          withdrawalPosting(withdrawal.id, aMovement(creator.id, 100)),
          rewardPosting(part.id, aMovement(creator.id, 100)),
        )
        await storedEarner(stores, 5)
      })
      await expect(db().views.cash.statement(creator.id, 10)).resolves.toEqual(shown)
      await expect(db().views.cash.statement(creator.id, 3)).resolves.toEqual(shown.slice(0, 3))
    })

    test('shows a forfeited reward as taken out', async () => {
      const creator = await kept(db(), storedCreator)
      const part = await kept(db(), (stores) => storedCompletion(stores, { creator, reward: 100 }))
      const forfeit = forfeitPosting(part.id, aMovement(creator.id, 100, { at: inHours(5), title: '회수' }))
      demand(await db().transact(({ cash }) => cash.post(forfeit)))
      const [first] = await db().views.cash.statement(creator.id, 1)
      expect(first).toEqual(forfeit)
    })

    test.each(AWKWARD_TEXTS)('keeps every letter of a title: %#', async (title) => {
      const creator = await kept(db(), storedCreator)
      await kept(db(), async (stores) => {
        const ad = await storedAd(stores)
        const submission = await storedSubmission(stores, { creator, ad, reward: 9 })
        if (submission.status !== 'submitted') throw new Error('a submission is submitted')
        const { terms, upload } = submission
        await stores.participations.save(completed(submission, { terms, upload }))
        demand(await stores.cash.post(rewardPosting(submission.id, aMovement(creator.id, 9, { title }))))
      })
      await expect(db().views.cash.statement(creator.id, 1)).resolves.toMatchObject([{ title }])
    })
  })
}
