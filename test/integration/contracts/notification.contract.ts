import { describe, expect, test } from 'vitest'
import type { NotificationFact } from '../../../src/domain/notification/notification.ts'
import { MAX_ID, MAX_WON, toId, toWon } from '../../../src/domain/primitives.ts'
import { ok } from '../../../src/domain/result.ts'
import type { NotificationViews } from '../../../src/ports/notification.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { aNotice, anAdNamed } from '../../fixtures/notification.ts'
import { kept, storedCreator, storedCreators } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { freshDatabase, RACERS, race } from './fresh-database.ts'

const ad = anAdNamed({ id: toId<'Ad'>(MAX_ID), title: `겨울 '여행' 🎿 ${'한글'.normalize('NFD')}` })

const FACTS: readonly NotificationFact[] = [
  { kind: 'assigned', ad },
  { kind: 'declined', ad, reason: 'not-selected', note: '다음에 꼭 함께해요' },
  { kind: 'cancelled', ad, reason: 'rules-broken', note: '' },
  { kind: 'sent-back', ad, changes: '자막을\n고쳐 주세요' },
  { kind: 'due-tomorrow', ad },
  { kind: 'due-today', ad },
  { kind: 'overdue', ad, days: 1 },
  { kind: 'overdue', ad, days: 12 },
  { kind: 'rewarded', ad, amount: MAX_WON },
  { kind: 'released', ad, amount: toWon(1) },
  { kind: 'forfeited', ad, amount: toWon(50_000), note: '영상이 삭제되었습니다' },
  { kind: 'hold-paused', ad, cause: 'hashtags-missing', missingHashtags: ['수분크림', '협찬'] },
  { kind: 'hold-paused', ad, cause: 'unavailable', missingHashtags: [] },
  { kind: 'hold-resumed', ad, releaseDueAt: inHours(700), movedMs: 172_800_000 },
  { kind: 'withdrawn', amount: toWon(50_000) },
  { kind: 'withdrawal-returned', amount: toWon(50_000), note: '예금주 불일치' },
  {
    kind: 'recommended',
    ads: [
      { ...ad, applyTo: inHours(7) },
      { ...anAdNamed(), applyTo: null },
    ],
  },
  { kind: 'answered', questionId: MAX_ID, title: '저작권이 궁금해요' },
  { kind: 'consultation-requested', questionId: 1, title: '사업자 등록', date: inHours(7) },
  { kind: 'consultation-confirmed', questionId: 1, title: '사업자 등록', date: inHours(7) },
  { kind: 'consultation-confirmed', questionId: 1, title: '사업자 등록', date: null },
  { kind: 'consultation-declined', questionId: 1, title: '사업자 등록', note: '휴가' },
  { kind: 'channel-pending', channelTitle: '하늘의 하루 🌤️' },
  { kind: 'channel-verified', channelTitle: '하늘의 하루 🌤️' },
  { kind: 'channel-rejected', reason: 'operator', note: '' },
  { kind: 'channel-disputed', channelTitle: '' },
  { kind: 'channel-dispute-decided', channelTitle: '하늘', outcome: 'kept' },
  { kind: 'channel-dispute-decided', channelTitle: '', outcome: 'open' },
  { kind: 'channel-proof-refused', refusal: 'proof-not-found' },
  { kind: 'application-refused', ad, refusal: 'ad-full' },
  { kind: 'question-refused', refusal: 'too-many-questions' },
  { kind: 'consultation-refused', questionId: 1, title: '사업자 등록', refusal: 'input-invalid' },
]

