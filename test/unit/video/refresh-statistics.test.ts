import { beforeEach, describe, expect, test } from 'vitest'
import { pauseFor } from '../../../src/application/video/platform-failure.ts'
import { refreshStatistics } from '../../../src/application/video/refresh-statistics.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { err } from '../../../src/domain/result.ts'
import { unreadPace } from '../../../src/domain/video/pace.ts'
import type { VideoId } from '../../../src/domain/video/youtube-url.ts'
import type { PlatformFailure, VideoPlatform } from '../../../src/ports/video-platform.ts'
import { aHouse, anOperator, attempt, type TestHouse, toldTo } from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { outcomeOf, storedRun, TO_THE_END } from '../../fixtures/jobs.ts'
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
import { aTrackedVideo as aClaim, aVideoId } from '../../fixtures/video.ts'
import { aVideo, aYouTube, type YouTube } from '../../fixtures/you-tube.ts'

let house: TestHouse
beforeEach(() => {
  house = aHouse()
})

const inMinutes = (minutes: number, from: Instant = NOON) => later(from, minutes * MINUTE_MS)

/** As an operator asks for it: everything, due or not. */
const refreshAllAt = (at: Instant) => {
  house.clock.set(at)
  return outcomeOf(house, 'refresh-statistics', 'all')
}
/** As the schedule asks for it; two runs are five minutes apart at least. */
const refreshDueAt = (at: Instant) => {
  house.clock.set(at)
  return outcomeOf(house, 'refresh-statistics', 'due')
}
const done = (counts: Readonly<Record<string, number>>) => ({ kind: 'done', counts })
const doneBut = (why: string, counts: Readonly<Record<string, number>>) => ({
  kind: 'done',
  counts,
  left: { why },
})

/** Tracked, due since NOON, and at YouTube. In the order of their ids. */
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
const paceOf = (id: VideoId) => house.tables.paces.get(id)
/** How many ids each call was made for, since the test last asked. */
const callsSince = (before = 0) =>
  house.youTube
    .calls()
    .slice(before)
    .map(({ call, ids }) => [call, ids.length])

/** A YouTube whose calls a test may answer itself: `figures`, `videos`, or what is left. */
const aHouseWith = (youTube: YouTube, over: Partial<VideoPlatform>) => {
  house = aHouse({ youTube: { ...youTube, platform: { ...youTube.platform, ...over } } })
}

const SPENT = { kind: 'youtube-quota-exhausted', retryAt: inHours(20) } as const

describe('a refresh of everything', () => {
  test('checks 150 videos in 3 calls of 50, each once', async () => {
    const ids = await trackedVideos(150)
    expect(await refreshAllAt(NOON)).toEqual(done({ observed: 150, missing: 0 }))
    const calls = house.youTube.videoCalls()
    expect(calls.map((call) => call.length)).toEqual([50, 50, 50])
    expect(calls.flat()).toEqual(ids)
  })

  test('checks one video more in one call more', async () => {
    await trackedVideos(101)
    await refreshAllAt(NOON)
    expect(callsSince()).toEqual([
      ['videos', 50],
      ['videos', 50],
      ['videos', 1],
    ])
  })

  test('checks also what is not due', async () => {
    await trackedVideos(2)
    await refreshAllAt(NOON)
    expect(await refreshAllAt(inMinutes(1))).toEqual(done({ observed: 2, missing: 0 }))
    expect(observed()).toHaveLength(4)
  })

  test('checks submitted and completed ones, and no others', async () => {
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
    await refreshAllAt(NOON)
    await refreshDueAt(inHours(30))
    expect(house.youTube.videoCalls()).toEqual([
      [aVideoId('c'), aVideoId('s')],
      [aVideoId('c'), aVideoId('s')],
    ])
  })

  test('asks YouTube nothing when nothing is tracked', async () => {
    await kept(house, (stores) => storedApplication(stores))
    expect(await refreshAllAt(NOON)).toEqual(done({ observed: 0, missing: 0 }))
    expect(await refreshDueAt(inMinutes(5))).toEqual(done({ observed: 0, missing: 0 }))
    expect(house.youTube.calls()).toEqual([])
  })

  test('keeps what was read, with time, source and run', async () => {
    const id = await aTrackedVideo()
    await refreshAllAt(inHours(5))
    expect(observed()).toEqual([
      {
        videoId: id,
        at: inHours(5),
        views: 1_000,
        likes: 85,
        comments: 12,
        privacy: 'public',
        source: 'videos.list',
        run: `refresh:${inHours(5)}:1`,
      },
    ])
    expect(livenessOf(id)).toEqual({ state: 'live', lastGoodAt: inHours(5) })
  })

  test('changes observations, the watch of videos and when they are due, and nothing else', async () => {
    await aTrackedVideo()
    const changed = async () => {
      const { changed: tables } = await attempt(house, async () => {
        await refreshAllAt(inHours(5))
        return err('done')
      })
      return tables
    }
    expect(await changed()).toEqual(['videos', 'observations', 'paces'])
  })
})

