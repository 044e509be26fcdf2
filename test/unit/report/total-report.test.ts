import { beforeEach, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import type { AdCategory } from '../../../src/domain/categories.ts'
import { later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import type { Figures } from '../../../src/domain/report/engagement.ts'
import { aHouse, everythingIn, type TestHouse } from '../../fixtures/house.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import {
  kept,
  storedAd,
  storedAssignment,
  storedCompletion,
  storedCreator,
  storedSubmission,
} from '../../fixtures/stored.ts'
import { anObservation, aVideoId } from '../../fixtures/video.ts'

let house: TestHouse
let haneul: Account
beforeEach(async () => {
  house = aHouse()
  haneul = await kept(house, (stores) => storedCreator(stores))
})

const report = (of = haneul) => house.readTotalReport(of.id)

/** A completed participation whose video was read once for each of the figures, a day apart. */
const completedWith = (
  reads: readonly Partial<Figures>[],
  {
    creator = haneul,
    category = 'beauty',
    reward = 50_000,
    ending,
  }: { creator?: Account; category?: AdCategory; reward?: number; ending: string },
) =>
  kept(house, async (stores) => {
    const ad = await storedAd(stores, { category })
    const videoId = aVideoId(ending)
    await storedCompletion(stores, { creator, ad, reward, videoId })
    for (const [day, figures] of reads.entries())
      await stores.videos.observe(anObservation({ videoId, at: inDays(day), run: `run-${day}`, ...figures }))
  })

test('whoever has completed nothing has a report of nothing, and an unknown engagement rate', async () => {
  await kept(house, async (stores) => {
    await storedAssignment(stores, { creator: haneul })
    await storedSubmission(stores, { creator: haneul })
  })
  expect(await report()).toEqual({
    views: 0,
    likes: 0,
    cost: 0,
    engagementRate: null,
    top: [],
    points: [],
    asOf: null,
  })
})

test('the newest figures of all completed participations are added up', async () => {
  await completedWith(
    [
      { views: 100, likes: 1, comments: 1 },
      { views: 1_000, likes: 50, comments: 10 },
    ],
    { ending: 'a', reward: 50_000 },
  )
  await completedWith([{ views: 3_000, likes: 30, comments: 30 }], { ending: 'b', reward: 30_000 })
  expect(await report()).toMatchObject({ views: 4_000, likes: 80, cost: 80_000, engagementRate: 3 })
})

test('a correction downwards counts as it is', async () => {
  await completedWith([{ views: 5_000 }, { views: 4_200 }], { ending: 'a' })
  expect(await report()).toMatchObject({ views: 4_200, points: [4_200, 5_000] })
})

test('unknown figures add nothing: neither to the sums nor to the engagement rate', async () => {
  await completedWith([{ views: 1_000, likes: null, comments: 20 }], { ending: 'a' })
  await completedWith([{ views: null, likes: 500, comments: 500 }], { ending: 'b' })
  await completedWith([], { ending: 'c', reward: 10_000 })
  expect(await report()).toMatchObject({ views: 1_000, likes: 500, engagementRate: 2, cost: 110_000 })
})

test('the three categories with the most views per video come first', async () => {
  await completedWith([{ views: 1_000 }], { ending: 'a', category: 'beauty' })
  await completedWith([{ views: 3_000 }], { ending: 'b', category: 'beauty' })
  await completedWith([{ views: 5_000 }], { ending: 'c', category: 'travel' })
  await completedWith([{ views: 100 }], { ending: 'd', category: 'other' })
  await completedWith([{ views: 300 }], { ending: 'e', category: 'restaurant' })
  expect((await report()).top).toEqual([
    { category: 'travel', views: 5_000 },
    { category: 'beauty', views: 2_000 },
    { category: 'restaurant', views: 300 },
  ])
})

test('the chart shows the last five totals over all videos, newest first', async () => {
  await completedWith(
    [1, 2, 3, 4, 5, 6, 7].map((views) => ({ views })),
    { ending: 'a' },
  )
  await kept(house, async (stores) => {
    const videoId = aVideoId('b')
    await storedCompletion(stores, { creator: haneul, videoId })
    await stores.videos.observe(anObservation({ videoId, at: inHours(12, inDays(5)), views: 100 }))
  })
  expect((await report()).points).toEqual([107, 106, 6, 5, 4])
})

test('the figures are as of the newest read of any video', async () => {
  await completedWith([{ views: 1 }, { views: 2 }, { views: null }], { ending: 'a' })
  await completedWith([{ views: 10 }], { ending: 'b' })
  await completedWith([], { ending: 'c' })
  expect((await report()).asOf).toBe(inDays(2))
})

test('a video that is read seldom counts in every point, however often the others are read', async () => {
  await completedWith([{ views: 1_000_000 }], { ending: 'seldom' })
  await kept(house, async (stores) => {
    const videoId = aVideoId('often')
    await storedCompletion(stores, { creator: haneul, videoId })
    for (let minute = 0; minute < 10_000; minute += 1)
      await stores.videos.observe(
        anObservation({
          videoId,
          run: `run-${minute}`,
          at: later(inDays(1), minute * MINUTE_MS),
          views: minute,
        }),
      )
  })
  const [newest, ...earlier] = (await report()).points
  expect(newest).toBe(1_009_999)
  expect(earlier).toHaveLength(4)
  expect(Math.min(...earlier)).toBeGreaterThan(1_000_000)
})

test("nobody sees anything of another's, and looking changes nothing", async () => {
  const minsu = await kept(house, (stores) => storedCreator(stores))
  await completedWith([{ views: 10, likes: 1, comments: 0 }], { ending: 'a', reward: 1_000 })
  await completedWith([{ views: 9_999 }], { ending: 'b', creator: minsu, reward: 90_000 })
  const before = everythingIn(house)
  expect(await report()).toEqual({
    views: 10,
    likes: 1,
    cost: 1_000,
    engagementRate: 10,
    top: [{ category: 'beauty', views: 10 }],
    points: [10],
    asOf: inDays(0),
  })
  expect(everythingIn(house)).toEqual(before)
})
