import { describe, expect, test } from 'vitest'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import { MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aNewDailyCard, aNewProgramme } from '../../fixtures/news.ts'
import { kept, storedCreator, storedCreators } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS } from './fresh-database.ts'

const TODAY = koreanDayOf(NOON)

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

    test('of support programmes is listed by creation or by views, the highest first, then the later one', async () => {
      const old = await programme({ createdAt: inHours(-9) }, 7)
      const fresh = await programme({ createdAt: inHours(-1) })
      const alsoFresh = await programme({ createdAt: inHours(-1) })
      const list = async (order: 'popular' | 'latest', limit = 10) =>
        (await db().views.news.supportProgrammes({ order, limit })).map(({ id }) => id)
      await expect(list('latest')).resolves.toEqual([alsoFresh.id, fresh.id, old.id])
      await expect(list('latest', 1)).resolves.toEqual([alsoFresh.id])
      await expect(list('popular')).resolves.toEqual([old.id, alsoFresh.id, fresh.id])
      const [card] = await db().views.news.supportProgrammes({ order: 'popular', limit: 1 })
      const { id, poster, host, title, recruitment, createdAt } = old
      expect(card).toEqual({ id, poster, host, title, recruitTo: recruitment.to, createdAt, views: 7 })
    })

    test('goes on from earlier views, and counts a member once a Korean day, also in a race', async () => {
      const { id } = await programme({}, 100)
      const creators = await kept(db(), (stores) => storedCreators(stores, RACERS))
      const [first] = creators
      if (first === undefined) throw new Error('they signed up')
      const look = db().views.news.countView
      await Promise.all(
        creators.flatMap((creator) => [look(id, creator.id, TODAY), look(id, first.id, TODAY)]),
      )
      await expect(db().views.news.supportProgramme(id)).resolves.toMatchObject({ views: 100 + RACERS })
      await look(id, first.id, koreanDayOf(inDays(1)))
      await expect(db().views.news.supportProgramme(id)).resolves.toMatchObject({ views: 101 + RACERS })
    })

    test('of the day is found, changed, and listed newest first', async () => {
      const add = (over: Parameters<typeof aNewDailyCard>[0] = {}) =>
        kept(db(), ({ dailyCards }) => dailyCards.add(aNewDailyCard(over)))
      const old = await add({ createdAt: inHours(-9), content: AWKWARD_TEXTS.join('') })
      const fresh = await add()
      const alsoFresh = await add()
      await expect(db().views.news.dailyCards(10)).resolves.toEqual([alsoFresh, fresh, old])
      await expect(db().views.news.dailyCards(1)).resolves.toEqual([alsoFresh])
      const changed = { ...old, title: '바뀐 제목', updatedAt: inDays(1) }
      await kept(db(), ({ dailyCards }) => dailyCards.save(changed))
      await expect(db().views.news.dailyCard(old.id)).resolves.toEqual(changed)
      await expect(kept(db(), ({ dailyCards }) => dailyCards.find(old.id))).resolves.toEqual(changed)
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
      const { listOf, has } = db().views.scraps
      await expect(listOf(member.id, 10)).resolves.toEqual([
        {
          programme: one.id,
          poster: one.poster,
          title: '하나',
          createdAt: one.createdAt,
          scrappedAt: inHours(1),
        },
        { programme: two.id, poster: two.poster, title: '둘', createdAt: two.createdAt, scrappedAt: NOON },
      ])
      await expect(listOf(member.id, 1)).resolves.toMatchObject([{ programme: one.id }])
      await expect(has(other.id, one.id)).resolves.toBe(true)
      await expect(has(other.id, two.id)).resolves.toBe(false)
    })

    test('are kept once, also in a race, and can be taken back and kept again', async () => {
      const { member, one } = await world()
      const keep = (at = NOON) =>
        kept(db(), ({ scraps }) => scraps.keep({ member: member.id, programme: one.id, at }))
      const drop = () => kept(db(), ({ scraps }) => scraps.drop(member.id, one.id))
      const scrappedAt = async () =>
        (await db().views.scraps.listOf(member.id, 10)).map((card) => card.scrappedAt)
      await drop()
      await Promise.all(Array.from({ length: RACERS }, () => keep()))
      await keep(inHours(5))
      await expect(scrappedAt()).resolves.toEqual([NOON])
      await drop()
      await expect(scrappedAt()).resolves.toEqual([])
      await expect(db().views.scraps.has(member.id, one.id)).resolves.toBe(false)
      await keep(inHours(6))
      await expect(scrappedAt()).resolves.toEqual([inHours(6)])
    })
  })
}