describe('a refresh of what is due', () => {
  test('checks new videos, then reads figures within five hours, and checks again within a day', async () => {
    await trackedVideos(150)
    const three = (call: string) => [
      [call, 50],
      [call, 50],
      [call, 50],
    ]
    await refreshDueAt(NOON)
    expect(callsSince()).toEqual(three('videos'))
    await refreshDueAt(inMinutes(285))
    expect(callsSince(3)).toEqual(three('figures'))
    await refreshDueAt(inMinutes(2 * 285))
    await refreshDueAt(inMinutes(3 * 285))
    await refreshDueAt(inMinutes(4 * 285))
    expect(callsSince(6)).toEqual([...three('figures'), ...three('figures'), ...three('figures')])
    // Due for a check and for its figures: one read is enough.
    await refreshDueAt(inMinutes(5 * 285))
    expect(callsSince(15)).toEqual(three('videos'))
    expect(observed()).toHaveLength(6 * 150)
  })

  test('reads nothing twice when nothing is due yet', async () => {
    await trackedVideos(3)
    await refreshDueAt(NOON)
    house.youTube.allow({ statistics: { unitsLeft: 0 } })
    expect(await refreshDueAt(inMinutes(280))).toEqual(done({ observed: 0, missing: 0 }))
    expect(callsSince()).toEqual([['videos', 3]])
  })

  test('tells by which call figures were read, and nothing of what that call does not tell', async () => {
    const id = await aTrackedVideo()
    await refreshDueAt(NOON)
    house.youTube.publish(aVideo({ id, privacy: 'public', title: '', description: '', views: 1_100 }))
    await refreshDueAt(inHours(5))
    expect(observed().at(-1)).toMatchObject({
      views: 1_100,
      privacy: null,
      source: 'videos.batchGetStats',
      run: `refresh:${inHours(5)}:2`,
    })
    // Figures do not show that its hashtags are gone.
    expect(livenessOf(id)).toEqual({ state: 'live', lastGoodAt: NOON })
  })

  test('asks for those that figures leave out how they stand, in the same batch', async () => {
    const ids = await trackedVideos(60)
    await refreshDueAt(NOON)
    house.youTube.keepFiguresBack(ids.slice(0, 2))
    house.youTube.takeDown(ids[1] ?? aVideoId())
    expect(await refreshDueAt(inHours(5))).toEqual(done({ observed: 59, missing: 1 }))
    expect(callsSince(2)).toEqual([
      ['figures', 50],
      ['videos', 2],
      ['figures', 10],
    ])
    expect(ids.slice(0, 3).map((id) => livenessOf(id)?.state)).toEqual(['live', 'missing', 'live'])
    expect(livenessOf(ids[0] ?? aVideoId())).toMatchObject({ lastGoodAt: inHours(5) })
  })

  test('checks instead, for the same batches, where figures are not served', async () => {
    await trackedVideos(120)
    await refreshDueAt(NOON)
    house.youTube.serveFigures(false)
    expect(await refreshDueAt(inHours(5))).toEqual(done({ observed: 120, missing: 0 }))
    expect(callsSince(3)).toEqual([
      ['figures', 50],
      ['videos', 50],
      ['videos', 50],
      ['videos', 20],
    ])
    expect(observed().at(-1)).toMatchObject({ at: inHours(5), source: 'videos.list' })
  })

  test('is left alone by a video that nothing stands on any more, until it is submitted anew', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores, { videoId: aVideoId('b') }))
    house.youTube.publish(aVideo({ id: aVideoId('b') }))
    const operator = await anOperator(house)
    const { creatorId, adId } = part
    demand(await house.sendBackUpload({ operator, creatorId, adId, key: null, changes: '다시' }))
    await refreshDueAt(NOON)
    expect(callsSince()).toEqual([])
    await kept(house, async ({ videos, participations }) => {
      demand(await videos.claim(aClaim(part.id, { id: aVideoId('b') }), inHours(1)))
      await participations.save(part)
    })
    await refreshDueAt(inHours(1))
    expect(callsSince()).toEqual([['videos', 1]])
  })

  test('drops a video that is due although nothing stands on it, and reads the others', async () => {
    const id = await aTrackedVideo()
    await kept(house, async (stores) => {
      const part = await storedAssignment(stores)
      demand(await stores.videos.claim(aClaim(part.id, { id: aVideoId('left') }), NOON))
    })
    expect(await refreshDueAt(NOON)).toEqual(done({ observed: 1, missing: 0 }))
    expect(house.tables.paces.entries().map(([paced]) => paced)).toEqual([id])
  })
})

