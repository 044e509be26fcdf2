import { describe, expect, test } from 'vitest'
import { MAX_ID, toId } from '../../../src/domain/primitives.ts'
import { inHours } from '../../fixtures/instants.ts'
import { kept, storedAd, storedCompletion, storedCreator, storedSubmission } from '../../fixtures/stored.ts'
import { anObservation, aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { freshDatabase } from './fresh-database.ts'

export const reportContract = (backend: Backend): void => {
  describe('reports', () => {
    const db = freshDatabase(backend)

    test('show completed participations with the newest figures, newest first', async () => {
      const { creator, ad, parts } = await kept(db(), async (stores) => {
        const own = await storedCreator(stores)
        const shown = await storedAd(stores, { category: 'travel', title: '겨울 여행 🎿' })
        const first = await storedCompletion(stores, {
          creator: own,
          ad: shown,
          videoId: aVideoId('a'),
          reward: 7,
        })
        const second = await storedCompletion(stores, { creator: own, videoId: aVideoId('b') })
        await storedSubmission(stores, { creator: own })
        await storedCompletion(stores)
        const observe = (run: string, hours: number, views: number | null) =>
          stores.videos.observe(
            anObservation({
              videoId: aVideoId('a'),
              run,
              at: inHours(hours),
              views,
              likes: null,
              comments: 0,
            }),
          )
        await observe('2', 2, null)
        await observe('1', 1, 100)
        return { creator: own, ad: shown, parts: [first, second] }
      })
      const { completedOf, oneOf } = db().views.reports
      const reports = await completedOf(creator.id, 10)
      expect(reports.map(({ participationId }) => participationId)).toEqual([parts[1]?.id, parts[0]?.id])
      expect(reports[0]).toMatchObject({ views: null, likes: null, comments: null, observedAt: null })
      expect(reports[1]).toEqual({
        participationId: parts[0]?.id,
        videoId: aVideoId('a'),
        companyName: ad.companyName,
        title: '겨울 여행 🎿',
        category: 'travel',
        reward: 7,
        uploadTo: ad.schedule.uploadTo,
        views: null,
        likes: null,
        comments: 0,
        observedAt: inHours(2),
      })
      await expect(completedOf(creator.id, 1)).resolves.toEqual(reports.slice(0, 1))
      await expect(oneOf(creator.id, parts[0]?.id ?? toId(MAX_ID))).resolves.toEqual(reports[1])
    })

    test('show nothing of others, nor of what is not completed', async () => {
      const { other, completion, submission } = await kept(db(), async (stores) => ({
        other: await storedCreator(stores),
        completion: await storedCompletion(stores),
        submission: await storedSubmission(stores),
      }))
      const { completedOf, oneOf } = db().views.reports
      await expect(oneOf(other.id, completion.id)).resolves.toBeNull()
      await expect(oneOf(submission.creatorId, submission.id)).resolves.toBeNull()
      await expect(oneOf(other.id, toId(MAX_ID))).resolves.toBeNull()
      await expect(completedOf(other.id, 10)).resolves.toEqual([])
      await expect(completedOf(submission.creatorId, 10)).resolves.toEqual([])
    })

    test('draw the newest reads of the asked videos, oldest first, unknown ones as unknown', async () => {
      const [a, b, other] = [aVideoId('a'), aVideoId('B'), aVideoId('b')]
      await kept(db(), async (stores) => {
        for (const videoId of [a, b, other]) await storedSubmission(stores, { videoId })
        const reads = [
          { videoId: a, run: '1', at: inHours(1), views: 10 },
          { videoId: b, run: '1', at: inHours(2), views: 5 },
          { videoId: other, run: '1', at: inHours(2), views: 999 },
          { videoId: a, run: '3', at: inHours(4), views: null },
          { videoId: a, run: '2', at: inHours(3), views: 12 },
          { videoId: b, run: '3', at: inHours(5), views: 2_147_483_648 },
        ]
        for (const read of reads) await stores.videos.observe(anObservation(read))
      })
      const points = [
        { videoId: a, at: inHours(1), views: 10 },
        { videoId: b, at: inHours(2), views: 5 },
        { videoId: a, at: inHours(3), views: 12 },
        { videoId: a, at: inHours(4), views: null },
        { videoId: b, at: inHours(5), views: 2_147_483_648 },
      ]
      const { series } = db().views.reports
      await expect(series([a, b], 10)).resolves.toEqual(points)
      await expect(series([a, b], 2)).resolves.toEqual(points.slice(-2))
      await expect(series([a], 10)).resolves.toEqual(points.filter(({ videoId }) => videoId === a))
      await expect(series([aVideoId('none')], 10)).resolves.toEqual([])
      await expect(series([], 10)).resolves.toEqual([])
    })
  })
}
