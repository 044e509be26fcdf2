import { describe, expect, test } from 'vitest'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { type Instant, later, toId } from '../../../src/domain/primitives.ts'
import type { Shown } from '../../../src/domain/recommendation/event.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aChannelId, aChannelIdentity, aVerifiedChannel } from '../../fixtures/channel.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { acted } from '../../fixtures/interest.ts'
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
      const none = { subscribers: null, completed: 0, completedInCategory: 0, missed: 0 }
      const all = [
        { ...none, id: parts[0]?.id, missed: 3 },
        { id: parts[1]?.id, subscribers: 12_300, completed: 3, completedInCategory: 2, missed: 0 }, // biome-ignore format: one a line
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

    test('ads of a span come with who had applied when they closed, and when the first one did', async () => {
      const between = (from: number, to: number) =>
        aSchedule(NOON, { applyFrom: inDays(from), applyTo: inDays(to), choice: inDays(to) })
      const { ids, first } = await kept(db(), async (stores) => {
        const ad = async (from: number, to: number, createdAt = inDays(-30)) =>
          storedAd(stores, { schedule: between(from, to), createdAt })
        const open = await ad(-9, 9)
        const closing = await ad(-8, 0)
        await ad(-9, -1)
        await ad(7, 9)
        await ad(1, 9, inDays(7))
        const late = await ad(-9, 8, inDays(3))
        const apply = (appliedAt: Instant) => storedApplication(stores, { ad: closing, appliedAt })
        const since = (part: Participation, at: Instant) =>
          stores.participations.save({ ...withdrawn(part), since: at })
        await since(await apply(inDays(-5)), inDays(0))
        await since(await apply(inDays(-4)), inHours(1))
        await stores.participations.save(declined(await apply(inDays(0))))
        await stores.participations.save(cancelled(await apply(inDays(-1))))
        await apply(inHours(1))
        return { ids: [closing.id, late.id, open.id], first: inDays(-5) }
      })
      const { marketAds } = db().views.recommendations
      const all = [
        { id: ids[0], opensAt: inDays(-8), closesAt: inDays(0), applicantsAtClose: 3, firstAppliedAt: first },
        { id: ids[1], opensAt: inDays(3), closesAt: inDays(8), applicantsAtClose: 0, firstAppliedAt: null },
        { id: ids[2], opensAt: inDays(-9), closesAt: inDays(9), applicantsAtClose: 0, firstAppliedAt: null },
      ]
      const span = { from: NOON, before: inDays(7) }
      await expect(marketAds({ ...span, limit: 10 })).resolves.toEqual(all)
      await expect(marketAds({ ...span, limit: 2 })).resolves.toEqual(all.slice(0, 2))
    })

    test('what was shown and done is added up by the size of creators, for ads alone', async () => {
      const [small, large, hidden] = await kept(db(), async (stores) => {
        const sized = async (ending: number, subscribers: number | null) => {
          const { id } = await storedCreator(stores)
          const identity = aChannelIdentity({ id: aChannelId(ending), subscribers })
          demand(await stores.channels.save(aVerifiedChannel(id, { identity })))
          return id
        }
        return [await sized(1, 9_990), await sized(2, 10_000), await sized(3, null)] as const
      })
      const gone = toId<'Account'>(987_654)
      const at = (over: Partial<Omit<Shown, 'kind'>>): Shown => ({
        kind: 'shown',
        itemKind: 'ad',
        item: 1,
        list: 'interest',
        position: 0,
        creator: small,
        at: NOON,
        ...over,
      })
      await kept(db(), ({ interestLog }) =>
        interestLog.append([
          at({}),
          at({ list: 'popular', at: inHours(1) }),
          at({ position: 3 }),
          at({ creator: large, item: 2 }),
          at({ creator: hidden, at: later(inDays(1), -1) }),
          at({ creator: gone }),
          at({ itemKind: 'programme', list: 'programmes' }),
          // Told unasked, so nobody may have looked.
          at({ list: 'notice' }),
          at({ list: 'notice', creator: large, item: 3 }),
          at({ at: inDays(1) }),
          at({ at: later(NOON, -1) }),
          acted('applied', { creator: small }),
          acted('applied', { creator: small, item: 2 }),
          acted('applied', { creator: large }),
          acted('assigned', { creator: hidden }),
          acted('viewed', { creator: small }),
          acted('applied', { creator: small, at: inDays(1) }),
          acted('applied', { creator: small, itemKind: 'programme' }),
        ]),
      )
      const { exposure, actedBySize } = db().views.recommendations
      const span = { from: NOON, before: inDays(1) }
      const shown = [
        { ad: 1, position: 0, size: 'small', times: 2 },
        { ad: 1, position: 0, size: 'unknown', times: 2 },
        { ad: 1, position: 3, size: 'small', times: 1 },
        { ad: 2, position: 0, size: 'large', times: 1 },
      ]
      const inOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()
      expect(inOrder(await exposure(span))).toEqual(inOrder(shown))
      expect(inOrder(await actedBySize(span))).toEqual(
        inOrder([
          { kind: 'applied', size: 'large', times: 1 },
          { kind: 'applied', size: 'small', times: 2 },
          { kind: 'assigned', size: 'unknown', times: 1 },
        ]),
      )
      const empty = { from: inDays(2), before: inDays(3) }
      await expect(exposure(empty)).resolves.toEqual([])
      await expect(actedBySize(empty)).resolves.toEqual([])
    })
  })
}
