import { beforeEach, describe, expect, test } from 'vitest'
import { purgeObservations } from '../../../src/application/video/purge-observations.ts'
import { DAY_MS, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { lastPoints } from '../../../src/domain/report/series.ts'
import { PROMISED_OF_THE_SETTLED_MS } from '../../../src/domain/video/pace.ts'
import { purgeBefore, STATISTICS_RETENTION } from '../../../src/domain/video/retention.ts'
import { aPendingChannel } from '../../fixtures/channel.ts'
import {
  aHouse,
  anOperator,
  aVerifiedCreator,
  channelOf,
  everythingIn,
  type TestHouse,
} from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCompletion, storedSubmission } from '../../fixtures/stored.ts'
import { anObservation, aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'

/** The next purge comes a day later: what is kept now must not be older than 30 days then. */
const OLDEST_KEPT = inDays(-29)

let house: TestHouse
beforeEach(() => {
  house = aHouse()
})

const purge = () => house.runJob('purge-observations', { scope: 'all' })
const observedAt = () => house.tables.observations.rows().map(({ at }) => at)
const doneWith = (counts: Record<string, number>) => ({
  outcome: {
    kind: 'done',
    counts: { observations: 0, corrections: 0, paces: 0, channels: 0, ...counts },
  },
})

describe('observations', () => {
  test('are kept to the millisecond for as long as they may be', async () => {
    await kept(house, async (stores) => {
      await storedSubmission(stores, { videoId: aVideoId() })
      for (const at of [inDays(-400), later(OLDEST_KEPT, -1), OLDEST_KEPT, NOON])
        await stores.videos.observe(anObservation({ run: `${at}`, at }))
    })
    expect(await purge()).toMatchObject(doneWith({ observations: 2 }))
    expect(observedAt()).toEqual([OLDEST_KEPT, NOON])
  })

  test('are never purged before a settled video is read again, a day late at the most, however little is set', () => {
    const lastRead = later(NOON, -PROMISED_OF_THE_SETTLED_MS - DAY_MS)
    expect(purgeBefore(NOON, STATISTICS_RETENTION.leastDays)).toBeLessThanOrEqual(lastRead)
    expect(purgeBefore(NOON, STATISTICS_RETENTION.leastDays - 1)).toBeGreaterThan(lastRead)
  })

  test('are kept for as long as the setting says', async () => {
    house = aHouse({ statisticsRetentionDays: 1_096 })
    await kept(house, async (stores) => {
      await storedSubmission(stores, { videoId: aVideoId() })
      for (const at of [later(inDays(-1_095), -1), inDays(-1_095)])
        await stores.videos.observe(anObservation({ run: `${at}`, at }))
    })
    expect(await purge()).toMatchObject(doneWith({ observations: 1 }))
    expect(observedAt()).toEqual([inDays(-1_095)])
  })

  test('that came from 2020 are YouTube’s as well, whoever had read them', async () => {
    await kept(house, async (stores) => {
      await storedSubmission(stores, { videoId: aVideoId() })
      await stores.videos.observe(anObservation({ source: 'import-2020', at: inDays(-2_000) }))
    })
    expect(await purge()).toMatchObject(doneWith({ observations: 1 }))
  })

  test('by the thousand go in several transactions of one run', async () => {
    await kept(house, async (stores) => {
      await storedSubmission(stores, { videoId: aVideoId() })
      for (let hour = 0; hour < 2_100; hour += 1)
        await stores.videos.observe(anObservation({ run: `${hour}`, at: inHours(-hour) }))
    })
    expect(await purge()).toMatchObject(doneWith({ observations: 2_100 - 29 * 24 - 1 }))
    expect(observedAt()).toHaveLength(29 * 24 + 1)
    expect(await purge()).toMatchObject(doneWith({}))
  })
})

test('a report tells what is unknown once everything was purged, and a later read fills it again', async () => {
  const part = await kept(house, async (stores) => {
    const completion = await storedCompletion(stores, { videoId: aVideoId() })
    await stores.videos.observe(anObservation({ at: inDays(-40) }))
    return completion
  })
  const report = async () => ({
    own: await house.reportViews.oneOf(part.creatorId, part.id),
    series: await house.reportViews.series([aVideoId()], 10),
    total: await house.readTotalReport(part.creatorId),
  })
  expect((await report()).own).toMatchObject({ views: 1_200, observedAt: inDays(-40) })
  await purge()
  const { own, series, total } = await report()
  expect(own).toMatchObject({ views: null, likes: null, comments: null, observedAt: null, reward: 50_000 })
  expect([series, lastPoints(series)]).toEqual([[], []])
  expect(total).toMatchObject({ cost: 50_000, engagementRate: null, top: [], points: [] })
  await kept(house, ({ videos }) => videos.observe(anObservation({ run: 'later', views: 1_300 })))
  expect((await report()).own).toMatchObject({ views: 1_300, observedAt: NOON })
})

test('what money was decided on stays, and the books agree', async () => {
  house.youTube.publish(aVideo())
  const operator = await anOperator(house)
  const part = await kept(house, async (stores) => {
    const submission = await storedSubmission(stores, { videoId: aVideoId() })
    await stores.videos.observe(anObservation({ views: 777 }))
    return submission
  })
  const { creatorId, adId } = part
  demand(await house.completeParticipation({ operator, creatorId, adId, key: null }))
  const decided = house.tables.snapshots.rows()
  house.clock.set(inDays(60))
  expect(await purge()).toMatchObject(doneWith({ observations: 1 }))
  expect(observedAt()).toEqual([])
  expect(house.tables.snapshots.rows()).toEqual(decided)
  expect(decided).toMatchObject([{ decision: 'completed', newest: { at: NOON, views: 777 } }])
  expect((await house.views.cash.books()).drift).toEqual([])
})

test('what YouTube told of a channel goes once it was not read for so long, and the channel can still be told', async () => {
  const readAt = async (at: typeof NOON) => {
    const { id } = await aVerifiedCreator(house, { channel: { identity: null, reading: null } })
    await kept(house, ({ channels }) =>
      channels.save(aPendingChannel(id, { reading: { at, dueAt: null }, claimedName: '하늘의 하루' })),
    )
    return id
  }
  const [old, young] = [await readAt(later(OLDEST_KEPT, -1)), await readAt(OLDEST_KEPT)]
  const identity = channelOf(house, young).identity
  expect(await purge()).toMatchObject(doneWith({ channels: 1 }))
  expect(channelOf(house, old).identity).toEqual({ ...identity, title: '하늘의 하루', subscribers: null })
  expect(channelOf(house, young).identity).toEqual(identity)
})

test('nothing else is touched', async () => {
  await kept(house, async (stores) => {
    await storedCompletion(stores, { videoId: aVideoId() })
    await stores.videos.observe(anObservation({ at: inDays(-40) }))
  })
  const { observations: _, ...before } = everythingIn(house)
  await purge()
  expect(everythingIn(house)).toMatchObject(before)
})

test('a run that another process has taken over purges nothing', async () => {
  await kept(house, async (stores) => {
    await storedSubmission(stores, { videoId: aVideoId() })
    await stores.videos.observe(anObservation({ at: inDays(-40) }))
  })
  const job = purgeObservations({ ...house, statisticsRetentionDays: 30 })
  const stale = { job: 'purge-observations', slot: NOON, token: 1, cursor: null, attempts: 1 } as const
  await purge()
  await kept(house, ({ videos }) => videos.observe(anObservation({ run: 'again', at: inDays(-40) })))
  const outcome = await job({ ...stale, leaseMs: MINUTE_MS }, { isStopping: () => false, scope: 'due' })
  expect(outcome).toEqual({ kind: 'taken-over' })
  expect(observedAt()).toEqual([inDays(-40)])
})
