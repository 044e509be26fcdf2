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

    test('tell what each video was last known to have until then, leaving out reads that did not tell', async () => {
      const [a, b, none] = [aVideoId('a'), aVideoId('B'), aVideoId('none')]
      await kept(db(), async (stores) => {
        for (const videoId of [a, b, none]) await storedSubmission(stores, { videoId })
        const reads = [
          { videoId: a, run: '1', at: inHours(1), views: 10 },
          { videoId: a, run: '3', at: inHours(3), views: null },
          { videoId: a, run: '2', at: inHours(2), views: 12 },
          { videoId: a, run: '4', at: inHours(4), views: 14 },
          { videoId: b, run: '1', at: inHours(3), views: 0 },
          { videoId: none, run: '1', at: inHours(1), views: null },
        ]
        for (const read of reads) await stores.videos.observe(anObservation(read))
      })
      const known = async (until: number) => {
        const found = await db().views.reports.lastKnown([a, b, none, aVideoId('gone')], inHours(until))
        return [...found].sort((one, other) => (one.videoId < other.videoId ? 1 : -1))
      }
      await expect(known(3)).resolves.toEqual([
        { videoId: a, at: inHours(2), views: 12 },
        { videoId: b, at: inHours(3), views: 0 },
      ])
      await expect(known(4)).resolves.toMatchObject([{ views: 14 }, { views: 0 }])
      await expect(known(0)).resolves.toEqual([])
      await expect(db().views.reports.lastKnown([], inHours(9))).resolves.toEqual([])
    })

    test('show each read of a video with all that it told and where it came from, oldest first', async () => {
      const videoId = aVideoId('a')
      const reads = [
        { at: inHours(1), views: 10, likes: 1, comments: 0, source: 'import-2020' },
        { at: inHours(2), views: null, likes: null, comments: null, source: 'videos.list' },
        { at: inHours(2), views: 12, likes: null, comments: 3, source: 'videos.batchGetStats' },
      ] as const
      await kept(db(), async (stores) => {
        for (const id of [videoId, aVideoId('A')]) await storedSubmission(stores, { videoId: id })
        for (const [run, read] of reads.entries())
          await stores.videos.observe(anObservation({ videoId, run: String(run), ...read }))
        await stores.videos.observe(anObservation({ videoId: aVideoId('A') }))
      })
      const { reads: readsOf } = db().views.reports
      await expect(readsOf(videoId, 10)).resolves.toEqual(reads)
      await expect(readsOf(videoId, 2)).resolves.toEqual(reads.slice(1))
      await expect(readsOf(aVideoId('none'), 10)).resolves.toEqual([])
    })
  })
}