describe('reads that are wanted before they are promised', () => {
  /** 60 videos that are wanted at 13:00 and promised at 16:45. */
  const wanted = async () => {
    const ids = await kept(house, async (stores) => {
      const ad = await storedAd(stores, { capacity: 1_000 })
      return oneByOne(60, async (index) => {
        const id = aVideoId(String(index).padStart(4, '0'))
        await storedCompletion(stores, { ad, videoId: id })
        house.youTube.publish(aVideo({ id }))
        return id
      })
    })
    await refreshDueAt(NOON)
    expect(callsSince()).toEqual([
      ['videos', 50],
      ['videos', 10],
    ])
    return ids
  }

  test('are made within what the day leaves for them', async () => {
    await wanted()
    house.youTube.allow({ statistics: { unitsLeft: 1_000, fullAgainAt: inHours(9) } })
    expect(await refreshDueAt(inHours(1))).toEqual(done({ observed: 60, missing: 0 }))
    expect(callsSince(2)).toEqual([
      ['figures', 50],
      ['figures', 10],
    ])
  })

  test('are made no more once the allowance of this tick is used up', async () => {
    await wanted()
    // 96 ticks with a call each for what is promised, and a call each to spare.
    house.youTube.allow({ statistics: { unitsLeft: 2 * 96 + 10, fullAgainAt: inHours(9) } })
    expect(await refreshDueAt(inHours(1))).toEqual(done({ observed: 50, missing: 0 }))
    expect(callsSince(2)).toEqual([['figures', 50]])
  })

  test('are not made when the promised reads of the day need all that is left', async () => {
    await wanted()
    house.youTube.allow({ statistics: { unitsLeft: 96, fullAgainAt: inHours(9) } })
    expect(await refreshDueAt(inHours(1))).toEqual(done({ observed: 0, missing: 0 }))
  })

  test('take the room in a call that is made anyway', async () => {
    const ids = await wanted()
    const [promised = aVideoId()] = ids.slice(55)
    await kept(house, async ({ videos }) => {
      const [video] = await videos.findPaced([promised])
      if (video === undefined) throw new Error('it is tracked')
      await videos.savePaces(new Map([[promised, { ...video.pace, promisedBy: inHours(1) }]]))
    })
    house.youTube.allow({ statistics: { unitsLeft: 1, fullAgainAt: inHours(9) } })
    expect(await refreshDueAt(inHours(1))).toEqual(done({ observed: 50, missing: 0 }))
    expect(house.youTube.calls().at(-1)?.ids).toEqual([promised, ...ids.slice(0, 49)])
  })

  test('are paid from the general allowance where figures are not served', async () => {
    await wanted()
    house.youTube.serveFigures(false)
    house.youTube.allow({
      statistics: { unitsLeft: 10_000, fullAgainAt: inHours(9) },
      general: { unitsLeft: 0, fullAgainAt: inHours(9) },
    })
    expect(await refreshDueAt(inHours(1))).toEqual(done({ observed: 50, missing: 0 }))
    expect(callsSince(2)).toEqual([
      ['figures', 50],
      ['videos', 50],
    ])
  })
})

describe('figures', () => {
  test('are added to those of before, of which none is corrected, also when views go down', async () => {
    const id = await aTrackedVideo()
    for (const [index, views] of [5_000, 4_200, 4_300].entries()) {
      house.youTube.publish(aVideo({ id, views }))
      await refreshAllAt(inDays(index))
    }
    expect(observed().map(({ at, views }) => [at, views])).toEqual([
      [NOON, 5_000],
      [inDays(1), 4_200],
      [inDays(2), 4_300],
    ])
    expect(house.tables.corrections.rows()).toEqual([
      { videoId: id, at: inDays(1), kind: 'audit', from: 5_000, to: 4_200 },
    ])
  })

  test('that YouTube does not tell are kept as unknown, and never as 0', async () => {
    const id = await aTrackedVideo()
    house.youTube.publish(aVideo({ id, likes: null }))
    await refreshAllAt(NOON)
    house.youTube.publish(aVideo({ id, views: null, likes: null, comments: null }))
    expect(await refreshAllAt(inHours(5))).toEqual(done({ observed: 1, missing: 0, corrected: 1 }))
    expect(observed()).toMatchObject([
      { views: 1_200, likes: null, comments: 12 },
      { views: null, likes: null, comments: null },
    ])
    expect(house.tables.corrections.rows()).toMatchObject([{ kind: 'hidden', from: 1_200, to: null }])
  })

  test('that nobody believes are counted, and looked at again after ten minutes', async () => {
    const id = await aTrackedVideo()
    await refreshDueAt(NOON)
    house.youTube.publish(aVideo({ id, views: 0 }))
    const counts = { observed: 1, missing: 0, corrected: 1, implausible: 1 }
    expect(await refreshDueAt(inHours(5))).toEqual(done(counts))
    expect(await refreshDueAt(inMinutes(5, inHours(5)))).toEqual(done({ observed: 0, missing: 0 }))
    house.youTube.publish(aVideo({ id, views: 1_010 }))
    expect(await refreshDueAt(inMinutes(10, inHours(5)))).toEqual(done({ observed: 1, missing: 0 }))
    expect(callsSince()).toEqual([
      ['videos', 1],
      ['figures', 1],
      ['videos', 1],
    ])
    expect(observed().map(({ views }) => views)).toEqual([1_000, 0, 1_010])
  })
})

