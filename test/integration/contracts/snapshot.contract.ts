import { describe, expect, test } from 'vitest'
import { forfeitPosting, releasePosting } from '../../../src/domain/cash/ledger.ts'
import { aMovement } from '../../fixtures/cash.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { demand, kept, storedCompletion, storedCreator } from '../../fixtures/stored.ts'
import { anObservation, aSnapshot, aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

export const snapshotContract = (backend: Backend): void => {
  describe('snapshots of decisions on rewards', () => {
    const db = freshDatabase(backend)
    const completion = (ending: string | number = 1) =>
      kept(db(), (stores) => storedCompletion(stores, { videoId: aVideoId(ending) }))
    const decisionsOf = async (part: Awaited<ReturnType<typeof completion>>) =>
      (await db().views.participations.detailOf(part.creatorId, part.id))?.decisions

    test('are kept with all that was known, and shown to the creator and to operators, oldest first', async () => {
      const [part, other] = [await completion(), await completion(2)]
      const completed = aSnapshot(part.id, { pausedMs: 5_000, publishedAt: inHours(-3) })
      const released = aSnapshot(part.id, {
        decision: 'released',
        at: inDays(28),
        lastGoodAt: inDays(27),
        newest: {
          at: inDays(27),
          views: 9_007_199_254_740_991,
          likes: null,
          comments: 0,
          privacy: null,
          source: 'videos.batchGetStats',
        },
      })
      await kept(db(), async (stores) => {
        await stores.snapshots.keep(aSnapshot(other.id, { videoId: aVideoId(2) }))
        await stores.snapshots.keep(completed)
        demand(await stores.cash.post(releasePosting(part.id, aMovement(part.creatorId, 50_000))))
        await stores.snapshots.keep(released)
      })
      await expect(decisionsOf(part)).resolves.toEqual([completed, released])
      const forReview = { status: 'completed', adId: null, after: null, limit: 10 } as const
      const reviewed = await db().views.participations.forReview(forReview)
      expect(reviewed.map(({ participation, decisions }) => [participation.id, decisions.length])).toEqual([
        [part.id, 2],
        [other.id, 1],
      ])
    })

    test('stand in the order of the decisions, also in one moment', async () => {
      const part = await completion()
      await kept(db(), async (stores) => {
        await stores.snapshots.keep(aSnapshot(part.id))
        demand(await stores.cash.post(forfeitPosting(part.id, aMovement(part.creatorId, 50_000))))
        await stores.snapshots.keep(
          aSnapshot(part.id, { decision: 'forfeited', decidedBy: part.creatorId, reason: '삭제' }),
        )
      })
      expect((await decisionsOf(part))?.map(({ decision }) => decision)).toEqual(['completed', 'forfeited'])
    })

    test('say who decided and why, and how the video stood', async () => {
      const part = await completion()
      const operator = await kept(db(), async (stores) => (await storedCreator(stores)).id)
      const completed = aSnapshot(part.id, {
        decidedBy: operator,
        standing: { state: 'missing', cause: null, missingHashtags: [] },
      })
      const forfeited = aSnapshot(part.id, {
        decision: 'forfeited',
        at: inDays(9),
        decidedBy: operator,
        reason: '해시태그를 돌려놓지 않았습니다.\n(안내 3회) 🙏',
        standing: { state: 'down', cause: 'hashtags-missing', missingHashtags: ['협찬', '광고'] },
      })
      await kept(db(), async (stores) => {
        await stores.snapshots.keep(completed)
        demand(await stores.cash.post(forfeitPosting(part.id, aMovement(part.creatorId, 50_000))))
        await stores.snapshots.keep(forfeited)
      })
      await expect(decisionsOf(part)).resolves.toEqual([completed, forfeited])
    })

    test('hold no figures where none were known', async () => {
      const part = await completion()
      const unknown = { views: null, likes: null, comments: null }
      const [bare, unread] = [
        aSnapshot(part.id, { newest: null }),
        aSnapshot(part.id, { decision: 'released', newest: { ...anObservation(), ...unknown } }),
      ]
      await kept(db(), async (stores) => {
        await stores.snapshots.keep(bare)
        demand(await stores.cash.post(releasePosting(part.id, aMovement(part.creatorId, 50_000))))
        const { at, privacy, source } = anObservation()
        await stores.snapshots.keep({ ...unread, newest: { at, privacy, source, ...unknown } })
      })
      const decisions = await decisionsOf(part)
      expect(decisions?.map(({ newest }) => newest?.views)).toEqual([undefined, null])
    })

    test('are kept once for each participation and decision', async () => {
      const part = await completion()
      await kept(db(), ({ snapshots }) => snapshots.keep(aSnapshot(part.id)))
      const again = kept(db(), ({ snapshots }) => snapshots.keep(aSnapshot(part.id, { at: inDays(1) })))
      await expect(again).rejects.toThrow()
      await expect(decisionsOf(part)).resolves.toEqual([aSnapshot(part.id)])
    })

    test('rest on the newest of several observations', async () => {
      await completion()
      const { newestObservation } = await kept(db(), async ({ videos }) => ({
        newestObservation: await videos.newestObservation(aVideoId()),
      }))
      expect(newestObservation).toBeNull()
      const [older, newest] = [
        anObservation({ run: 'a', at: inHours(1), views: null }),
        anObservation({ run: 'b', at: inHours(2), source: 'videos.batchGetStats', privacy: null }),
      ]
      await completion(2)
      await kept(db(), async ({ videos }) => {
        await videos.observe(newest)
        await videos.observe(older)
        await videos.observe(anObservation({ videoId: aVideoId(2), at: inHours(3) }))
      })
      await expect(kept(db(), ({ videos }) => videos.newestObservation(aVideoId()))).resolves.toEqual(newest)
    })
  })
}
