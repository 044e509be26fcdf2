import { describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import {
  forfeitPosting,
  payoutPosting,
  releasePosting,
  returnPosting,
  rewardPosting,
  withdrawalPosting,
} from '../../../src/domain/cash/ledger.ts'
import type { Withdrawal } from '../../../src/domain/cash/withdrawal.ts'
import { toId, toWon } from '../../../src/domain/primitives.ts'
import type { Drift } from '../../../src/ports/cash.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aMovement, aNewWithdrawal, paidOut, returned } from '../../fixtures/cash.ts'
import { completed, someTerms } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedCompletion,
  storedCreator,
  storedEarnings,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { aSnapshot, aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

/** Without the order and the subject, which are for people to read. */
const found = (drift: readonly Drift[]) =>
  drift.map(({ what, expected, found: amount }) => ({ what, expected, found: amount }))

/** A creator who earned 100 and has asked for all of it. */
const asked = async (stores: Stores): Promise<{ creator: Account; withdrawal: Withdrawal }> => {
  const creator = await storedCreator(stores)
  await storedEarnings(stores, { creator, amount: 100 })
  const withdrawal = await stores.withdrawals.add(aNewWithdrawal(creator.id, { amount: toWon(100) }))
  demand(await stores.cash.post(withdrawalPosting(withdrawal.id, aMovement(creator.id, 100))))
  return { creator, withdrawal }
}

/** What the stores allow and a use case must not do. What they do not allow cannot be tried here. */
const LAPSES: readonly {
  readonly lapse: string
  readonly commit: (stores: Stores) => Promise<unknown>
  readonly drift: readonly Omit<Drift, 'subject'>[]
}[] = [
  {
    lapse: 'a completed participation without its reward',
    commit: async ({ participations, ...stores }) => {
      const part = await storedSubmission({ participations, ...stores })
      const upload = 'upload' in part ? { upload: part.upload } : {}
      await participations.save(completed(part, { terms: someTerms({ reward: toWon(700) }), ...upload }))
    },
    drift: [{ what: 'reward', expected: 700, found: 0 }],
  },
  {
    lapse: 'a reward of another amount',
    commit: async (stores) => {
      const part = await storedCompletion(stores, { reward: 700 })
      const upload = 'upload' in part ? { upload: part.upload } : {}
      await stores.participations.save(
        completed(part, { terms: someTerms({ reward: toWon(800) }), ...upload }),
      )
    },
    drift: [{ what: 'reward', expected: 800, found: 700 }],
  },
  {
    lapse: 'a reward for what was not completed',
    commit: async (stores) => {
      const part = await storedSubmission(stores)
      await stores.cash.post(rewardPosting(part.id, aMovement(part.creatorId, 300)))
    },
    drift: [{ what: 'reward', expected: 0, found: 300 }],
  },
  {
    lapse: 'a reward to somebody else than the participant',
    commit: async (stores) => {
      const part = await storedCompletion(stores, { reward: 300 })
      const other = await storedCreator(stores)
      await stores.cash.post(rewardPosting(part.id, aMovement(other.id, 300)))
    },
    drift: [{ what: 'reward', expected: 0, found: 300 }],
  },
  {
    lapse: 'a withdrawal without its posting',
    commit: async (stores) => {
      const creator = await storedCreator(stores)
      await stores.withdrawals.add(aNewWithdrawal(creator.id, { amount: toWon(100) }))
    },
    drift: [
      { what: 'open-amount', expected: 100, found: 0 },
      { what: 'withdrawal', expected: 100, found: 0 },
    ],
  },
  {
    lapse: 'a posting of a withdrawal that nobody asked for',
    commit: async (stores) => {
      const creator = await storedCreator(stores)
      await storedEarnings(stores, { creator, amount: 100 })
      await stores.cash.post(withdrawalPosting(toId<'Withdrawal'>(99), aMovement(creator.id, 60)))
    },
    drift: [{ what: 'open-amount', expected: 0, found: 60 }],
  },
  {
    lapse: 'a withdrawal called paid without its posting',
    commit: async (stores) => stores.withdrawals.save(paidOut((await asked(stores)).withdrawal)),
    drift: [
      { what: 'open-amount', expected: 0, found: 100 },
      { what: 'withdrawal', expected: 100, found: 0 },
    ],
  },
  {
    lapse: 'a withdrawal called returned whose cash was paid',
    commit: async (stores) => {
      const { creator, withdrawal } = await asked(stores)
      demand(await stores.cash.post(payoutPosting(withdrawal.id, aMovement(creator.id, 100))))
      await stores.withdrawals.save(returned(withdrawal))
    },
    drift: [
      { what: 'withdrawal', expected: 0, found: 100 },
      { what: 'withdrawal', expected: 100, found: 0 },
    ],
  },
  {
    lapse: 'a withdrawal whose cash came back while it still waits',
    commit: async (stores) => {
      const { creator, withdrawal } = await asked(stores)
      demand(await stores.cash.post(returnPosting(withdrawal.id, aMovement(creator.id, 100))))
    },
    drift: [
      { what: 'open-amount', expected: 100, found: 0 },
      { what: 'withdrawal', expected: 0, found: 100 },
    ],
  },
  {
    lapse: 'a snapshot of a release that never was',
    commit: async (stores) => {
      const part = await storedCompletion(stores, { videoId: aVideoId() })
      await stores.snapshots.keep(aSnapshot(part.id, { decision: 'released' }))
    },
    drift: [{ what: 'snapshot', expected: 0, found: 1 }],
  },
  {
    lapse: 'a snapshot of a reward that was never credited',
    commit: async (stores) => {
      const part = await storedSubmission(stores, { videoId: aVideoId() })
      await stores.snapshots.keep(aSnapshot(part.id))
    },
    drift: [{ what: 'snapshot', expected: 0, found: 1 }],
  },
  {
    lapse: 'a release without a snapshot of a reward that has one',
    commit: async (stores) => {
      const part = await storedCompletion(stores, { videoId: aVideoId() })
      await stores.snapshots.keep(aSnapshot(part.id))
      demand(await stores.cash.post(releasePosting(part.id, aMovement(part.creatorId, 50_000))))
    },
    drift: [{ what: 'snapshot', expected: 1, found: 0 }],
  },
  {
    lapse: 'a snapshot of a release that was a forfeit',
    commit: async (stores) => {
      const part = await storedCompletion(stores, { videoId: aVideoId() })
      await stores.snapshots.keep(aSnapshot(part.id))
      demand(await stores.cash.post(forfeitPosting(part.id, aMovement(part.creatorId, 50_000))))
      await stores.snapshots.keep(aSnapshot(part.id, { decision: 'released' }))
    },
    drift: [
      { what: 'snapshot', expected: 0, found: 1 },
      { what: 'snapshot', expected: 1, found: 0 },
    ],
  },
]

export const cashBooksContract = (backend: Backend): void => {
  describe('the books', () => {
    const db = freshDatabase(backend, 'may-drift')
    const books = () => db().views.cash.books()

    test('of an empty database are empty', async () => {
      await expect(books()).resolves.toEqual({
        creators: 0,
        postings: 0,
        totals: { agency: 0, pending: 0, withdrawable: 0, requested: 0, paid: 0 },
        drift: [],
      })
    })

    test('count creators and postings, and add up to nothing', async () => {
      await kept(db(), async (stores) => {
        await storedCreator(stores)
        const { creator, withdrawal } = await asked(stores)
        await storedCompletion(stores, { creator, reward: 5 })
        await storedEarnings(stores, { creator, amount: 30 })
        demand(await stores.cash.post(payoutPosting(withdrawal.id, aMovement(creator.id, 100))))
        await stores.withdrawals.save(paidOut(withdrawal))
        await asked(stores)
      })
      await expect(books()).resolves.toEqual({
        creators: 3,
        postings: 10,
        totals: { agency: -235, pending: 5, withdrawable: 30, requested: 100, paid: 100 },
        drift: [],
      })
    })

    test.each(LAPSES)('show $lapse', async ({ commit, drift }) => {
      await kept(db(), commit)
      const shown = found((await books()).drift)
      expect(shown).toHaveLength(drift.length)
      expect(shown).toEqual(expect.arrayContaining([...drift]))
    })

    test('name what drifts', async () => {
      const { part, creator } = await kept(db(), async (stores) => {
        const own = await storedCreator(stores)
        const submission = await storedSubmission(stores, { creator: own })
        demand(await stores.cash.post(rewardPosting(submission.id, aMovement(own.id, 300))))
        demand(await stores.cash.post(releasePosting(submission.id, aMovement(own.id, 300))))
        demand(await stores.cash.post(withdrawalPosting(toId<'Withdrawal'>(99), aMovement(own.id, 60))))
        return { part: submission, creator: own }
      })
      const subjects = (await books()).drift.map(({ subject }) => subject)
      expect(subjects.toSorted()).toEqual([`creator:${creator.id}`, `reward:${part.id}`])
    })

    test('list no more than a thousand drifts', async () => {
      await kept(db(), async (stores) => {
        const creator = await storedCreator(stores)
        for (let index = 0; index < 1_001; index += 1)
          await stores.withdrawals.add(aNewWithdrawal(creator.id, { amount: toWon(1) }))
      })
      expect((await books()).drift).toHaveLength(1_000)
    })
  })
}