describe('a video that YouTube leaves out', () => {
  test('has no figures written, is counted, and waits to be missed again', async () => {
    const [gone, there] = await trackedVideos(2)
    if (gone === undefined || there === undefined) throw new Error('two videos')
    house.youTube.takeDown(gone)
    expect(await refreshAllAt(inHours(5))).toEqual(done({ observed: 1, missing: 1 }))
    expect(observed().map(({ videoId }) => videoId)).toEqual([there])
    expect(livenessOf(gone)).toEqual({ state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(5) })
    expect(paceOf(gone)).toMatchObject({ checkBy: inHours(11), promisedBy: inHours(11) })
  })

  test('is unavailable once it was missed twice, six hours apart', async () => {
    const id = await aTrackedVideo()
    house.youTube.takeDown(id)
    await refreshDueAt(inHours(5))
    expect(await refreshDueAt(inMinutes(-5, inHours(11)))).toEqual(done({ observed: 0, missing: 0 }))
    expect(await refreshDueAt(inHours(11))).toEqual(done({ observed: 0, missing: 1, down: 1 }))
    expect(livenessOf(id)).toEqual({
      state: 'down',
      lastGoodAt: NOON,
      downSince: inHours(5),
      cause: 'unavailable',
    })
    expect(observed()).toEqual([])
  })

  test('and is down is looked for every hour, and again rarely once it is back', async () => {
    const id = await aTrackedVideo()
    house.youTube.takeDown(id)
    await refreshDueAt(inHours(5))
    await refreshDueAt(inHours(11))
    await refreshDueAt(inHours(12))
    house.youTube.publish(aVideo({ id }))
    expect(await refreshDueAt(inHours(13))).toEqual(done({ observed: 1, missing: 0, restored: 1 }))
    expect(house.youTube.videoCalls()).toHaveLength(4)
    expect(paceOf(id)).toMatchObject({ checkBy: inHours(33) })
    expect(house.tables.videos.get(id)?.pauses).toEqual([
      { from: inHours(5), to: inHours(13), cause: 'unavailable' },
    ])
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
    expect(await refreshAllAt(inHours(5))).toEqual(done({ observed: 1, missing: 0, down: 1 }))
    expect(livenessOf(id)).toEqual({ state: 'down', lastGoodAt: NOON, downSince: inHours(5), cause })
    expect(observed()).toHaveLength(1)
  })

  test('has a pause kept when it is back', async () => {
    const id = await aTrackedVideo()
    house.youTube.publish(aVideo({ id, privacy: 'unlisted' }))
    await refreshAllAt(inHours(5))
    house.youTube.publish(aVideo({ id }))
    await refreshAllAt(inHours(9))
    expect(house.tables.videos.get(id)).toMatchObject({
      liveness: { state: 'live', lastGoodAt: inHours(9) },
      pauses: [{ from: inHours(5), to: inHours(9), cause: 'not-public' }],
    })
  })

  test('is put on record once', async () => {
    const id = await aTrackedVideo()
    house.youTube.publish(aVideo({ id, privacy: 'unlisted' }))
    await refreshAllAt(inHours(5))
    await refreshAllAt(inHours(10))
    expect(house.tables.audit.rows()).toMatchObject([
      { at: inHours(5), by: null, operation: 'video-down', after: { state: 'down', cause: 'not-public' } },
    ])
  })

  test('is told to its creator once, and again when it is back, with the day that moved', async () => {
    const part = await kept(house, (stores) => storedCompletion(stores, { videoId: aVideoId() }))
    const told = () => toldTo(house, { id: part.creatorId })
    house.youTube.publish(aVideo({ title: '', description: '#수분크림' }))
    await refreshAllAt(inHours(5))
    await refreshAllAt(inHours(6))
    expect(await told()).toEqual([
      {
        kind: 'hold-paused',
        ad: { id: part.adId, title: expect.any(String), thumbnail: 'thumbnail.webp' },
        cause: 'hashtags-missing',
        missingHashtags: ['협찬'],
      },
    ])
    const lacking = async () =>
      (await house.participationViews.detailOf(part.creatorId, part.id))?.video?.missingHashtags
    expect(await lacking()).toEqual(['협찬'])
    house.youTube.publish(aVideo({ title: '', description: '' }))
    await refreshAllAt(inHours(7))
    expect(await lacking()).toEqual(['수분크림', '협찬'])
    expect(await told()).toHaveLength(1)
    house.youTube.publish(aVideo())
    await refreshAllAt(inHours(53))
    expect((await told()).at(-1)).toMatchObject({
      kind: 'hold-resumed',
      releaseDueAt: inDays(30),
      movedMs: 48 * 60 * MINUTE_MS,
    })
  })

  test('for another cause than before is told for that one, and the pauses follow each other', async () => {
    const part = await kept(house, (stores) => storedCompletion(stores, { videoId: aVideoId() }))
    house.youTube.publish(aVideo({ privacy: 'unlisted' }))
    await refreshAllAt(inHours(5))
    house.youTube.publish(aVideo({ title: '', description: '#수분크림' }))
    await refreshAllAt(inHours(10))
    house.youTube.publish(aVideo())
    await refreshAllAt(inHours(12))
    expect(house.tables.videos.get(aVideoId())?.pauses).toEqual([
      { from: inHours(5), to: inHours(10), cause: 'not-public' },
      { from: inHours(10), to: inHours(12), cause: 'hashtags-missing' },
    ])
    expect(await toldTo(house, { id: part.creatorId })).toMatchObject([
      { kind: 'hold-paused', cause: 'not-public' },
      { kind: 'hold-paused', cause: 'hashtags-missing', missingHashtags: ['협찬'] },
      { kind: 'hold-resumed', releaseDueAt: inHours(28 * 24 + 7) },
    ])
  })

  test('is told to nobody when no reward waits for it', async () => {
    const part = await kept(house, (stores) => storedCompletion(stores, { videoId: aVideoId(), reward: 0 }))
    house.youTube.publish(aVideo({ privacy: 'unlisted' }))
    await refreshAllAt(inHours(5))
    expect(livenessOf(aVideoId())?.state).toBe('down')
    expect(await toldTo(house, { id: part.creatorId })).toEqual([])
  })
})

