import { describe, expect, test } from 'vitest'
import { later } from '../../../src/domain/primitives.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannelIdentity, aVerifiedChannel } from '../../fixtures/channel.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { cancelled, declined, withdrawn } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedCreator,
} from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

export const marketContract = (backend: Backend): void => {
  describe('the market, as operators see it', () => {
    const db = freshDatabase(backend)

    test('applicants of an ad come with what became of the ads that they took on', async () => {
      const { ad, parts } = await kept(db(), async (stores) => {
        const ad = await storedAd(stores, { category: 'travel' })
        const over = await storedAd(stores, { schedule: aSchedule(inDays(-40)) })
        const proven = await storedCreator(stores, {
          interests: { ad: 'travel', expert: 'law', news: 'contest' },
        })
        const identity = aChannelIdentity({ subscribers: 12_300 })
        demand(await stores.channels.save(aVerifiedChannel(proven.id, { identity })))
        for (const category of ['travel', 'beauty', 'travel'] as const)
          await storedCompletion(stores, { creator: proven, ad: await storedAd(stores, { category }) })
        const careless = await storedCreator(stores)
        // Overdue; taken on and not due yet; cancelled by their fault, twice, and by nobody's of theirs.
        await storedAssignment(stores, { creator: careless, ad: over })
        await storedAssignment(stores, { creator: careless })
        for (const reason of ['not-uploaded', 'rules-broken', 'ad-cancelled'] as const)
          await stores.participations.save(
            cancelled(await storedAssignment(stores, { creator: careless }), reason),
          )
        await stores.participations.save(declined(await storedApplication(stores, { creator: careless })))
        const newcomer = await storedCreator(stores)
        const parts = []
        for (const creator of [careless, proven, newcomer])
          parts.push(await storedApplication(stores, { creator, ad }))
        await storedAssignment(stores, { ad })
        await stores.participations.save(withdrawn(await storedApplication(stores, { ad })))
        await storedApplication(stores)
        return { ad, parts }
      })
      const { applicants } = db().views.recommendations
      const none = { subscribers: null, interest: 'beauty', completed: 0, completedInCategory: 0, missed: 0 }
      const all = [
        { ...none, id: parts[0]?.id, missed: 3 },
        { id: parts[1]?.id, subscribers: 12_300, interest: 'travel', completed: 3, completedInCategory: 2, missed: 0 }, // biome-ignore format: one a line
        { ...none, id: parts[2]?.id },
      ]
      const query = { ad: ad.id, category: 'travel', now: NOON, limit: 10 } as const
      await expect(applicants(query)).resolves.toEqual(all)
      await expect(applicants({ ...query, limit: 2 })).resolves.toEqual(all.slice(0, 2))
      await expect(applicants({ ...query, category: 'other' })).resolves.toMatchObject([
        {},
        { completed: 3, completedInCategory: 0 },
        {},
      ])
      // The last moment at which the overdue one could be submitted.
      const { completeDate } = aSchedule(inDays(-40))
      await expect(applicants({ ...query, now: completeDate })).resolves.toMatchObject([
        { missed: 2 },
        {},
        {},
      ])
      await expect(applicants({ ...query, now: later(completeDate, 1) })).resolves.toMatchObject([
        { missed: 3 },
        {},
        {},
      ])
    })
  })
}
