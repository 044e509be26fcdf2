import { describe, expect, test } from 'vitest'
import { err, ok } from '../../../src/domain/result.ts'
import type { Liveness, Pause } from '../../../src/domain/video/live-check.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { assigned, cancelled, submitted } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  oneByOne,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { anObservation, aTrackedVideo, aVideoId } from '../../fixtures/video.ts'
import type { Backend } from './backends.ts'
import { freshDatabase, RACERS, race } from './fresh-database.ts'

const LIVENESSES: readonly Liveness[] = [
  { state: 'live', lastGoodAt: inHours(1) },
  { state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(5) },
  { state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause: 'unavailable' },
  { state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause: 'not-public' },
  { state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause: 'hashtags-missing' },
]

export const videoContract = (backend: Backend): void => {
  describe('videos', () => {
    const db = freshDatabase(backend)
    const find = (id = aVideoId()) => kept(db(), ({ videos }) => videos.find(id))
    const assignment = () => kept(db(), (stores) => storedAssignment(stores))

    test('are live from the moment they are claimed', async () => {
      const video = aTrackedVideo((await assignment()).id, { publishedAt: inHours(-2), thumbnailUrl: null })
      await expect(find()).resolves.toBeNull()
      await expect(db().transact(({ videos }) => videos.claim(video, NOON))).resolves.toEqual(ok(undefined))
      await expect(find()).resolves.toEqual({
        video,
        liveness: { state: 'live', lastGoodAt: NOON },
        pauses: [],
      })
    })

    test('serve one participation, ever', async () => {
      const [one, other] = [await assignment(), await assignment()]
      const claim = (id: typeof one.id) =>
        db().transact(({ videos }) => videos.claim(aTrackedVideo(id), NOON))
      await expect(claim(one.id)).resolves.toEqual(ok(undefined))
      await kept(db(), ({ participations }) => participations.save(cancelled(one)))
      await expect(claim(other.id)).resolves.toEqual(err({ kind: 'video-already-used' }))
      await expect(find()).resolves.toMatchObject({ video: aTrackedVideo(one.id) })
    })

    test('are known anew, while their watch goes on, when the same participation claims them again', async () => {
      const { id } = await assignment()
      const pause: Pause = { from: inHours(1), to: inHours(2), cause: 'unavailable' }
      const again = aTrackedVideo(id, { publishedAt: inHours(3), thumbnailUrl: null })
      await kept(db(), async ({ videos }) => {
        demand(await videos.claim(aTrackedVideo(id), NOON))
        await videos.saveLiveness(
          aVideoId(),
          { state: 'down', lastGoodAt: inHours(2), downSince: inHours(3), cause: 'not-public' },
          pause,
        )
      })
      demand(await db().transact(({ videos }) => videos.claim(again, inHours(4))))
      await expect(find()).resolves.toEqual({
        video: again,
        liveness: { state: 'down', lastGoodAt: inHours(2), downSince: inHours(3), cause: 'not-public' },
        pauses: [pause],
      })
    })

    test('go to one of many who claim the same one at once', async () => {
      const parts = await kept(db(), async (stores) => {
        const ad = await storedAd(stores)
        return oneByOne(RACERS, () => storedAssignment(stores, { ad }))
      })
      const granted = await race(RACERS, (index) => {
        const part = parts[index]
        if (part === undefined) throw new Error('each racer is assigned')
        return db().transact(({ videos }) => videos.claim(aTrackedVideo(part.id), NOON))
      })
      expect(granted).toBe(1)
      await expect(find()).resolves.not.toBeNull()
    })

    test.each(LIVENESSES)('stand as the last check found them: %o', async (liveness) => {
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      await kept(db(), ({ videos }) => videos.saveLiveness(aVideoId(), liveness, null))
      await expect(find()).resolves.toMatchObject({ liveness, pauses: [] })
      const live: Liveness = { state: 'live', lastGoodAt: inHours(9) }
      await kept(db(), ({ videos }) => videos.saveLiveness(aVideoId(), live, null))
      expect((await find())?.liveness).toEqual(live)
    })

    test('collect their pauses, oldest first', async () => {
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId('other') }))
      const pauses: readonly Pause[] = [
        { from: inHours(1), to: inHours(2), cause: 'unavailable' },
        { from: inHours(3), to: inHours(4), cause: 'not-public' },
        { from: inHours(5), to: inHours(6), cause: 'hashtags-missing' },
      ]
      for (const pause of pauses)
        await kept(db(), ({ videos }) =>
          videos.saveLiveness(aVideoId(), { state: 'live', lastGoodAt: pause.to }, pause),
        )
      expect((await find())?.pauses).toEqual(pauses)
      expect((await find(aVideoId('other')))?.pauses).toEqual([])
    })

    test('lose no pause when many checks are stored at once', async () => {
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      const granted = await race(RACERS, (index) =>
        db().transact(async ({ videos }) => {
          const found = await videos.find(aVideoId())
          if (found === null) return err({ kind: 'gone' })
          const pause: Pause = { from: inHours(index), to: inHours(index + 1), cause: 'not-public' }
          await videos.saveLiveness(aVideoId(), found.liveness, pause)
          return ok(undefined)
        }),
      )
      expect(granted).toBe(RACERS)
      expect((await find())?.pauses).toHaveLength(RACERS)
    })

    test('are observed once in a run: the first observation stays', async () => {
      const part = await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      const observe = (over: Parameters<typeof anObservation>[0]) =>
        kept(db(), ({ videos }) => videos.observe(anObservation(over)))
      await observe({ run: 'refresh-1', views: 10 })
      await observe({ run: 'refresh-1', views: 99, at: inHours(1) })
      await observe({ run: 'REFRESH-1', views: 20, at: inHours(2) })
      const series = await db().views.reports.series([aVideoId()], 10)
      expect(series.map(({ views }) => views)).toEqual([10, 20])
      expect(part.status).toBe('submitted')
    })

    test('are observed once when many store the same run at once', async () => {
      await kept(db(), (stores) => storedSubmission(stores, { videoId: aVideoId() }))
      await race(RACERS, (views) =>
        db().transact(async ({ videos }) => ok(await videos.observe(anObservation({ views })))),
      )
      await expect(db().views.reports.series([aVideoId()], RACERS)).resolves.toHaveLength(1)
    })

    test('are refreshed while submitted or completed, page by page in the order of their exact ids', async () => {
      const listed = await kept(db(), async (stores) => {
        const ad = await storedAd(stores, { requiredHashtags: ['크림', 'ad'] })
        const [upper, lower, dash, underscore] = ['A', 'a', '-', '_'].map((ending) => aVideoId(ending))
        const of = (videoId = aVideoId()) => ({ ad, videoId })
        const first = await storedCompletion(stores, of(dash))
        const second = await storedSubmission(stores, of(upper))
        const third = await storedSubmission(stores, of(underscore))
        const fourth = await storedCompletion(stores, of(lower))
        await storedApplication(stores, { ad })
        await storedAssignment(stores, { ad })
        const out = await storedSubmission(stores, of(aVideoId('out')))
        await stores.participations.save(cancelled(out))
        return [first, second, third, fourth].map((part) => ({
          id: 'upload' in part ? part.upload.videoId : undefined,
          participationId: part.id,
          requiredHashtags: ['크림', 'ad'],
        }))
      })
      const { toRefresh } = db().views.videos
      await expect(toRefresh({ after: null, limit: 10 })).resolves.toEqual(listed)
      await expect(toRefresh({ after: null, limit: 3 })).resolves.toEqual(listed.slice(0, 3))
      await expect(toRefresh({ after: listed[2]?.id ?? null, limit: 3 })).resolves.toEqual(listed.slice(3))
    })

    test('that were sent back are refreshed no more, only the one that took their place', async () => {
      const part = await kept(db(), async (stores) => {
        const submission = await storedSubmission(stores, { videoId: aVideoId('first') })
        await stores.participations.save(assigned(submission, { changesAsked: '다시 올려 주세요' }))
        return submission
      })
      const { toRefresh } = db().views.videos
      await expect(toRefresh({ after: null, limit: 10 })).resolves.toEqual([])
      const second = aVideoId('second')
      await kept(db(), async ({ videos, participations }) => {
        demand(await videos.claim(aTrackedVideo(part.id, { id: second }), NOON))
        const upload = { videoId: second, publishedAt: NOON, review: '' }
        await participations.save(submitted(part, { upload }))
      })
      await expect(toRefresh({ after: null, limit: 10 })).resolves.toMatchObject([{ id: second }])
      await expect(find(aVideoId('first'))).resolves.not.toBeNull()
    })
  })
}