describe('when YouTube does not answer', () => {
  const checkBy = (id: VideoId, at: Instant) =>
    kept(house, async ({ videos }) => {
      const [video] = await videos.findPaced([id])
      if (video === undefined) throw new Error('it is tracked')
      await videos.savePaces(new Map([[id, { ...video.pace, checkBy: at }]]))
    })

  test.each([
    { kind: 'youtube-unavailable' },
    { kind: 'youtube-not-configured' },
    { kind: 'youtube-key-refused' },
    SPENT,
  ] as const)('($kind) nothing at all changes, but that a failed call is put off', async (failure) => {
    await trackedVideos(3)
    await refreshAllAt(NOON)
    house.youTube.fail(failure)
    for (const refresh of [refreshDueAt, refreshAllAt]) {
      const { changed } = await attempt(house, async () => {
        await refresh(inHours(refresh === refreshDueAt ? 5 : 30))
        return err('done')
      })
      expect(changed).toEqual(failure.kind === 'youtube-unavailable' ? ['paces'] : [])
    }
  })

  test('once, halves of the batch are asked for, the next ones are read, and the run ends as ever', async () => {
    const youTube = aYouTube()
    let calls = 0
    aHouseWith(youTube, {
      videos: async (ids) => {
        calls += 1
        return calls === 2 ? err({ kind: 'youtube-unavailable' }) : youTube.platform.videos(ids)
      },
    })
    const ids = await trackedVideos(150)
    expect(await refreshDueAt(NOON)).toEqual(done({ observed: 150, missing: 0 }))
    expect(callsSince().map(([, howMany]) => howMany)).toEqual([50, 25, 25, 50])
    expect(youTube.videoCalls().flat()).toEqual(ids)
  })

  test('for three batches in a row, the run pauses for five minutes, each time anew, and keeps what was read before', async () => {
    const ids = await trackedVideos(300)
    house.youTube.fail({ kind: 'youtube-unavailable' }, 1)
    expect(await refreshDueAt(NOON)).toEqual({
      kind: 'paused',
      counts: { observed: 50, missing: 0, unanswered: 150 },
      until: inMinutes(5),
      why: 'YouTube does not answer',
    })
    expect(house.youTube.videoCalls()).toHaveLength(12)
    expect(observed().map(({ videoId }) => videoId)).toEqual(ids.slice(0, 50))
    expect(await refreshDueAt(inMinutes(5))).toMatchObject({ kind: 'paused', until: inMinutes(10) })
    house.youTube.recover()
    expect(await refreshDueAt(inMinutes(40))).toEqual(done({ observed: 250, missing: 0 }))
  })

  test('at the end of a run, it is tried again from five minutes later on, in parts', async () => {
    await trackedVideos(60)
    house.youTube.fail({ kind: 'youtube-unavailable' }, 1)
    expect(await refreshDueAt(NOON)).toMatchObject({ kind: 'paused', until: inMinutes(5) })
    house.youTube.recover()
    expect(await refreshDueAt(inMinutes(5))).toEqual(done({ observed: 3, missing: 0 }))
    expect(await refreshDueAt(inMinutes(20))).toEqual(done({ observed: 7, missing: 0 }))
  })

  test('since it refuses the key, the run pauses for ten minutes and says what to do', async () => {
    await trackedVideos(60)
    house.youTube.fail({ kind: 'youtube-key-refused' })
    expect(await refreshDueAt(NOON)).toEqual({
      kind: 'paused',
      counts: { observed: 0, missing: 0, unanswered: 50 },
      ...pauseFor({ kind: 'youtube-key-refused' }, NOON),
    })
    expect(house.youTube.calls()).toHaveLength(1)
  })

  test('since nobody has set it up, the run is over and says so', async () => {
    await trackedVideos(3)
    house.youTube.fail({ kind: 'youtube-not-configured' })
    expect(await refreshDueAt(NOON)).toEqual(done({ observed: 0, missing: 0, youTubeNotConfigured: 1 }))
  })

  test.each<PlatformFailure>([{ kind: 'youtube-key-refused' }, SPENT])(
    '($kind) first misses begin anew, also of videos that are not due',
    async (failure) => {
      const [gone = aVideoId(), due = aVideoId()] = await trackedVideos(2)
      house.youTube.takeDown(gone)
      await refreshAllAt(inHours(5))
      await checkBy(due, inHours(8))
      house.youTube.fail(failure)
      await refreshDueAt(inHours(8))
      expect(house.youTube.calls().at(-1)?.ids).toEqual([due])
      expect(livenessOf(gone)).toEqual({ state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(8) })
      house.youTube.recover()
      await refreshAllAt(inHours(12))
      expect(livenessOf(gone)?.state).toBe('missing')
      await refreshAllAt(inHours(14))
      expect(livenessOf(gone)).toMatchObject({ state: 'down', downSince: inHours(8) })
    },
  )

  test('three times in a row, first misses begin anew, also of videos that are not due', async () => {
    const [gone = aVideoId(), ...others] = await trackedVideos(151)
    house.youTube.takeDown(gone)
    await refreshAllAt(inHours(5))
    for (const id of others) await checkBy(id, inHours(8))
    house.youTube.fail()
    await refreshDueAt(inHours(8))
    expect(house.youTube.calls().some(({ ids, call }) => call === 'videos' && ids.includes(gone))).toBe(true)
    expect(livenessOf(gone)).toEqual({ state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(8) })
  })

  test('once, that says nothing of a miss of a video that it was not asked for', async () => {
    const [gone = aVideoId(), due = aVideoId()] = await trackedVideos(2)
    house.youTube.takeDown(gone)
    await refreshAllAt(inHours(5))
    await checkBy(due, inHours(8))
    house.youTube.fail()
    await refreshDueAt(inHours(8))
    expect(livenessOf(gone)).toEqual({ state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(5) })
    house.youTube.recover()
    await refreshDueAt(inHours(11))
    expect(livenessOf(gone)).toMatchObject({ state: 'down', downSince: inHours(5) })
  })

  test('each few hours about some other video, one that is gone is found out all the same', async () => {
    const [gone = aVideoId(), other = aVideoId()] = await trackedVideos(2)
    house.youTube.takeDown(gone)
    await refreshAllAt(NOON)
    for (const hours of [1, 3, 5]) {
      await checkBy(other, inHours(hours))
      house.youTube.fail()
      await refreshDueAt(inHours(hours))
      house.youTube.recover()
      await refreshDueAt(inMinutes(5, inHours(hours)))
    }
    await refreshDueAt(inHours(6))
    expect(livenessOf(gone)).toMatchObject({ state: 'down', downSince: NOON })
  })

  test('no pause begins and none ends', async () => {
    const [gone = aVideoId(), hidden = aVideoId()] = await trackedVideos(2)
    house.youTube.publish(aVideo({ id: hidden, privacy: 'unlisted' }))
    house.youTube.takeDown(gone)
    await refreshAllAt(inHours(1))
    house.youTube.publish(aVideo({ id: hidden }))
    house.youTube.fail()
    await refreshAllAt(inHours(8))
    expect(livenessOf(gone)).toMatchObject({ state: 'missing', firstMissedAt: inHours(8) })
    expect(livenessOf(hidden)).toMatchObject({ state: 'down', downSince: inHours(1) })
    expect(house.tables.videos.rows().flatMap(({ pauses }) => pauses)).toEqual([])
  })
})

