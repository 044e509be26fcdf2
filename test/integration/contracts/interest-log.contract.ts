import { describe, expect, test } from 'vitest'
import { type Id, later, toId } from '../../../src/domain/primitives.ts'
import {
  ACTIONS,
  type Action,
  type InterestEvent,
  ITEM_KINDS,
  LISTS,
  SHOWN_MAX,
  shownIn,
} from '../../../src/domain/recommendation/event.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { acted } from '../../fixtures/interest.ts'
import { kept, oneByOne, storedCreator } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

const nobody = toId<'Account'>(4_711)

export const interestLogContract = (backend: Backend): void => {
  describe('the log of what is shown and done', () => {
    const db = freshDatabase(backend)
    const append = (...events: readonly InterestEvent[]) =>
      kept(db(), ({ interestLog }) => interestLog.append(events))
    const logged = async (page: { readonly after?: number; readonly limit?: number } = {}) => {
      const { after = 0, limit = 10_000 } = page
      return db().views.recommendations.events({ after, limit })
    }
    const events = async () => (await logged()).map(({ event }) => event)

    test('gives back every kind of event as it was, in the order in which they came', async () => {
      const creator = (await kept(db(), (stores) => storedCreator(stores))).id
      const every = ITEM_KINDS.flatMap((itemKind) => [
        ...LISTS.flatMap((list) => shownIn(list, [8, 3], { itemKind, creator, at: NOON })),
        ...ACTIONS.map((kind) => acted(kind, { itemKind, creator, item: 3, at: inDays(-1) })),
      ])
      await append(...every)
      expect(await events()).toEqual(every)
    })

    test('takes what nobody can look up any more, the same again, and nothing at all', async () => {
      const gone = acted('viewed', { creator: nobody, item: 2_147_483_647 })
      await append()
      expect(await events()).toEqual([])
      await append(gone, gone)
      await append(gone)
      expect(await events()).toEqual([gone, gone, gone])
    })

    test('takes far more at once than a list has', async () => {
      const many = Array.from({ length: 5_001 }, (_, index) => acted('viewed', { item: index + 1 }))
      await append(...many)
      expect(await events()).toEqual(many)
    })

    test('is read page by page behind a number', async () => {
      await append(...[1, 2, 3].map((item) => acted('viewed', { item })))
      const all = await logged()
      const [first, second] = all
      expect(all.map(({ event }) => event.item)).toEqual([1, 2, 3])
      expect(all.map(({ number }) => number)).toEqual(
        all.map(({ number }) => number).toSorted((a, b) => a - b),
      )
      expect(await logged({ limit: 2 })).toEqual(all.slice(0, 2))
      expect(await logged({ after: first?.number ?? 0, limit: 1 })).toEqual([second])
      expect(await logged({ after: all[2]?.number ?? 0 })).toEqual([])
    })

    test('gives no number twice, also when the newest are forgotten', async () => {
      await append(acted('viewed', { item: 1 }))
      const [first] = await logged()
      await kept(db(), ({ interestLog }) => interestLog.forget({ seen: later(NOON, 1), acted: NOON }, 10))
      await append(acted('viewed', { item: 2 }))
      const [second] = await logged()
      expect(second?.number).toBeGreaterThan(first?.number ?? 0)
    })

    test('keeps nothing of work that is undone', async () => {
      await expect(
        db().transact(async ({ interestLog }) => {
          await interestLog.append([acted('viewed', {})])
          throw new Error('never mind')
        }),
      ).rejects.toThrow('never mind')
      expect(await events()).toEqual([])
    })

    test('loses nothing when many write at once', async () => {
      const writers = Array.from({ length: 16 }, (_, index) => index + 1)
      await Promise.all(
        writers.map((writer) =>
          oneByOne(4, (turn) =>
            append(
              ...shownIn('latest', [turn * 2 + 1, turn * 2 + 2], {
                itemKind: 'ad',
                creator: toId<'Account'>(writer),
                at: NOON,
              }),
            ),
          ),
        ),
      )
      const all = await logged()
      expect(new Set(all.map(({ number }) => number)).size).toBe(16 * 4 * 2)
      for (const writer of writers)
        expect(all.filter(({ event }) => event.creator === writer).map(({ event }) => event.item)).toEqual([
          1, 2, 3, 4, 5, 6, 7, 8,
        ])
    })

    test('forgets what was seen and what was done at ages of their own, the oldest first, to the millisecond', async () => {
      const shownAt = (days: number, ms = 0) =>
        shownIn('latest', [1], { itemKind: 'ad', creator: nobody, at: later(inDays(days), ms) })
      const done = (kind: Action, days: number, ms = 0) => acted(kind, { at: later(inDays(days), ms) })
      const kept60 = [...shownAt(-60), ...shownAt(0), done('viewed', -60), done('viewed', 0)]
      const actions = ACTIONS.filter((kind) => kind !== 'viewed')
      const kept180 = actions.map((kind) => done(kind, -180))
      await append(
        ...kept60,
        ...shownAt(-60, -1),
        ...kept180,
        done('applied', -180, -1),
        ...shownAt(-70),
        done('viewed', -60, -1),
      )
      const forget = (limit: number) =>
        kept(db(), ({ interestLog }) => interestLog.forget({ seen: inDays(-60), acted: inDays(-180) }, limit))
      expect(await forget(1)).toBe(1)
      expect((await events()).filter(({ kind }) => kind === 'shown')).toEqual([
        ...shownAt(-60),
        ...shownAt(0),
        ...shownAt(-60, -1),
      ])
      expect(await forget(2)).toBe(2)
      expect(await forget(10)).toBe(1)
      expect(await events()).toEqual([...kept60, ...kept180])
      expect(await forget(10)).toBe(0)
    })

    test('takes whole lists as they are shown', async () => {
      const ads = Array.from({ length: 100 }, (_, index) => index + 1)
      const creator: Id<'Account'> = nobody
      await append(...shownIn('popular', ads, { itemKind: 'ad', creator, at: NOON }))
      expect((await events()).map((event) => (event.kind === 'shown' ? event.position : -1))).toEqual(
        Array.from({ length: SHOWN_MAX }, (_, position) => position),
      )
    })
  })
}