export const notificationContract = (backend: Backend): void => {
  describe('notifications', () => {
    const db = freshDatabase(backend)
    const list = (account: { readonly id: ReturnType<typeof toId<'Account'>> }, limit = 100) =>
      db().views.notifications.listOf(account.id, { before: null, limit })

    test.each(FACTS)('tell the fact as it was: $kind', async (fact) => {
      const creator = await kept(db(), storedCreator)
      await kept(db(), ({ notifications }) =>
        notifications.add(aNotice(creator.id, { fact, at: inHours(-1) })),
      )
      const [told] = await list(creator)
      expect(told).toEqual({ id: told?.id, accountId: creator.id, fact, at: inHours(-1), readAt: null })
    })

    test('are listed newest first, page by page, each reader’s own', async () => {
      const creator = await kept(db(), storedCreator)
      await kept(db(), async (stores) => {
        const other = await storedCreator(stores)
        for (const about of ['1', '2', '3', '4', '5'])
          await stores.notifications.add(aNotice(creator.id, { about, at: inHours(Number(about)) }))
        await stores.notifications.add(aNotice(other.id))
      })
      const all = await list(creator)
      expect(all.map(({ at }) => at)).toEqual([5, 4, 3, 2, 1].map((hours) => inHours(hours)))
      const { listOf } = db().views.notifications
      const first = await listOf(creator.id, { before: null, limit: 2 })
      expect(first).toEqual(all.slice(0, 2))
      const second = await listOf(creator.id, { before: first.at(-1)?.id ?? null, limit: 2 })
      expect(second).toEqual(all.slice(2, 4))
      await expect(listOf(creator.id, { before: second.at(-1)?.id ?? null, limit: 2 })).resolves.toEqual(
        all.slice(4),
      )
      await expect(listOf(creator.id, { before: all.at(-1)?.id ?? null, limit: 2 })).resolves.toEqual([])
    })

    test('tell an account the same thing once: the first stays', async () => {
      const [one, other] = await kept(db(), (stores) => storedCreators(stores, 2))
      if (one === undefined || other === undefined) throw new Error('two signed up')
      await kept(db(), ({ notifications }) => notifications.add(aNotice(one.id, { about: 'reward:17' })))
      await kept(db(), async ({ notifications }) => {
        await notifications.add(aNotice(one.id, { about: 'reward:17', at: inHours(1) }))
        await notifications.add(aNotice(one.id, { about: 'REWARD:17', at: inHours(2) }))
        await notifications.add(aNotice(other.id, { about: 'reward:17', at: inHours(3) }))
      })
      expect((await list(one)).map(({ at }) => at)).toEqual([inHours(2), NOON])
      expect((await list(other)).map(({ at }) => at)).toEqual([inHours(3)])
    })

    test('tell it once when many tell it at once', async () => {
      const creator = await kept(db(), storedCreator)
      const granted = await race(RACERS, () =>
        db().transact(async ({ notifications }) => ok(await notifications.add(aNotice(creator.id)))),
      )
      expect(granted).toBe(RACERS)
      await expect(list(creator)).resolves.toHaveLength(1)
      await expect(db().views.notifications.unread(creator.id)).resolves.toBe(1)
    })

    test('are marked as read one by one, only once and only one’s own', async () => {
      const [reader, other] = await kept(db(), async (stores) => {
        const both = await storedCreators(stores, 2)
        for (const { id } of both)
          for (const about of ['1', '2', '3']) await stores.notifications.add(aNotice(id, { about }))
        return both
      })
      if (reader === undefined || other === undefined) throw new Error('two signed up')
      const [newest, middle] = await list(reader)
      const [foreign] = await list(other)
      if (newest === undefined || middle === undefined || foreign === undefined)
        throw new Error('all were told')
      const mark = (which: typeof newest.id | 'all', at = NOON) =>
        kept(db(), ({ notifications }) => notifications.markRead(reader.id, which, at))

      await expect(mark(middle.id)).resolves.toBe(1)
      await expect(mark(middle.id, inHours(1))).resolves.toBe(1)
      await expect(mark(foreign.id)).resolves.toBe(0)
      await expect(mark(toId<'Notification'>(MAX_ID))).resolves.toBe(0)
      expect((await list(reader)).map(({ readAt }) => readAt)).toEqual([null, NOON, null])
      await expect(db().views.notifications.unread(reader.id)).resolves.toBe(2)

      await expect(mark('all', inHours(2))).resolves.toBe(3)
      expect((await list(reader)).map(({ readAt }) => readAt)).toEqual([inHours(2), NOON, inHours(2)])
      await expect(db().views.notifications.unread(reader.id)).resolves.toBe(0)
      await expect(db().views.notifications.unread(other.id)).resolves.toBe(3)
    })

    test('are the own ones of whom they were told to, and of nobody else', async () => {
      const [reader, other] = await kept(db(), (stores) => storedCreators(stores, 2))
      if (reader === undefined || other === undefined) throw new Error('two signed up')
      await kept(db(), ({ notifications }) => notifications.add(aNotice(reader.id)))
      const [told] = await list(reader)
      if (told === undefined) throw new Error('the reader was told')
      const { has } = db().views.notifications
      await expect(has(reader.id, told.id)).resolves.toBe(true)
      await expect(has(other.id, told.id)).resolves.toBe(false)
      await expect(has(reader.id, toId<'Notification'>(MAX_ID))).resolves.toBe(false)
    })

    test('about one of some subjects are found for several members, by id', async () => {
      const [one, other, silent] = await kept(db(), (stores) => storedCreators(stores, 3))
      if (one === undefined || other === undefined || silent === undefined) throw new Error('three signed up')
      await kept(db(), async ({ notifications }) => {
        for (const [about, at] of [['a:1', 2] as const, ['a:2', 3] as const, ['a:3', 1] as const])
          await notifications.add(aNotice(one.id, { about, at: inHours(at) }))
        await notifications.add(aNotice(other.id, { about: 'a:1', at: inHours(9) }))
      })
      const all = [one.id, other.id, silent.id]
      const told = async (...asked: Parameters<NotificationViews['told']>) =>
        (await db().views.notifications.told(...asked)).map(({ accountId, at }) => [accountId, at])
      await expect(told(all, ['a:3', 'a:1', 'a:2', 'a:9'])).resolves.toEqual([
        [one.id, inHours(2)],
        [one.id, inHours(3)],
        [one.id, inHours(1)],
        [other.id, inHours(9)],
      ])
      await expect(told(all, ['a:3', 'A:1', 'a:'])).resolves.toEqual([[one.id, inHours(1)]])
      await expect(told([one.id], ['a:1'])).resolves.toEqual([[one.id, inHours(2)]])
      await expect(told([], ['a:1'])).resolves.toEqual([])
      await expect(told(all, [])).resolves.toEqual([])
      await expect(db().views.notifications.told([one.id], ['a:1'])).resolves.toEqual(
        (await list(one)).filter(({ at }) => at === inHours(2)),
      )
    })

    test('are none for whoever was told nothing', async () => {
      const creator = await kept(db(), storedCreator)
      await expect(list(creator)).resolves.toEqual([])
      await expect(db().views.notifications.unread(creator.id)).resolves.toBe(0)
      await expect(
        kept(db(), ({ notifications }) => notifications.markRead(creator.id, 'all', NOON)),
      ).resolves.toBe(0)
    })
  })
}