describe('after a clock that was wrong', () => {
  test.each([
    ['for everything', () => refreshAllAt(inDays(1))],
    ['for what is due', () => refreshDueAt(inDays(1))],
  ])('a run %s reads again what it read in the future', async (_what, refresh) => {
    const id = await aTrackedVideo()
    await refreshDueAt(inDays(365))
    house.youTube.takeDown(id)
    expect(await refresh()).toEqual(done({ observed: 0, missing: 1 }))
    expect(livenessOf(id)).toMatchObject({ state: 'missing', firstMissedAt: inDays(1) })
    expect(paceOf(id)).toMatchObject({ readAt: null, checkBy: inHours(6, inDays(1)) })
    expect(await refreshDueAt(inMinutes(5, inDays(1)))).toEqual(done({ observed: 0, missing: 0 }))
  })

  test('a video that it did not find is looked for again at once', async () => {
    const id = await aTrackedVideo()
    house.youTube.takeDown(id)
    await refreshDueAt(inDays(365))
    house.youTube.publish(aVideo({ id }))
    expect(await refreshDueAt(inDays(1))).toEqual(done({ observed: 1, missing: 0 }))
    expect(livenessOf(id)).toEqual({ state: 'live', lastGoodAt: inDays(1) })
  })
})

describe('when units are spent', () => {
  test('for checks, figures are read all the same', async () => {
    const youTube = aYouTube()
    let spent = false
    aHouseWith(youTube, {
      videos: async (ids) => (spent ? err(SPENT) : youTube.platform.videos(ids)),
    })
    await trackedVideos(60)
    await refreshDueAt(NOON)
    spent = true
    const counts = { observed: 60, missing: 0, unanswered: 50, outOfUnits: 1 }
    expect(await refreshDueAt(inHours(21))).toEqual(
      doneBut("YouTube's units for checks are spent until 2026-11-23 08:00:00 (Korean time)", counts),
    )
    expect(callsSince(2)).toEqual([
      ['figures', 50],
      ['figures', 10],
    ])
    spent = false
    expect(await refreshDueAt(inMinutes(5, inHours(21)))).toEqual(done({ observed: 60, missing: 0 }))
  })

  test('for figures, checks are made all the same, and first misses stay what they are', async () => {
    const youTube = aYouTube()
    aHouseWith(youTube, { figures: async () => err(SPENT) })
    const [gone = aVideoId(), due = aVideoId()] = await trackedVideos(2)
    youTube.takeDown(gone)
    await refreshDueAt(NOON)
    const counts = { observed: 0, missing: 0, unanswered: 1, outOfUnits: 1 }
    expect(await refreshDueAt(inHours(5))).toEqual(
      doneBut("YouTube's units for figures are spent until 2026-11-23 08:00:00 (Korean time)", counts),
    )
    expect(livenessOf(gone)?.state).toBe('missing')
    expect(await refreshDueAt(inHours(6))).toMatchObject({ counts: { missing: 1, down: 1 } })
    expect(paceOf(due)).toMatchObject({ readAt: NOON })
  })

  test('for both, the run pauses until the first of them is full again', async () => {
    const youTube = aYouTube()
    const longer = { ...SPENT, retryAt: inHours(22) }
    aHouseWith(youTube, { figures: async () => err(SPENT), videos: async () => err(longer) })
    await trackedVideos(60)
    expect(await refreshDueAt(NOON)).toEqual({
      kind: 'paused',
      counts: { observed: 0, missing: 0, unanswered: 100, outOfUnits: 2 },
      until: inHours(20),
      why: "YouTube's quota of the day is spent",
    })
  })

  test('for one, and none are left for the other, the run pauses, too', async () => {
    const youTube = aYouTube()
    aHouseWith(youTube, { videos: async () => err(SPENT), figures: async () => err(SPENT) })
    youTube.allow({ statistics: { unitsLeft: 0, fullAgainAt: inHours(15) } })
    const id = await aTrackedVideo()
    await kept(house, ({ videos }) =>
      videos.savePaces(new Map([[id, { ...unreadPace(inDays(1)), checkBy: NOON }]])),
    )
    expect(await refreshDueAt(NOON)).toMatchObject({ kind: 'paused', until: inHours(15) })
  })
})

