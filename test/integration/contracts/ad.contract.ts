import { describe, expect, test } from 'vitest'
import type { NewAd } from '../../../src/domain/ad/ad.ts'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import { AD_CATEGORIES } from '../../../src/domain/categories.ts'
import { type Instant, later, MAX_ID, MAX_WON, toId } from '../../../src/domain/primitives.ts'
import type { OpenAdsQuery } from '../../../src/ports/ad.ts'
import { aNewAd, aSchedule } from '../../fixtures/ad.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { cancelled, declined, withdrawn } from '../../fixtures/participation.ts'
import {
  kept,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedCreator,
  storedCreators,
  storedSubmission,
} from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS } from './fresh-database.ts'

const TODAY = koreanDayOf(NOON)
const TOMORROW = koreanDayOf(inDays(1))

export const adContract = (backend: Backend): void => {
  describe('ads', () => {
    const db = freshDatabase(backend)

    const published = (...ads: readonly Partial<NewAd>[]) =>
      kept(db(), async (stores) => {
        const ids = []
        for (const ad of ads) ids.push((await storedAd(stores, ad)).id)
        return ids
      })
    const listed = async (query: Partial<OpenAdsQuery> = {}) => {
      const cards = await db().views.ads.open({ now: NOON, order: 'closing', limit: 100, ...query })
      return cards.map(({ id }) => id)
    }

    test('are found as they were added, not picked', async () => {
      const draft = aNewAd({
        reward: MAX_WON,
        minimumSubscribers: 2_147_483_647,
        requiredHashtags: ['수분크림', 'größe', 'a_b'],
        category: 'premium',
        capacity: 10_000,
        holdDays: 365,
      })
      const ad = await kept(db(), ({ ads }) => ads.add(draft))
      expect(ad).toEqual({ ...draft, id: ad.id, picked: false })
      await expect(kept(db(), ({ ads }) => ads.find(ad.id))).resolves.toEqual(ad)
      await expect(db().views.ads.detail(ad.id)).resolves.toEqual({ ad, views: 0 })
    })

    test('that nobody added are not there', async () => {
      const nowhere = toId<'Ad'>(MAX_ID)
      await expect(kept(db(), ({ ads }) => ads.find(nowhere))).resolves.toBeNull()
      await expect(db().views.ads.detail(nowhere)).resolves.toBeNull()
      await expect(listed()).resolves.toEqual([])
    })

    test.each(AWKWARD_TEXTS)('keep every letter of their texts: %#', async (text) => {
      const ad = await kept(db(), (stores) => storedAd(stores, { title: text, campaignInfo: text }))
      await expect(db().views.ads.detail(ad.id)).resolves.toMatchObject({ ad })
    })

    test('may ask for no hashtags at all', async () => {
      const ad = await kept(db(), (stores) => storedAd(stores, { requiredHashtags: [] }))
      await expect(kept(db(), ({ ads }) => ads.find(ad.id))).resolves.toEqual(ad)
    })

    test('are shown on cards with what a list needs', async () => {
      const ad = await kept(db(), storedAd)
      await expect(db().views.ads.open({ now: NOON, order: 'latest', limit: 1 })).resolves.toEqual([
        {
          id: ad.id,
          title: ad.title,
          subtitle: ad.subtitle,
          thumbnail: ad.images.thumbnail,
          category: ad.category,
          reward: ad.reward,
          applyTo: ad.schedule.applyTo,
          minimumSubscribers: ad.minimumSubscribers,
          createdAt: ad.createdAt,
          openedAt: ad.schedule.applyFrom,
          placesLeft: ad.capacity,
          views: 0,
        },
      ])
    })

    test('opened when their period began, or when they were made if that was later', async () => {
      const began = later(NOON, -1_000)
      const schedule = aSchedule(NOON, { applyFrom: began })
      const [early, late] = await published(
        { schedule, createdAt: inDays(-3) },
        { schedule, createdAt: later(began, 500) },
      )
      const openedAfter = (instant: Instant) => listed({ openedAfter: instant })
      await expect(openedAfter(later(began, -1))).resolves.toEqual([early, late])
      await expect(openedAfter(began)).resolves.toEqual([late])
      await expect(openedAfter(later(began, 499))).resolves.toEqual([late])
      await expect(openedAfter(later(began, 500))).resolves.toEqual([])
      const cards = await db().views.ads.open({ now: NOON, order: 'closing', limit: 10 })
      expect(cards.map(({ openedAt }) => openedAt)).toEqual([began, later(began, 500)])
    })

    test('are open from the first to the last millisecond of their application period', async () => {
      const schedule = aSchedule(NOON)
      const ids = await published({ schedule })
      await expect(listed({ now: later(schedule.applyFrom, -1) })).resolves.toEqual([])
      await expect(listed({ now: schedule.applyFrom })).resolves.toEqual(ids)
      await expect(listed({ now: schedule.applyTo })).resolves.toEqual(ids)
      await expect(listed({ now: later(schedule.applyTo, 1) })).resolves.toEqual([])
    })

    test('leave the lists when assigned, submitted and completed ones fill them, and come back when one goes', async () => {
      const { full, roomy, given } = await kept(db(), async (stores) => {
        const ad = await storedAd(stores, { capacity: 3 })
        await storedSubmission(stores, { ad })
        await storedCompletion(stores, { ad })
        const assignment = await storedAssignment(stores, { ad })
        const other = await storedAd(stores, { capacity: 2 })
        await storedAssignment(stores, { ad: other })
        return { full: ad, roomy: other, given: assignment }
      })
      const left = async () =>
        (await db().views.ads.open({ now: NOON, order: 'closing', limit: 10 })).map((card) => card.placesLeft)
      await expect(listed()).resolves.toEqual([roomy.id])
      await expect(left()).resolves.toEqual([1])
      await kept(db(), ({ participations }) => participations.save(cancelled(given)))
      await expect(listed()).resolves.toEqual([full.id, roomy.id])
      await expect(left()).resolves.toEqual([1, 1])
    })

    test('are not filled by those who only applied or are out of it', async () => {
      const ad = await kept(db(), async (stores) => {
        const small = await storedAd(stores, { capacity: 1 })
        await storedApplication(stores, { ad: small })
        await stores.participations.save(declined(await storedApplication(stores, { ad: small })))
        await stores.participations.save(withdrawn(await storedApplication(stores, { ad: small })))
        return small
      })
      await expect(listed()).resolves.toEqual([ad.id])
    })

    test('are listed by the end of the application period, soonest first, then by id', async () => {
      const until = (days: number) => ({ schedule: aSchedule(NOON, { applyTo: inDays(days) }) })
      const [late, soon, alsoSoon, middle] = await published(until(5), until(1), until(1), until(3))
      await expect(listed({ order: 'closing' })).resolves.toEqual([soon, alsoSoon, middle, late])
      await expect(listed({ order: 'closing', limit: 2 })).resolves.toEqual([soon, alsoSoon])
    })

    test('are listed by creation, newest first, then the later one', async () => {
      const made = (hours: number) => ({ createdAt: inHours(-hours) })
      const [old, fresh, alsoFresh, middle] = await published(made(48), made(1), made(1), made(24))
      await expect(listed({ order: 'latest' })).resolves.toEqual([alsoFresh, fresh, middle, old])
      await expect(listed({ order: 'latest', limit: 1 })).resolves.toEqual([alsoFresh])
    })

    test('are listed by how many looked, most first, then the newest', async () => {
      const creators = await kept(db(), (stores) => storedCreators(stores, 3))
      const made = (hours: number) => ({ createdAt: inHours(-hours) })
      const [old, new1, seenByAll, new2, seenByOne] = await published(
        made(9),
        made(1),
        made(8),
        made(1),
        made(7),
      )
      if (seenByAll === undefined || seenByOne === undefined) throw new Error('five were published')
      for (const [index, { id }] of creators.entries()) {
        await db().views.ads.countView(seenByAll, id, TODAY, NOON)
        if (index === 0) await db().views.ads.countView(seenByOne, id, TODAY, NOON)
      }
      const popular = await db().views.ads.open({ now: NOON, order: 'popular', limit: 10 })
      expect(popular.map(({ id }) => id)).toEqual([seenByAll, seenByOne, new2, new1, old])
      expect(popular.map(({ views }) => views)).toEqual([3, 1, 0, 0, 0])
      await expect(listed({ order: 'popular', limit: 2 })).resolves.toEqual([seenByAll, seenByOne])
    })

    test('are listed by category', async () => {
      const ids = await published(...AD_CATEGORIES.map((category) => ({ category })))
      for (const [index, category] of AD_CATEGORIES.entries())
        await expect(listed({ category })).resolves.toEqual([ids[index]])
      await expect(listed()).resolves.toEqual(ids)
    })

    test('are picked as a whole set', async () => {
      const ids = await published({}, {}, { category: 'travel' })
      const [first, second, third] = ids
      if (first === undefined || second === undefined || third === undefined)
        throw new Error('three were published')
      const pick = (...picked: typeof ids) => kept(db(), ({ ads }) => ads.pick(picked))
      await expect(pick(first, third)).resolves.toEqual([])
      await expect(listed({ pickedOnly: true })).resolves.toEqual([first, third])
      await expect(listed({ pickedOnly: true, category: 'travel' })).resolves.toEqual([third])
      await expect(listed({ pickedOnly: false })).resolves.toEqual(ids)
      await expect(kept(db(), ({ ads }) => ads.find(third))).resolves.toMatchObject({ picked: true })

      await expect(kept(db(), ({ ads }) => ads.picked())).resolves.toEqual([first, third])

      await expect(pick(second)).resolves.toEqual([])
      await expect(listed({ pickedOnly: true })).resolves.toEqual([second])

      const nowhere = toId<'Ad'>(MAX_ID)
      await expect(pick(first, nowhere)).resolves.toEqual([nowhere])
      await expect(listed({ pickedOnly: true })).resolves.toEqual([second])

      await expect(pick()).resolves.toEqual([])
      await expect(listed({ pickedOnly: true })).resolves.toEqual([])
    })

    test('are one set also when many sets are picked at once', async () => {
      const ids = await published(...Array.from({ length: RACERS }, () => ({})))
      await Promise.all(ids.map((id) => kept(db(), ({ ads }) => ads.pick([id]))))
      await expect(listed({ pickedOnly: true })).resolves.toHaveLength(1)
    })

    test('remember who changed them last, and who looked at one for the first time that day', async () => {
      const [operator, viewer] = await kept(db(), (stores) => storedCreators(stores, 2))
      const [id] = await published({})
      if (operator === undefined || viewer === undefined || id === undefined)
        throw new Error('all were stored')
      const changedAt = async ({ id: member }: typeof operator) =>
        (await db().views.accounts.standing(member))?.ownChangeAt
      await expect(changedAt(operator)).resolves.toBeNull()
      for (const at of [NOON, inHours(1)]) {
        await kept(db(), ({ ads }) => ads.noteChangeBy(operator.id, at))
        await expect(changedAt(operator)).resolves.toBe(at)
      }
      const look = db().views.ads.countView
      await look(id, viewer.id, TODAY, inHours(2))
      await look(id, viewer.id, TODAY, inHours(3))
      await expect(changedAt(viewer)).resolves.toBe(inHours(2))
    })

    test('count a member once a Korean day', async () => {
      const [one, other] = await kept(db(), (stores) => storedCreators(stores, 2))
      const [id] = await published({})
      if (one === undefined || other === undefined || id === undefined) throw new Error('all were stored')
      const look = db().views.ads.countView
      await expect(look(id, one.id, TODAY, NOON)).resolves.toBe(true)
      await expect(look(id, one.id, TODAY, NOON)).resolves.toBe(false)
      await expect(db().views.ads.detail(id)).resolves.toMatchObject({ views: 1 })
      await look(id, other.id, TODAY, NOON)
      await look(id, one.id, TOMORROW, NOON)
      await expect(db().views.ads.detail(id)).resolves.toMatchObject({ views: 3 })
    })

    test('count everybody who looks at once, and one who looks often at once only once', async () => {
      const creators = await kept(db(), (stores) => storedCreators(stores, RACERS))
      const [crowded, stared] = await published({}, {})
      const starer = creators[0]
      if (crowded === undefined || stared === undefined || starer === undefined)
        throw new Error('all were stored')
      const look = db().views.ads.countView
      await Promise.all(creators.map(({ id }) => look(crowded, id, TODAY, NOON)))
      const counted = await Promise.all(creators.map(() => look(stared, starer.id, TODAY, NOON)))
      expect(counted.filter((isCounted) => isCounted)).toHaveLength(1)
      await expect(db().views.ads.detail(crowded)).resolves.toMatchObject({ views: RACERS })
      await expect(db().views.ads.detail(stared)).resolves.toMatchObject({ views: 1 })
    })

    test('whose upload period is over are found while applicants are left', async () => {
      const creator = await kept(db(), storedCreator)
      const uploadTo = inHours(-1)
      const over = { schedule: aSchedule(NOON, { uploadTo }) }
      const [lateOne, , , lateTwo] = await kept(db(), async (stores) => {
        const late = await storedAd(stores, over)
        await storedApplication(stores, { creator, ad: late })
        await storedApplication(stores, { ad: late })
        const running = await storedAd(stores)
        await storedApplication(stores, { creator, ad: running })
        const settled = await storedAd(stores, over)
        await stores.participations.save(declined(await storedApplication(stores, { creator, ad: settled })))
        const alsoLate = await storedAd(stores, over)
        await storedApplication(stores, { creator, ad: alsoLate })
        return [late.id, running.id, settled.id, alsoLate.id]
      })
      const late = (now: typeof NOON, limit: number) =>
        kept(db(), ({ ads }) => ads.withLateApplicants(now, limit))
      await expect(late(NOON, 10)).resolves.toEqual([lateOne, lateTwo])
      await expect(late(NOON, 1)).resolves.toEqual([lateOne])
      await expect(late(uploadTo, 10)).resolves.toEqual([])
      await expect(late(later(uploadTo, 1), 10)).resolves.toEqual([lateOne, lateTwo])
    })
  })
}
