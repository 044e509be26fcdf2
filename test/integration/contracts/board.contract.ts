import { describe, expect, test } from 'vitest'
import { HOME_BANNERS_MAX } from '../../../src/domain/home/banner.ts'
import { type Instant, later, MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { aNewFaqEntry, aNewHomeBanner, aNewNotice } from '../../fixtures/board.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { demand, kept, oneByOne } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase, RACERS, race } from './fresh-database.ts'

type Dated = { readonly id: number; readonly createdAt: Instant }

/** Reads a list to its end, two rows a page. */
const walk = async <Row extends Dated>(
  read: (page: { readonly after: Row | null; readonly limit: number }) => Promise<readonly Row[]>,
): Promise<readonly Row[]> => {
  const walked: Row[] = []
  for (;;) {
    const page = await read({ after: walked.at(-1) ?? null, limit: 2 })
    if (page.length === 0) return walked
    walked.push(...page)
  }
}

/** Several of one instant, and not in the order of their creation. */
const MOMENTS = [inHours(3), inHours(1), inHours(1), inHours(2), inHours(1)] as const
const idsOf = (rows: readonly Dated[]): readonly number[] => rows.map(({ id }) => id)
const byWriting = (a: Dated, b: Dated): number => a.createdAt - b.createdAt || a.id - b.id

export const boardContract = (backend: Backend): void => {
  describe('the FAQ', () => {
    const db = freshDatabase(backend)
    const find = (id: ReturnType<typeof toId<'FaqEntry'>>) =>
      kept(db(), ({ faqEntries }) => faqEntries.find(id))

    test('is found as it was written and as it was changed', async () => {
      const draft = aNewFaqEntry({ title: AWKWARD_TEXTS[2] ?? '', content: AWKWARD_TEXTS.join('') })
      const added = await kept(db(), ({ faqEntries }) => faqEntries.add(draft))
      expect(added).toEqual({ ...draft, id: added.id })
      await expect(db().views.board.faqEntry(added.id)).resolves.toEqual(added)
      const changed = { ...added, title: '바뀐 질문', content: '', updatedAt: inDays(1) }
      await kept(db(), ({ faqEntries }) => faqEntries.save(changed))
      await expect(find(added.id)).resolves.toEqual(changed)
      await expect(db().views.board.faqEntry(added.id)).resolves.toEqual(changed)
    })

    test('lists its entries in the order in which they were written, and a page goes on after any of them', async () => {
      const added = await kept(db(), ({ faqEntries }) =>
        oneByOne(MOMENTS.length, (at) => faqEntries.add(aNewFaqEntry({ createdAt: MOMENTS[at] ?? NOON }))),
      )
      const inOrder = idsOf(added.toSorted(byWriting))
      const { faq } = db().views.board
      expect(idsOf(await faq({ after: null, limit: 10 }))).toEqual(inOrder)
      expect(idsOf(await faq({ after: null, limit: 3 }))).toEqual(inOrder.slice(0, 3))
      expect(idsOf(await walk(faq))).toEqual(inOrder)
    })

    test('loses an entry that is removed, and only that', async () => {
      const [one, other] = await kept(db(), ({ faqEntries }) =>
        oneByOne(2, () => faqEntries.add(aNewFaqEntry())),
      )
      if (one === undefined || other === undefined) throw new Error('two were written')
      await kept(db(), async ({ faqEntries }) => {
        await faqEntries.remove(one.id)
        expect(await faqEntries.find(one.id)).toBeNull()
        await faqEntries.remove(one.id)
      })
      await expect(find(one.id)).resolves.toBeNull()
      await expect(db().views.board.faqEntry(one.id)).resolves.toBeNull()
      await expect(db().views.board.faq({ after: null, limit: 10 })).resolves.toEqual([other])
      await expect(kept(db(), ({ faqEntries }) => faqEntries.save(one))).rejects.toThrow()
      const next = await kept(db(), ({ faqEntries }) => faqEntries.add(aNewFaqEntry()))
      expect(next.id).toBeGreaterThan(other.id)
    })

    test('keeps an entry whose removal is undone', async () => {
      const added = await kept(db(), ({ faqEntries }) => faqEntries.add(aNewFaqEntry()))
      await db().transact(async ({ faqEntries }) => {
        await faqEntries.remove(added.id)
        return err('undone')
      })
      await expect(find(added.id)).resolves.toEqual(added)
    })
  })

  describe('notices', () => {
    const db = freshDatabase(backend)

    test('are found as they were published and as they were changed', async () => {
      const draft = aNewNotice({ title: AWKWARD_TEXTS[5] ?? '', content: AWKWARD_TEXTS.join('') })
      const added = await kept(db(), ({ notices }) => notices.add(draft))
      await expect(db().views.board.notice(added.id)).resolves.toEqual({ ...draft, id: added.id })
      const changed = { ...added, title: '바뀐 공지', updatedAt: inDays(1) }
      await kept(db(), ({ notices }) => notices.save(changed))
      await expect(kept(db(), ({ notices }) => notices.find(added.id))).resolves.toEqual(changed)
    })

    test('are listed newest first, and a page goes on after any of them', async () => {
      const added = await kept(db(), ({ notices }) =>
        oneByOne(MOMENTS.length, (at) => notices.add(aNewNotice({ createdAt: MOMENTS[at] ?? NOON }))),
      )
      const inOrder = idsOf(added.toSorted((a, b) => byWriting(b, a)))
      const { notices } = db().views.board
      expect(idsOf(await notices({ after: null, limit: 10 }))).toEqual(inOrder)
      expect(idsOf(await notices({ after: null, limit: 3 }))).toEqual(inOrder.slice(0, 3))
      expect(idsOf(await walk(notices))).toEqual(inOrder)
    })

    test('are listed with how they begin, and no more of them', async () => {
      const content = '🎬'.repeat(250)
      await kept(db(), ({ notices }) => notices.add(aNewNotice({ content })))
      await expect(db().views.board.notices({ after: null, limit: 1 })).resolves.toMatchObject([
        { excerpt: '🎬'.repeat(200) },
      ])
    })

    test('that nobody published, or that were removed, are not there', async () => {
      const nowhere = toId<'Notice'>(MAX_ID)
      const [gone, other] = await kept(db(), ({ notices }) => oneByOne(2, () => notices.add(aNewNotice())))
      if (gone === undefined || other === undefined) throw new Error('two were published')
      await kept(db(), async ({ notices }) => {
        await notices.remove(gone.id)
        await notices.remove(nowhere)
      })
      for (const id of [gone.id, nowhere]) {
        await expect(db().views.board.notice(id)).resolves.toBeNull()
        await expect(kept(db(), ({ notices }) => notices.find(id))).resolves.toBeNull()
        await expect(kept(db(), ({ notices }) => notices.save({ ...aNewNotice(), id }))).rejects.toThrow()
      }
      const { content, ...shown } = other
      await expect(db().views.board.notices({ after: null, limit: 10 })).resolves.toEqual([
        { ...shown, excerpt: content },
      ])
    })
  })
}

export const homeContract = (backend: Backend): void => {
  describe('banners of the home screen', () => {
    const db = freshDatabase(backend)
    const add = (image: string) =>
      db().transact(({ homeBanners }) => homeBanners.add(aNewHomeBanner({ image })))
    const images = async () => (await db().views.home.banners()).map(({ image }) => image)

    test('are listed in the order in which they were added', async () => {
      const first = demand(await add('one.webp'))
      expect(first).toEqual({ ...aNewHomeBanner({ image: 'one.webp' }), id: first.id })
      const second = demand(await add('two.webp'))
      await expect(db().views.home.banners()).resolves.toEqual([first, second])
      await expect(kept(db(), ({ homeBanners }) => homeBanners.find(second.id))).resolves.toEqual(second)
    })

    test('make room for others when they are removed, and these come last', async () => {
      const first = demand(await add('one.webp'))
      demand(await add('two.webp'))
      await kept(db(), ({ homeBanners }) => homeBanners.remove(first.id))
      await kept(db(), ({ homeBanners }) => homeBanners.remove(first.id))
      await expect(kept(db(), ({ homeBanners }) => homeBanners.find(first.id))).resolves.toBeNull()
      await expect(images()).resolves.toEqual(['two.webp'])
      demand(await add('three.webp'))
      await expect(images()).resolves.toEqual(['two.webp', 'three.webp'])
    })

    test('are as many as there may be, also when many are added at once', async () => {
      const granted = await race(RACERS, (index) => add(`${index}.webp`))
      expect(granted).toBe(HOME_BANNERS_MAX)
      expect(new Set(await images()).size).toBe(HOME_BANNERS_MAX)
      await expect(add('another.webp')).resolves.toEqual(
        err({ kind: 'home-banners-full', maximum: HOME_BANNERS_MAX }),
      )
    })

    test('are added several in one transaction', async () => {
      const all = await db().transact(async ({ homeBanners }) => {
        const added = await oneByOne(HOME_BANNERS_MAX + 1, (index) =>
          homeBanners.add(aNewHomeBanner({ createdAt: later(NOON, index) })),
        )
        return ok(added.map((each) => each.ok))
      })
      expect(demand(all)).toEqual([...Array.from({ length: HOME_BANNERS_MAX }, () => true), false])
    })
  })
}