describe('a run', () => {
  const job = () =>
    refreshStatistics({ ...house, platform: house.youTube.platform, videoViews: house.views.videos })
  const aStoredRun = () => kept(house, (stores) => storedRun(stores, 'refresh-statistics'))

  test('that is to stop does so between two batches, and the next one reads the rest', async () => {
    await trackedVideos(120)
    const run = await aStoredRun()
    let asked = 0
    const isStopping = () => {
      asked += 1
      return asked > 2
    }
    expect(await job()(run, { scope: 'due', isStopping })).toEqual({
      kind: 'stopped',
      counts: { observed: 100, missing: 0 },
    })
    expect(await job()(run, { ...TO_THE_END, scope: 'due' })).toEqual(done({ observed: 20, missing: 0 }))
    expect(observed()).toHaveLength(120)
  })

  test('for everything goes on at its cursor, whoever takes it up', async () => {
    const ids = await trackedVideos(120)
    // None is due, so that only a run for everything reads them.
    await kept(house, ({ videos }) => videos.savePaces(new Map(ids.map((id) => [id, unreadPace(inDays(9))]))))
    const run = await aStoredRun()
    const cursors: (string | null)[] = []
    const noting = refreshStatistics({
      ...house,
      platform: house.youTube.platform,
      videoViews: house.views.videos,
      transact: (work) =>
        house.transact((stores) =>
          work({
            ...stores,
            jobs: {
              ...stores.jobs,
              advance: (of, cursor, now) => {
                cursors.push(cursor)
                return stores.jobs.advance(of, cursor, now)
              },
            },
          }),
        ),
    })
    let asked = 0
    const isStopping = () => {
      asked += 1
      return asked > 2
    }
    await noting(run, { scope: 'all', isStopping })
    expect(cursors).toEqual([`all:${ids[49]}`, `all:${ids[99]}`])
    const [, cursor = null] = cursors
    expect(await job()({ ...run, cursor }, { ...TO_THE_END, scope: 'due' })).toEqual(
      done({ observed: 20, missing: 0 }),
    )
    expect(house.youTube.videoCalls().flat()).toEqual(ids)
  })

  test('that another server has taken over writes nothing more', async () => {
    const ids = await trackedVideos(120)
    const run = await aStoredRun()
    const { videos } = house.youTube.platform
    let calls = 0
    const overtaken = refreshStatistics({
      ...house,
      videoViews: house.views.videos,
      platform: {
        ...house.youTube.platform,
        videos: async (asked) => {
          calls += 1
          if (calls === 2)
            await kept(house, async ({ jobs }) => {
              const standing = await jobs.find('refresh-statistics')
              if (standing !== null) await jobs.save({ ...standing, token: run.token + 1 })
            })
          return videos(asked)
        },
      },
    })
    expect(await overtaken(run, { ...TO_THE_END, scope: 'due' })).toEqual({ kind: 'taken-over' })
    expect(observed().map(({ videoId }) => videoId)).toEqual(ids.slice(0, 50))
    expect(calls).toBe(2)
  })

  test('does not go back behind a submission that came between its answer and its transaction', async () => {
    const part = await kept(house, (stores) => storedSubmission(stores, { videoId: aVideoId() }))
    house.youTube.publish(aVideo({ privacy: 'unlisted' }))
    const run = await aStoredRun()
    const answered = house.clock.now()
    const overtaken = refreshStatistics({
      ...house,
      videoViews: house.views.videos,
      platform: house.youTube.platform,
      clock: { now: () => answered },
      transact: async (work) => {
        await kept(house, async ({ videos }) => {
          demand(await videos.claim(aClaim(part.id), inMinutes(1)))
          const [video] = await videos.findPaced([aVideoId()])
          if (video === undefined) throw new Error('it is tracked')
          await videos.savePaces(new Map([[aVideoId(), { ...video.pace, readAt: inMinutes(1) }]]))
        })
        return house.transact(work)
      },
    })
    expect(await overtaken(run, { ...TO_THE_END, scope: 'due' })).toEqual(done({ observed: 0, missing: 0 }))
    expect(livenessOf(aVideoId())?.state).toBe('live')
    expect(observed()).toEqual([])
  })
})
