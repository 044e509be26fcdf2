import { beforeEach, describe, expect, test } from 'vitest'
import { refreshStatistics } from '../../../src/application/video/refresh-statistics.ts'
import { HOUR_MS, type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import type { VideoId } from '../../../src/domain/video/youtube-url.ts'
import { UNREADABLE, type VideoPlatform } from '../../../src/ports/video-platform.ts'
import { aHouse, type TestHouse } from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { outcomeOf, storedRun, TO_THE_END } from '../../fixtures/jobs.ts'
import { kept, oneByOne, storedAd, storedCompletion } from '../../fixtures/stored.ts'
import { aVideoId } from '../../fixtures/video.ts'
import { aVideo, aYouTube, type YouTube } from '../../fixtures/you-tube.ts'

const BAD = aVideoId('0007')
const TICK_MS = 5 * MINUTE_MS

let house: TestHouse
let youTube: YouTube
beforeEach(() => {
  youTube = aYouTube()
})

/** A YouTube that answers some calls in a way of its own, which counts them, too. */
const aHouseWith = (over: Partial<VideoPlatform>) => {
  house = aHouse({ youTube: { ...youTube, platform: { ...youTube.platform, ...over } } })
}

/** Tracked and due since NOON, in the order of their ids. */
const trackedVideos = (howMany: number): Promise<readonly VideoId[]> =>
  kept(house, async (stores) => {
    const ad = await storedAd(stores, { capacity: 1_000 })
    return oneByOne(howMany, async (index) => {
      const id = aVideoId(String(index).padStart(4, '0'))
      await storedCompletion(stores, { ad, videoId: id })
      youTube.publish(aVideo({ id }))
      return id
    })
  })

const refreshAt = (at: Instant, scope: 'due' | 'all' = 'due') => {
  house.clock.set(at)
  return outcomeOf(house, 'refresh-statistics', scope)
}
const readNow = () => new Set(house.tables.observations.rows().map(({ videoId }) => videoId))
const but = (ids: readonly VideoId[], ...without: readonly VideoId[]) =>
  new Set(ids.filter((id) => !without.includes(id)))
const paceOf = (id: VideoId) => house.tables.paces.get(id)
const livenessOf = (id: VideoId) => house.tables.videos.get(id)?.liveness

describe('one video that YouTube fails over', () => {
  beforeEach(() => {
    aHouseWith({
      videos: async (ids) =>
        ids.includes(BAD) ? err({ kind: 'youtube-unavailable' }) : youTube.platform.videos(ids),
    })
  })

  test('is found among its neighbours, which are read in the same run, and is put off by an hour', async () => {
    const ids = await trackedVideos(120)
    expect(await refreshAt(NOON)).toEqual({
      kind: 'done',
      counts: { observed: 119, missing: 0, unanswered: 1 },
      left: { why: 'YouTube gave no answer about 1 video' },
    })
    expect(readNow()).toEqual(but(ids, BAD))
    const anHourOn = { checkBy: inHours(1), promisedBy: inHours(1), wantedAt: inHours(1) }
    expect(paceOf(BAD)).toMatchObject({ ...anHourOn, readAt: null })
    expect(livenessOf(BAD)).toEqual({ state: 'live', lastGoodAt: NOON })
  })

  test('is known again to be at fault itself when it is due, and no outage', async () => {
    await trackedVideos(8)
    await refreshAt(NOON)
    expect(await refreshAt(inHours(20))).toMatchObject({
      kind: 'done',
      counts: { observed: 7, unanswered: 1 },
    })
  })
})

test('two videos that YouTube fails over, on both sides of a batch, are found, and keep nobody waiting', async () => {
  const bad = [aVideoId('0000'), aVideoId('0049')]
  aHouseWith({
    videos: async (ids) =>
      bad.some((id) => ids.includes(id))
        ? err({ kind: 'youtube-unavailable' })
        : youTube.platform.videos(ids),
  })
  const ids = await trackedVideos(120)
  expect(await refreshAt(NOON)).toMatchObject({ kind: 'done' })
  await refreshAt(later(NOON, TICK_MS))
  expect(ids.filter((id) => !readNow().has(id))).toEqual(bad)
})

describe('one video over which this program breaks', () => {
  const broken = new Error('YouTube does not understand our videos request: 400 badRequest')
  beforeEach(() => {
    aHouseWith({
      videos: async (ids) => {
        if (ids.includes(BAD)) throw broken
        return youTube.platform.videos(ids)
      },
    })
  })

  test('is told in the log with its stack, counted, and put off by an hour, and all others are read', async () => {
    const ids = await trackedVideos(120)
    expect(await refreshAt(NOON)).toEqual({ kind: 'done', counts: { observed: 119, missing: 0, broken: 1 } })
    expect(readNow()).toEqual(but(ids, BAD))
    expect(house.logged).toEqual([
      {
        level: 'error',
        message: 'job broke over some of its work, and goes on without it',
        job: 'refresh-statistics',
        error: broken.stack,
      },
    ])
    expect(paceOf(BAD)).toMatchObject({ checkBy: inHours(1) })
    expect(await refreshAt(later(NOON, TICK_MS))).toEqual({
      kind: 'done',
      counts: { observed: 0, missing: 0 },
    })
  })

  test('does not stop a run for everything', async () => {
    const ids = await trackedVideos(60)
    expect(await refreshAt(NOON, 'all')).toMatchObject({ kind: 'done', counts: { observed: 59, broken: 1 } })
    expect(readNow()).toEqual(but(ids, BAD))
  })
})

test('a run that breaks over everything goes to its end, a call for each batch, and tells of each', async () => {
  let calls = 0
  aHouseWith({
    videos: async () => {
      calls += 1
      throw new Error('nothing is understood any more')
    },
  })
  await trackedVideos(300)
  expect(await refreshAt(NOON)).toMatchObject({ kind: 'done', counts: { broken: 300 } })
  // Two batches more for the halves and quarters of the first one, until it is plain that those are no better.
  expect(calls).toBe(6 + 4)
  expect(house.logged).toHaveLength(8)
})

test('what cannot even be put off stops nothing, and both errors are told', async () => {
  aHouseWith({})
  const ids = await trackedVideos(60)
  const run = await kept(house, (stores) => storedRun(stores, 'refresh-statistics'))
  const told: unknown[] = []
  const refresh = refreshStatistics({
    ...house,
    videoViews: house.views.videos,
    platform: youTube.platform,
    onBroken: (error) => told.push(error),
    transact: (work) =>
      house.transact(({ videos, ...stores }) =>
        work({
          ...stores,
          videos: {
            ...videos,
            findPaced: (asked) => (asked.includes(BAD) ? refuse('unreadable') : videos.findPaced(asked)),
            putOff: (asked, until) => (asked.includes(BAD) ? refuse('full') : videos.putOff(asked, until)),
          },
        }),
      ),
  })
  const outcome = await refresh(run, { ...TO_THE_END, scope: 'due' })
  // By its check, and then by its figures, which are promised, too.
  expect(outcome).toEqual({ kind: 'done', counts: { observed: 59, missing: 0, broken: 2 } })
  expect(readNow()).toEqual(but(ids, BAD))
  const both = [new Error('unreadable'), new Error('full')]
  expect(told).toEqual([...both, ...both])
})

const refuse = async (why: string): Promise<never> => {
  throw new Error(why)
}

describe('what YouTube tells in a form that cannot be read', () => {
  beforeEach(() => {
    aHouseWith({
      videos: async (ids) => {
        const answer = await youTube.platform.videos(ids)
        if (!answer.ok || !ids.includes(BAD)) return answer
        return ok(new Map([...answer.value, [BAD, UNREADABLE]]))
      },
    })
  })

  test('is neither missing nor good, and is asked for again a quarter of an hour later', async () => {
    const ids = await trackedVideos(50)
    const counts = { observed: 49, missing: 0, unanswered: 1 }
    expect(await refreshAt(inHours(1))).toEqual({
      kind: 'done',
      counts,
      left: { why: 'YouTube gave no answer about 1 video' },
    })
    expect(readNow()).toEqual(but(ids, BAD))
    expect(livenessOf(BAD)).toEqual({ state: 'live', lastGoodAt: NOON })
    expect(paceOf(BAD)).toMatchObject({ readAt: null, checkBy: later(inHours(1), 15 * MINUTE_MS) })
    const before = youTube.videoCalls().length
    await refreshAt(later(inHours(1), 10 * MINUTE_MS))
    expect(youTube.videoCalls()).toHaveLength(before)
    await refreshAt(later(inHours(1), 15 * MINUTE_MS))
    expect(youTube.videoCalls().at(-1)).toEqual([BAD])
  })
})

describe('a run for everything whose units end', () => {
  const SPENT = { kind: 'youtube-quota-exhausted', retryAt: inHours(20) } as const

  test.each([0, 1, 2])('after %d calls pauses until they are back, and goes on there', async (answered) => {
    aHouseWith({})
    const ids = await trackedVideos(120)
    youTube.fail(SPENT, answered)
    expect(await refreshAt(NOON, 'all')).toMatchObject({
      kind: 'paused',
      until: inHours(20),
      counts: { observed: 50 * answered, outOfUnits: 1 },
    })
    youTube.recover()
    const calls = youTube.videoCalls().length
    await refreshAt(inHours(20))
    expect(youTube.videoCalls().slice(calls).flat()).toEqual(ids.slice(50 * answered))
  })
})

describe('reads that are wanted', () => {
  /** 120 videos that are wanted, each call of which takes two minutes. */
  const wanted = async (fullAgainAt: Instant) => {
    aHouseWith({
      figures: async (ids) => {
        house.clock.pass(2 * MINUTE_MS)
        return youTube.platform.figures(ids)
      },
    })
    const ids = await trackedVideos(400)
    const pace = { views: null, viewsPerDay: null, unchangedReads: 0, readAt: null }
    await kept(house, ({ videos }) =>
      videos.savePaces(
        new Map(
          ids.map((id) => [id, { ...pace, promisedBy: inDays(5), checkBy: inDays(5), wantedAt: NOON }]),
        ),
      ),
    )
    youTube.allow({ statistics: { unitsLeft: 9_000, fullAgainAt } })
  }

  test('end when the next run is due, whose checks and promises must not wait', async () => {
    await wanted(inHours(9))
    expect(await refreshAt(NOON)).toMatchObject({ kind: 'done', counts: { observed: 150 } })
  })

  test('end when the day of the allowance does', async () => {
    await wanted(later(NOON, 3 * MINUTE_MS))
    expect(await refreshAt(NOON)).toMatchObject({ kind: 'done', counts: { observed: 100 } })
  })
})

test('one that YouTube fails over moves no first miss of a neighbour that is answered a moment later', async () => {
  aHouseWith({
    videos: async (ids) =>
      ids.includes(BAD) ? err({ kind: 'youtube-unavailable' }) : youTube.platform.videos(ids),
  })
  const [gone = aVideoId()] = (await trackedVideos(60)).filter((id) => id !== BAD)
  youTube.takeDown(gone)
  await refreshAt(NOON)
  const firstMiss = house.tables.videos.get(gone)?.liveness
  expect(firstMiss).toMatchObject({ state: 'missing', firstMissedAt: NOON })
  await refreshAt(later(NOON, 6 * HOUR_MS))
  expect(house.tables.videos.get(gone)?.liveness).toMatchObject({ state: 'down', downSince: NOON })
})

test('four in every quarter of the only batch are no outage for ever: all others are read within the hour', async () => {
  const bad = ['0000', '0020', '0030', '0049'].map((ending) => aVideoId(ending))
  aHouseWith({
    videos: async (ids) =>
      bad.some((id) => ids.includes(id))
        ? err({ kind: 'youtube-unavailable' })
        : youTube.platform.videos(ids),
  })
  const ids = await trackedVideos(50)
  const read = new Set<VideoId>()
  for (let at = NOON; at < later(NOON, HOUR_MS); at = later(at, TICK_MS)) {
    await refreshAt(at)
    for (const id of readNow()) read.add(id)
  }
  expect(ids.filter((id) => !read.has(id))).toEqual(bad)
})
