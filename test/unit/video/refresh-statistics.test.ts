import { beforeEach, describe, expect, test } from 'vitest'
import { pauseFor } from '../../../src/application/video/platform-failure.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { VideoId } from '../../../src/domain/video/youtube-url.ts'
import { aHouse, anOperator, attempt, everythingIn, type TestHouse } from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { outcomeOf } from '../../fixtures/jobs.ts'
import {
  demand,
  kept,
  oneByOne,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'

let house: TestHouse
beforeEach(() => {
  house = aHouse()
})

const refresh = async () => {
  const outcome = await outcomeOf(house, 'refresh-statistics')
  if (outcome.kind === 'done') return ok(outcome.counts)
  return err(outcome.kind === 'paused' ? outcome.why : outcome.kind)
}
const refreshAt = (at: ReturnType<typeof inDays>) => {
  house.clock.set(at)
  return refresh()
}

/** Tracked and at YouTube. In the order of their ids, which is the order of a refresh. */
const trackedVideos = (howMany: number): Promise<readonly VideoId[]> =>
  kept(house, (stores) =>
    oneByOne(howMany, async (index) => {
      const id = aVideoId(String(index).padStart(4, '0'))
      await storedCompletion(stores, { videoId: id })
      house.youTube.publish(aVideo({ id, views: 1_000 + index }))
      return id
    }),
  )

const aTrackedVideo = async (): Promise<VideoId> => {
  const [id] = await trackedVideos(1)
  if (id === undefined) throw new Error('there is one')
  return id
}

const observed = () => house.tables.observations.rows()
const livenessOf = (id: VideoId) => house.tables.videos.get(id)?.liveness

describe('a refresh', () => {
  test('reads 150 videos in 3 calls of 50, each once', async () => {
    const ids = await trackedVideos(150)
    expect(await refresh()).toEqual(ok({ observed: 150, missing: 0 }))
    const calls = house.youTube.videoCalls()
    expect(calls.map((call) => call.length)).toEqual([50, 50, 50])
    expect(calls.flat()).toEqual(ids)
  })

  test('reads one video more in one call more', async () => {
    await trackedVideos(101)
    await refresh()
    expect(house.youTube.videoCalls().map((call) => call.length)).toEqual([50, 50, 1])
  })

  test('that is cut off by an outage forgets the first miss of videos that it did not come to', async () => {
    const last = (await trackedVideos(60)).at(-1) ?? aVideoId()
    house.youTube.takeDown(last)
    await refreshAt(inHours(5))
    expect(livenessOf(last)).toMatchObject({ state: 'missing', firstMissedAt: inHours(5) })
    house.youTube.fail()
    await refreshAt(inHours(8))
    house.youTube.recover()
    await refreshAt(inHours(11))
    expect(livenessOf(last)).toMatchObject({ state: 'missing', firstMissedAt: inHours(11) })
  })

  test('puts a video that went down on record', async () => {
    const id = await aTrackedVideo()
    house.youTube.publish(aVideo({ id, privacy: 'unlisted' }))
    await refreshAt(inHours(5))
    await refreshAt(inHours(10))
    expect(house.tables.audit.rows()).toMatchObject([
      { at: inHours(5), by: null, operation: 'video-down', after: { state: 'down', cause: 'not-public' } },
    ])
  })

  test('asks YouTube nothing when nothing is tracked', async () => {
    await kept(house, (stores) => storedApplication(stores))
    expect(await refresh()).toEqual(ok({ observed: 0, missing: 0 }))
    expect(house.youTube.videoCalls()).toEqual([])
  })

  test('keeps what was read, with time and run', async () => {
    const id = await aTrackedVideo()
    await refreshAt(inHours(5))
    expect(observed()).toEqual([
      {
        videoId: id,
        at: inHours(5),
        views: 1_000,
        likes: 85,
        comments: 12,
        privacy: 'public',
        source: 'videos.list',
        run: `refresh:${inHours(5)}`,
      },
    ])
    expect(livenessOf(id)).toEqual({ state: 'live', lastGoodAt: inHours(5) })
  })

  test('adds to what was read before and corrects nothing, also when figures go down', async () => {
    const id = await aTrackedVideo()
    for (const [index, views] of [5_000, 4_200, 4_300].entries()) {
      house.youTube.publish(aVideo({ id, views }))
      await refreshAt(inDays(index))
    }
    expect(observed().map(({ at, views }) => [at, views])).toEqual([
      [NOON, 5_000],
      [inDays(1), 4_200],
      [inDays(2), 4_300],
    ])
  })

  test('keeps figures that YouTube does not tell as unknown, and never as 0', async () => {
    const id = await aTrackedVideo()
    house.youTube.publish(aVideo({ id, likes: null }))
    await refreshAt(NOON)
    house.youTube.publish(aVideo({ id, views: null, likes: null, comments: null }))
    await refreshAt(inHours(5))
    expect(observed()).toMatchObject([
      { views: 1_200, likes: null, comments: 12 },
      { views: null, likes: null, comments: null },
    ])
  })

  test('reads submitted and completed ones, and no others', async () => {
    const operator = await anOperator(house)
    const parts = await kept(house, async (stores) => ({
      submitted: await storedSubmission(stores, { videoId: aVideoId('s') }),
      completed: await storedCompletion(stores, { videoId: aVideoId('c') }),
      cancelled: await storedSubmission(stores, { videoId: aVideoId('x') }),
      sentBack: await storedSubmission(stores, { videoId: aVideoId('b') }),
      assigned: await storedAssignment(stores),
    }))
    const command = ({ creatorId, adId }: Participation) => ({ operator, creatorId, adId, key: null })
    const reason = { reason: 'rules-broken', note: '' } as const
    demand(await house.cancelParticipation({ ...command(parts.cancelled), ...reason }))
    demand(await house.sendBackUpload({ ...command(parts.sentBack), changes: '다시' }))
    await refresh()
    expect(house.youTube.videoCalls()).toEqual([[aVideoId('c'), aVideoId('s')]])
  })

  test('changes observations and the watch of videos, and nothing else', async () => {
    await aTrackedVideo()
    expect((await attempt(house, () => refreshAt(inHours(5)))).changed).toEqual(['videos', 'observations'])
  })

  test('that runs twice in the same moment observes once', async () => {
    await trackedVideos(3)
    await refresh()
    await refresh()
    expect(observed()).toHaveLength(3)
  })
})

describe('a video that YouTube leaves out', () => {
  test('has no figures written, is counted, and waits to be missed again', async () => {
    const [gone, there] = await trackedVideos(2)
    if (gone === undefined || there === undefined) throw new Error('two videos')
    house.youTube.takeDown(gone)
    expect(await refreshAt(inHours(5))).toEqual(ok({ observed: 1, missing: 1 }))
    expect(observed().map(({ videoId }) => videoId)).toEqual([there])
    expect(livenessOf(gone)).toEqual({ state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(5) })
  })

  test('is unavailable once it was missed twice, six hours apart', async () => {
    const id = await aTrackedVideo()
    house.youTube.takeDown(id)
    await refreshAt(inHours(5))
    await refreshAt(inHours(11))
    expect(livenessOf(id)).toEqual({
      state: 'down',
      lastGoodAt: NOON,
      downSince: inHours(5),
      cause: 'unavailable',
    })
    expect(observed()).toEqual([])
  })
})

describe('a video that is not as agreed', () => {
  test.each([
    ['unlisted', { privacy: 'unlisted' }, 'not-public'],
    ['not watchable', { watchable: false }, 'not-public'],
    ['without a required hashtag', { title: '', description: '#수분크림' }, 'hashtags-missing'],
  ] as const)('(%s) is down at once, and its figures are still read', async (_what, over, cause) => {
    const id = await aTrackedVideo()
    house.youTube.publish(aVideo({ id, ...over }))
    await refreshAt(inHours(5))
    expect(livenessOf(id)).toEqual({ state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause })
    expect(observed()).toHaveLength(1)
  })

  test('has a pause kept when it is back', async () => {
    const id = await aTrackedVideo()
    house.youTube.publish(aVideo({ id, privacy: 'unlisted' }))
    await refreshAt(inHours(5))
    house.youTube.publish(aVideo({ id }))
    await refreshAt(inHours(9))
    expect(house.tables.videos.get(id)).toMatchObject({
      liveness: { state: 'live', lastGoodAt: inHours(9) },
      pauses: [{ from: inHours(5), to: inHours(9), cause: 'not-public' }],
    })
  })
})

describe('when YouTube does not answer', () => {
  test.each([
    { kind: 'youtube-unavailable' },
    { kind: 'youtube-not-configured' },
    { kind: 'youtube-key-refused' },
    { kind: 'youtube-quota-exhausted', retryAt: inHours(8) },
  ] as const)('($kind) nothing at all changes', async (failure) => {
    await trackedVideos(3)
    await refresh()
    house.clock.set(inHours(5))
    house.youTube.fail(failure)
    expect(await attempt(house, refresh)).toEqual({
      refusal: pauseFor(failure, house.clock.now()).why,
      changed: [],
    })
  })

  test('a second batch, the first is kept, and the third is not asked for', async () => {
    const ids = await trackedVideos(150)
    house.youTube.fail({ kind: 'youtube-unavailable' }, 1)
    expect(await refreshAt(inHours(5))).toEqual(err('YouTube does not answer'))
    expect(observed().map(({ videoId }) => videoId)).toEqual(ids.slice(0, 50))
    expect(house.youTube.videoCalls()).toHaveLength(2)
    expect(ids.slice(50).map((id) => livenessOf(id)?.lastGoodAt)).toEqual(ids.slice(50).map(() => NOON))
  })

  test('a miss before it proves nothing any more', async () => {
    const id = await aTrackedVideo()
    house.youTube.takeDown(id)
    await refreshAt(inHours(5))
    house.youTube.fail()
    await refreshAt(inHours(8))
    expect(livenessOf(id)).toEqual({ state: 'live', lastGoodAt: NOON })
    house.youTube.recover()
    await refreshAt(inHours(12))
    expect(livenessOf(id)).toMatchObject({ state: 'missing', firstMissedAt: inHours(12) })
  })

  test('the next refresh reads everything', async () => {
    await trackedVideos(60)
    house.youTube.fail()
    await refreshAt(inHours(5))
    house.youTube.recover()
    const before = everythingIn(house)
    expect(await refreshAt(inHours(10))).toEqual(ok({ observed: 60, missing: 0 }))
    expect(before.observations).toEqual([])
  })
})
