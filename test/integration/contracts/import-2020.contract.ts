import { describe, expect, test } from 'vitest'
import { openingPosting, openingReleasePosting, rewardPosting } from '../../../src/domain/cash/ledger.ts'
import { MAX_ID, toId, toWon } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aMovement } from '../../fixtures/cash.ts'
import { completed, someTerms } from '../../fixtures/participation.ts'
import { demand, kept, storedCreator, storedCreators, storedSubmission } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase, RACERS, race } from './fresh-database.ts'

/** Completed, and its reward was never posted here. */
const storedRewardedBefore = async (stores: Stores, oldId: number, reward = 700) => {
  const part = await storedSubmission(stores)
  if (part.status !== 'submitted') throw new Error('a submission is submitted')
  const done = completed(part, { terms: someTerms({ reward: toWon(reward) }), upload: part.upload })
  await stores.participations.save(done)
  demand(await stores.imported.record('rewarded-participation', oldId, done.id))
  return done
}

export const import2020Contract = (backend: Backend): void => {
  describe('what came from 2020', () => {
    const db = freshDatabase(backend, 'may-drift')
    const drift = async () => (await db().views.cash.books()).drift

    test('is recorded once for each kind and number, with what it became', async () => {
      await kept(db(), async ({ imported }) => {
        demand(await imported.record('account', 1, 11))
        demand(await imported.record('account', 2, 12))
        demand(await imported.record('ad', 1, 21))
        expect(await imported.record('account', 1, 99)).toEqual(err({ kind: 'already-imported' }))
      })
      const among = (ids: readonly number[]) => kept(db(), ({ imported }) => imported.among('account', ids))
      await expect(among([1, 2, 3])).resolves.toEqual(
        new Map([
          [1, 11],
          [2, 12],
        ]),
      )
      await expect(among([])).resolves.toEqual(new Map())
      const won = await race(RACERS, (index) =>
        db().transact(async ({ imported }) => imported.record('expert', 5, index + 1)),
      )
      expect(won).toBe(1)
    })

    test('is undone with what it became', async () => {
      await db().transact(async ({ imported }) => {
        demand(await imported.record('account', 1, 11))
        return err('changed my mind')
      })
      await expect(kept(db(), ({ imported }) => imported.among('account', [1]))).resolves.toEqual(new Map())
    })

    test('completed needs no reward here, may have none, and is not held', async () => {
      const part = await kept(db(), (stores) => storedRewardedBefore(stores, 1))
      await expect(drift()).resolves.toEqual([])
      await expect(db().views.participations.held({ after: null, dueBy: null, limit: 10 })).resolves.toEqual(
        [],
      )
      const came = (id: typeof part.id) => kept(db(), ({ imported }) => imported.cameRewarded(id))
      await expect(came(part.id)).resolves.toBe(true)
      await expect(came(toId<'Participation'>(MAX_ID))).resolves.toBe(false)
      await kept(db(), async ({ cash }) => {
        demand(await cash.post(rewardPosting(part.id, aMovement(part.creatorId, 700))))
      })
      await expect(drift()).resolves.toEqual([
        { what: 'reward', subject: `reward:${part.id}`, expected: 0, found: 700 },
      ])
    })

    test('completed excuses nobody else: not one with its old number, nor one that came and was completed here', async () => {
      await kept(db(), async (stores) => {
        const part = await storedSubmission(stores)
        if (part.status !== 'submitted') throw new Error('a submission is submitted')
        await stores.participations.save(completed(part, { upload: part.upload }))
        demand(await stores.imported.record('participation', 8, part.id))
        await storedRewardedBefore(stores, part.id)
      })
      await expect(drift()).resolves.toMatchObject([{ what: 'reward', expected: 50_000, found: 0 }])
    })

    test('as cash is held until it is released, once', async () => {
      const [one, two, three] = await kept(db(), async (stores) => {
        const creators = await storedCreators(stores, 3)
        await storedCreator(stores)
        for (const [index, { id }] of creators.entries()) {
          demand(await stores.cash.post(openingPosting('withdrawable', aMovement(id, 5))))
          if (index < 2)
            demand(await stores.cash.post(openingPosting('pending', aMovement(id, 100 * (index + 1)))))
        }
        return creators
      })
      if (one === undefined || two === undefined || three === undefined) throw new Error('three signed up')
      const held = (after: typeof one.id | null = null, limit = 10) =>
        db().views.cash.heldOpenings({ after, limit })
      const both = [
        { creatorId: one.id, amount: 100 },
        { creatorId: two.id, amount: 200 },
      ]
      await expect(held()).resolves.toEqual(both)
      await expect(held(null, 1)).resolves.toEqual(both.slice(0, 1))
      await expect(held(one.id)).resolves.toEqual(both.slice(1))
      const release = () =>
        db().transact(async ({ cash }) => cash.post(openingReleasePosting(aMovement(one.id, 100))))
      await expect(release()).resolves.toEqual(ok(undefined))
      await expect(release()).resolves.toEqual(err({ kind: 'already-posted' }))
      await expect(held()).resolves.toEqual(both.slice(1))
      await expect(db().views.cash.balance(one.id)).resolves.toMatchObject({ pending: 0, withdrawable: 105 })
      const shown = await db().views.cash.statement(one.id, 10)
      expect(shown.map(({ cause }) => cause)).toEqual(['opening:pending', 'opening:withdrawable'])
      await expect(drift()).resolves.toEqual([])
    })
  })
}
