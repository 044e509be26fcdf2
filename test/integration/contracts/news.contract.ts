import { describe, expect, test } from 'vitest'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import type { DailyCard } from '../../../src/domain/news/daily-card.ts'
import { type Instant, later, MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { err } from '../../../src/domain/result.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aNewDailyCard, aNewProgramme } from '../../fixtures/news.ts'
import { kept, storedCreator, storedCreators } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS } from './fresh-database.ts'

const TODAY = koreanDayOf(NOON)

/** Longer than what lists carry, of characters that are two units of UTF-16 each. */
const LONG = '🎬'.repeat(250)
const LONG_BEGINS = '🎬'.repeat(200)
const listed = ({ content, ...shown }: DailyCard) => ({
  ...shown,
  excerpt: [...content].slice(0, 200).join(''),
})

export const newsContract = (backend: Backend): void => {
  describe('news', () => {
    const db = freshDatabase(backend)
    const programme = (over: Parameters<typeof aNewProgramme>[0] = {}, views = 0) =>
      kept(db(), ({ supportProgrammes }) => supportProgrammes.add(aNewProgramme(over), views))

    test('of support programmes is found as it was added and as it was changed', async () => {
      const draft = aNewProgramme({ title: AWKWARD_TEXTS[2] ?? '', contents: AWKWARD_TEXTS.join('') })
      const added = await programme(draft)
      expect(added).toEqual({ ...draft, id: added.id })
      await expect(db().views.news.supportProgramme(added.id)).resolves.toEqual({
        programme: added,
        views: 0,
      })
      const changed = {
        ...aNewProgramme({ recruitment: { from: NOON, to: NOON }, applyCount: 0, updatedAt: inDays(1) }),
        id: added.id,
      }
      await kept(db(), ({ supportProgrammes }) => supportProgrammes.save(changed))
      await expect(kept(db(), ({ supportProgrammes }) => supportProgrammes.find(added.id))).resolves.toEqual(
        changed,
      )
    })

    test('that nobody added is not there, and cannot be changed', async () => {
      const nowhere = toId<'SupportProgramme'>(MAX_ID)
      await expect(db().views.news.supportProgramme(nowhere)).resolves.toBeNull()
      await expect(db().views.news.dailyCard(toId<'DailyCard'>(MAX_ID))).resolves.toBeNull()
      await expect(kept(db(), ({ supportProgrammes }) => supportProgrammes.find(nowhere))).resolves.toBeNull()
      await expect(
        kept(db(), ({ supportProgrammes }) => supportProgrammes.save({ ...aNewProgramme(), id: nowhere })),
      ).rejects.toThrow()
    })

    test('of support programmes is listed newest first, a page at a time', async () => {
      const old = await programme({ createdAt: inHours(-9), contents: LONG }, 7)
      const fresh = await programme({ createdAt: inHours(-1) })
      const alsoFresh = await programme({ createdAt: inHours(-1) })
      const page = async (after: typeof old.id | null, limit = 10) =>
        (await db().views.news.supportProgrammes({ after, limit }))?.map(({ id }) => id)
      await expect(page(null)).resolves.toEqual([alsoFresh.id, fresh.id, old.id])
      await expect(page(null, 1)).resolves.toEqual([alsoFresh.id])
      await expect(page(alsoFresh.id, 1)).resolves.toEqual([fresh.id])
      await expect(page(fresh.id)).resolves.toEqual([old.id])
      await expect(page(old.id)).resolves.toEqual([])
      await expect(page(toId<'SupportProgramme'>(MAX_ID))).resolves.toBeUndefined()
      const { contents, ...shown } = old
      await expect(db().views.news.supportProgrammes({ after: fresh.id, limit: 1 })).resolves.toEqual([
        { ...shown, excerpt: LONG_BEGINS, views: 7 },
      ])
    })

    test('of programmes that have not ended is listed by creation or by views, then the later one first', async () => {
      const recruiting = (from: Instant, to: Instant) => ({ recruitment: { from, to } })
      const last = await programme({ ...recruiting(inDays(-9), NOON), createdAt: inHours(-9) }, 7)
      await programme({ ...recruiting(inDays(-9), later(NOON, -1)), createdAt: NOON }, 9)
      const fresh = await programme({ ...recruiting(inDays(1), inDays(9)), createdAt: inHours(-1) })
      const alsoFresh = await programme({ createdAt: inHours(-1) })
      const list = async (order: 'popular' | 'latest', limit = 10) =>
        (await db().views.news.openProgrammes({ now: NOON, order, limit })).map(({ id }) => id)
      await expect(list('latest')).resolves.toEqual([alsoFresh.id, fresh.id, last.id])
      await expect(list('latest', 1)).resolves.toEqual([alsoFresh.id])
      await expect(list('popular')).resolves.toEqual([last.id, alsoFresh.id, fresh.id])
      await expect(list('popular', 2)).resolves.toEqual([last.id, alsoFresh.id])
    })

    test('of support programmes goes with its scraps and looks, and nothing else goes', async () => {
      const [gone, stays] = [await programme({}, 3), await programme({}, 5)]
      const member = await kept(db(), async (stores) => storedCreator(stores))
      await kept(db(), async ({ scraps }) => {
        for (const { id } of [gone, stays]) await scraps.keep({ member: member.id, programme: id, at: NOON })
      })
      for (const { id } of [gone, stays]) await db().views.news.countView(id, member.id, TODAY)
      await kept(db(), async ({ supportProgrammes }) => {
        await supportProgrammes.find(gone.id)
        await supportProgrammes.remove(gone.id)
        await expect(supportProgrammes.find(gone.id)).resolves.toBeNull()
      })
      const { news, scraps } = db().views
      await expect(news.supportProgramme(gone.id)).resolves.toBeNull()
      await expect(news.supportProgramme(stays.id)).resolves.toEqual({ programme: stays, views: 6 })
      await expect(news.supportProgrammes({ after: null, limit: 10 })).resolves.toMatchObject([
        { id: stays.id },
      ])
      await expect(news.openProgrammes({ now: NOON, order: 'popular', limit: 10 })).resolves.toHaveLength(1)
      const own = await scraps.listOf(member.id, { after: null, limit: 10 })
      expect(own?.map((card) => card.programme.id)).toEqual([stays.id])
      await expect(scraps.has(member.id, gone.id)).resolves.toBe(false)
      // Somebody was about to look at it, and somebody else takes it away again.
      await expect(news.countView(gone.id, member.id, TODAY)).resolves.toBe(false)
      await kept(db(), ({ supportProgrammes }) => supportProgrammes.remove(gone.id))
      expect((await programme()).id).toBeGreaterThan(stays.id)
    })

    test('that is taken away in work that is undone stays whole', async () => {
      const { id } = await programme({}, 3)
      const member = await kept(db(), async (stores) => storedCreator(stores))
      await kept(db(), ({ scraps }) => scraps.keep({ member: member.id, programme: id, at: NOON }))
      const undone = await db().transact(async ({ supportProgrammes }) => {
        await supportProgrammes.remove(id)
        return err('undone')
      })
      expect(undone).toEqual(err('undone'))
      await expect(db().views.news.supportProgramme(id)).resolves.toMatchObject({ views: 3 })
      await expect(db().views.scraps.has(member.id, id)).resolves.toBe(true)
    })

    test('of support programmes is taken away while many look at it and scrap it', async () => {
      const { id } = await programme()
      const creators = await kept(db(), (stores) => storedCreators(stores, RACERS / 4))
      await Promise.all([
        ...creators.map((creator) => db().views.news.countView(id, creator.id, TODAY)),
        ...creators.map((creator) =>
          kept(db(), async ({ supportProgrammes, scraps }) => {
            if ((await supportProgrammes.find(id)) !== null)
              await scraps.keep({ member: creator.id, programme: id, at: NOON })
          }),
        ),
        kept(db(), async ({ supportProgrammes }) => {
          if ((await supportProgrammes.find(id)) !== null) await supportProgrammes.remove(id)
        }),
      ])
      await expect(db().views.news.supportProgramme(id)).resolves.toBeNull()
      for (const creator of creators) await expect(db().views.scraps.has(creator.id, id)).resolves.toBe(false)
    })

    test('goes on from earlier views, and counts a member once a Korean day, also in a race', async () => {
      const { id } = await programme({}, 100)
      const creators = await kept(db(), (stores) => storedCreators(stores, RACERS))
      const [first] = creators
      if (first === undefined) throw new Error('they signed up')
      const look = db().views.news.countView
      const counted = await Promise.all(
        creators.flatMap((creator) => [look(id, creator.id, TODAY), look(id, first.id, TODAY)]),
      )
      expect(counted.filter((isCounted) => isCounted)).toHaveLength(RACERS)
      await expect(db().views.news.supportProgramme(id)).resolves.toMatchObject({ views: 100 + RACERS })
      await look(id, first.id, koreanDayOf(inDays(1)))
      await expect(db().views.news.supportProgramme(id)).resolves.toMatchObject({ views: 101 + RACERS })
    })

    test('of the day is found, changed, listed newest first a page at a time, and taken away', async () => {
      const add = (over: Parameters<typeof aNewDailyCard>[0] = {}) =>
        kept(db(), ({ dailyCards }) => dailyCards.add(aNewDailyCard(over)))
      const old = await add({ createdAt: inHours(-9), content: LONG })
      const fresh = await add()
      const alsoFresh = await add()
      const page = (after: typeof old.id | null, limit = 10) => db().views.news.dailyCards({ after, limit })
      await expect(page(null)).resolves.toEqual([alsoFresh, fresh, old].map(listed))
      await expect(page(null, 1)).resolves.toEqual([listed(alsoFresh)])
      await expect(page(alsoFresh.id, 1)).resolves.toEqual([listed(fresh)])
      await expect(page(fresh.id)).resolves.toEqual([listed(old)])
      await expect(page(old.id)).resolves.toEqual([])
      await expect(page(toId<'DailyCard'>(MAX_ID))).resolves.toBeNull()
      const changed = { ...old, title: '바뀐 제목', content: AWKWARD_TEXTS.join(''), updatedAt: inDays(1) }
      await kept(db(), ({ dailyCards }) => dailyCards.save(changed))
      await expect(db().views.news.dailyCard(old.id)).resolves.toEqual(changed)
      await expect(kept(db(), ({ dailyCards }) => dailyCards.find(old.id))).resolves.toEqual(changed)
      await kept(db(), ({ dailyCards }) => dailyCards.remove(fresh.id))
      await kept(db(), ({ dailyCards }) => dailyCards.remove(fresh.id))
      await expect(page(null)).resolves.toEqual([alsoFresh, changed].map(listed))
      await expect(page(fresh.id)).resolves.toBeNull()
    })
  })

  describe('scraps', () => {
    const db = freshDatabase(backend)
    const world = () =>
      kept(db(), async (stores) => {
        const add = (title: string) => stores.supportProgrammes.add(aNewProgramme({ title }))
        return {
          member: await storedCreator(stores),
          other: await storedCreator(stores),
          one: await add('하나'),
          two: await add('둘'),
        }
      })

    test('are the member’s own, the last one first', async () => {
      const { member, other, one, two } = await world()
      await kept(db(), async ({ scraps }) => {
        await scraps.keep({ member: member.id, programme: two.id, at: NOON })
        await scraps.keep({ member: member.id, programme: one.id, at: inHours(1) })
        await scraps.keep({ member: other.id, programme: one.id, at: inHours(2) })
      })
      const { listOf, has, among } = db().views.scraps
      const cardOf = ({ contents, ...shown }: typeof one) => ({ ...shown, excerpt: contents, views: 0 })
      const first = { programme: cardOf(one), scrappedAt: inHours(1) }
      const second = { programme: cardOf(two), scrappedAt: NOON }
      await expect(listOf(member.id, { after: null, limit: 10 })).resolves.toEqual([first, second])
      await expect(listOf(member.id, { after: null, limit: 1 })).resolves.toEqual([first])
      await expect(listOf(member.id, { after: one.id, limit: 10 })).resolves.toEqual([second])
      await expect(listOf(member.id, { after: two.id, limit: 10 })).resolves.toEqual([])
      await expect(listOf(other.id, { after: two.id, limit: 10 })).resolves.toBeNull()
      await expect(has(other.id, one.id)).resolves.toBe(true)
      await expect(has(other.id, two.id)).resolves.toBe(false)
      await expect(among(other.id, [one.id, two.id])).resolves.toEqual(new Set([one.id]))
      await expect(among(member.id, [two.id])).resolves.toEqual(new Set([two.id]))
      await expect(among(member.id, [])).resolves.toEqual(new Set())
    })

    test('of one moment are paged by programme', async () => {
      const { member, one, two } = await world()
      await kept(db(), async ({ scraps }) => {
        for (const { id } of [one, two]) await scraps.keep({ member: member.id, programme: id, at: NOON })
      })
      const page = async (after: typeof one.id | null) =>
        (await db().views.scraps.listOf(member.id, { after, limit: 1 }))?.map((card) => card.programme.id)
      await expect(page(null)).resolves.toEqual([two.id])
      await expect(page(two.id)).resolves.toEqual([one.id])
      await expect(page(one.id)).resolves.toEqual([])
    })

    test('are kept once, also in a race, and can be taken back and kept again', async () => {
      const { member, one } = await world()
      const keep = (at = NOON) =>
        kept(db(), ({ scraps }) => scraps.keep({ member: member.id, programme: one.id, at }))
      const drop = () => kept(db(), ({ scraps }) => scraps.drop(member.id, one.id))
      const scrappedAt = async () =>
        (await db().views.scraps.listOf(member.id, { after: null, limit: 10 }))?.map(
          (card) => card.scrappedAt,
        )
      await drop()
      const kepts = await Promise.all(Array.from({ length: RACERS }, () => keep()))
      expect(kepts.filter((isNew) => isNew)).toHaveLength(1)
      await expect(keep(inHours(5))).resolves.toBe(false)
      await expect(scrappedAt()).resolves.toEqual([NOON])
      await drop()
      await expect(scrappedAt()).resolves.toEqual([])
      await expect(db().views.scraps.has(member.id, one.id)).resolves.toBe(false)
      await keep(inHours(6))
      await expect(scrappedAt()).resolves.toEqual([inHours(6)])
    })
  })
}
