import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import type { VideoFacts } from '../../../src/ports/video-platform.ts'
import { aHouse, allAtOnce, attempt, everythingIn, type TestHouse, toldTo } from '../../fixtures/house.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { countIn, outcomeOf, ran } from '../../fixtures/jobs.ts'
import { kept, oneByOne, storedCompletion, storedSubmission } from '../../fixtures/stored.ts'
import { aSnapshot, aVideoId } from '../../fixtures/video.ts'
import { aVideo } from '../../fixtures/you-tube.ts'

/** Published and completed at NOON, with 28 hold days. */
const DUE = inDays(28)

let house: TestHouse
let part: Participation
beforeEach(async () => {
  house = aHouse()
  house.youTube.publish(aVideo())
  part = await kept(house, (stores) => storedCompletion(stores, { videoId: aVideoId() }))
})

afterEach(async () => {
  expect((await house.views.cash.books()).drift).toEqual([])
})

/** Looks at the video at that time. */
const checkAt = async (at: Instant, video?: Partial<VideoFacts> | 'deleted' | 'unanswered') => {
  house.clock.set(at)
  if (video === 'unanswered') house.youTube.fail()
  else house.youTube.recover()
  if (video === 'deleted') house.youTube.takeDown(aVideoId())
  else if (video !== 'unanswered') house.youTube.publish(aVideo(video))
  expect((await outcomeOf(house, 'refresh-statistics')).kind).toBe(video === 'unanswered' ? 'paused' : 'done')
}

const releaseAt = (at: Instant) => {
  house.clock.set(at)
  return ran(house, 'release-rewards')
}

const released = { released: 1, waiting: 0 }
const waiting = { released: 0, waiting: 1 }
const balance = () => house.cashViews.balance(part.creatorId)

/** With a good check an hour before: waits until the last millisecond before `due`, and is released then. */
const expectDueExactlyAt = async (due: Instant): Promise<void> => {
  await checkAt(inHours(-1, due))
  expect(await releaseAt(later(due, -1))).toEqual(waiting)
  expect(await releaseAt(due)).toEqual(released)
}

describe('a reward', () => {
  test('becomes withdrawable exactly when the hold is over', async () => {
    await expectDueExactlyAt(DUE)
    expect(await balance()).toEqual({ pending: 0, withdrawable: 50_000, requested: 0, paid: 0 })
  })

  test('is posted with its ad as title, and the creator is told', async () => {
    await checkAt(DUE)
    await releaseAt(DUE)
    expect(house.tables.postings.rows().at(-1)).toEqual({
      creatorId: part.creatorId,
      cause: `release:${part.id}`,
      from: 'pending',
      to: 'withdrawable',
      amount: 50_000,
      at: DUE,
      title: '수분 가득 여름 크림 체험단',
    })
    expect(await toldTo(house, { id: part.creatorId })).toMatchObject([
      { kind: 'released', ad: { id: part.adId }, amount: 50_000 },
    ])
  })

  test('is released with what was known of its video then', async () => {
    await checkAt(DUE)
    await releaseAt(later(DUE, HOUR_MS))
    const { views, likes, comments } = aVideo()
    expect(house.tables.snapshots.rows()).toEqual([
      aSnapshot(part.id, {
        decision: 'released',
        at: later(DUE, HOUR_MS),
        lastGoodAt: DUE,
        newest: { at: DUE, views, likes, comments, privacy: 'public', source: 'videos.list' },
      }),
    ])
  })

  test('that is not due waits, and nothing changes', async () => {
    await checkAt(inDays(27))
    const before = everythingIn(house)
    expect(await releaseAt(inDays(27))).toEqual(waiting)
    expect(everythingIn(house)).toEqual(before)
  })

  test('is never released before the participation is completed', async () => {
    await kept(house, (stores) => storedSubmission(stores))
    await checkAt(inDays(60))
    expect(await releaseAt(inDays(60))).toEqual(released)
    expect(house.tables.postings.rows().filter(({ to }) => to === 'withdrawable')).toHaveLength(1)
  })

  test('of a video that was approved late is due at once', async () => {
    await kept(house, ({ participations }) => participations.save({ ...part, since: inDays(40) }))
    await checkAt(inDays(40))
    expect(await releaseAt(later(inDays(40), -1))).toEqual(waiting)
    expect(await releaseAt(inDays(40))).toEqual(released)
  })

  test('whose video was not found in order of late is not even taken up when only what is due is asked for', async () => {
    await checkAt(inHours(-25, DUE))
    house.clock.set(DUE)
    expect(await ran(house, 'release-rewards', 'due')).toEqual({ released: 0, waiting: 0 })
    await checkAt(later(DUE, HOUR_MS))
    house.clock.set(later(DUE, 2 * HOUR_MS))
    expect(await ran(house, 'release-rewards', 'due')).toEqual(released)
  })

  test('is released once, however often the job runs', async () => {
    await checkAt(DUE)
    await releaseAt(DUE)
    const before = everythingIn(house)
    expect(await releaseAt(DUE)).toEqual({ released: 0, waiting: 0 })
    expect(everythingIn(house)).toEqual(before)
  })

  test('is released once by 64 runs at the same time', async () => {
    await checkAt(DUE)
    const runs = await allAtOnce(64, () => house.runJob('release-rewards', { scope: 'all' }))
    expect(runs.reduce((total, run) => total + countIn(run, 'released'), 0)).toBe(1)
    expect(await balance()).toMatchObject({ pending: 0, withdrawable: 50_000 })
  })

  test('of goods alone is never held', async () => {
    await kept(house, (stores) => storedCompletion(stores, { reward: 0 }))
    await checkAt(inDays(27))
    expect(await releaseAt(inDays(27))).toEqual(waiting)
  })
})

describe('the check of a video', () => {
  test('may be 24 hours old', async () => {
    await checkAt(DUE)
    expect(await releaseAt(inHours(24, DUE))).toEqual(released)
  })

  test('that is older than 24 hours releases nothing: the reward waits for the next one', async () => {
    await checkAt(DUE)
    const late = later(inHours(24, DUE), 1)
    expect(await releaseAt(late)).toEqual(waiting)
    await checkAt(late)
    expect(await releaseAt(late)).toEqual(released)
  })

  test('that YouTube did not answer is none: the reward waits until after the outage, and not a day longer', async () => {
    await checkAt(inDays(-3, DUE))
    for (const days of [-2, -1, 0, 1, 2]) await checkAt(inDays(days, DUE), 'unanswered')
    expect(await releaseAt(inDays(2, DUE))).toEqual(waiting)
    await checkAt(inHours(1, inDays(2, DUE)))
    expect(await releaseAt(inHours(1, inDays(2, DUE)))).toEqual(released)
  })
})

describe('while a video is not as agreed', () => {
  test.each([
    ['unlisted', { privacy: 'unlisted' }],
    ['without a hashtag', { description: '' }],
    ['not watchable', { watchable: false }],
  ] as const)('(%s) the reward waits, however long', async (_what, video) => {
    await checkAt(inHours(-3, DUE))
    await checkAt(inHours(-2, DUE), video)
    expect(await releaseAt(DUE)).toEqual(waiting)
    for (const day of [29, 90]) {
      await checkAt(inDays(day), video)
      expect(await releaseAt(inDays(day))).toEqual(waiting)
    }
    expect(await balance()).toMatchObject({ pending: 50_000, withdrawable: 0 })
  })

  test('the date moves back by exactly the time from the failed check to the next good one', async () => {
    await checkAt(inDays(10), { privacy: 'unlisted' })
    await checkAt(inDays(11), { privacy: 'unlisted' })
    await checkAt(later(inDays(12), 5 * HOUR_MS + 7))
    await expectDueExactlyAt(later(DUE, 53 * HOUR_MS + 7))
  })

  test('each of several times counts', async () => {
    await checkAt(inDays(5), { privacy: 'unlisted' })
    await checkAt(inDays(6))
    await checkAt(inDays(10), { description: '' })
    await checkAt(inDays(13))
    await expectDueExactlyAt(inDays(4, DUE))
  })

  test('it counts as long as YouTube does not tell that it is back', async () => {
    await checkAt(inDays(10), { privacy: 'unlisted' })
    await checkAt(inDays(11), 'unanswered')
    await checkAt(inDays(12))
    await expectDueExactlyAt(inDays(2, DUE))
  })

  test('it counts also when it was so only after the hold would have been over', async () => {
    await checkAt(inDays(30), { privacy: 'unlisted' })
    expect(await releaseAt(inDays(30))).toEqual(waiting)
    await checkAt(inDays(33))
    expect(await releaseAt(inDays(33))).toEqual(released)
  })
})

describe('a video that YouTube leaves out of its answer', () => {
  test('once, is waited for: it is neither released nor moved back', async () => {
    await checkAt(inHours(-4, DUE))
    await checkAt(inHours(-2, DUE), 'deleted')
    expect(await releaseAt(DUE)).toEqual(waiting)
    await checkAt(inHours(1, DUE))
    expect(await releaseAt(inHours(1, DUE))).toEqual(released)
  })

  test('twice within six hours proves nothing', async () => {
    await checkAt(inDays(10), 'deleted')
    await checkAt(later(inHours(6, inDays(10)), -1), 'deleted')
    await checkAt(inDays(11))
    await expectDueExactlyAt(DUE)
  })

  test('twice, six hours apart, was gone since the first time', async () => {
    await checkAt(inDays(10), 'deleted')
    await checkAt(inHours(6, inDays(10)), 'deleted')
    await checkAt(inDays(13))
    await expectDueExactlyAt(inDays(3, DUE))
  })

  test('once, is waited for also when YouTube does not answer after it', async () => {
    await checkAt(inHours(-21, DUE))
    await checkAt(inHours(-1, DUE), 'deleted')
    await checkAt(DUE, 'unanswered')
    expect(await releaseAt(later(DUE, 1))).toEqual(waiting)
    await checkAt(inHours(6, DUE), 'deleted')
    expect(await releaseAt(inHours(6, DUE))).toEqual(waiting)
    await checkAt(inDays(2, DUE))
    await expectDueExactlyAt(inDays(2, DUE))
  })

  test('before and after an outage must be missed anew', async () => {
    await checkAt(inDays(10), 'deleted')
    await checkAt(inHours(3, inDays(10)), 'unanswered')
    await checkAt(inHours(7, inDays(10)), 'deleted')
    await checkAt(inDays(11))
    await expectDueExactlyAt(DUE)
  })
})

describe('after a clock that was wrong', () => {
  test('a hold is not shortened when a pause that was begun by it ends', async () => {
    await checkAt(inDays(20), 'deleted')
    await checkAt(inHours(6, inDays(20)), 'deleted')
    await checkAt(inDays(10))
    expect(house.tables.videos.get(aVideoId())?.pauses.filter(({ from, to }) => to < from)).toEqual([])
    await expectDueExactlyAt(DUE)
  })

  test('nothing is released on a good check that it made in the future', async () => {
    await checkAt(inDays(365))
    house.clock.set(DUE)
    expect(await releaseAt(DUE)).toEqual(waiting)
    await checkAt(DUE)
    expect(await releaseAt(DUE)).toEqual(released)
  })
})

test('rewards of more creators than one page are released, and those not due wait', async () => {
  await kept(house, (stores) =>
    oneByOne(249, async (index) => {
      const { id, ...other } = await storedCompletion(stores, { videoId: aVideoId(`p-${index}`) })
      house.youTube.publish(aVideo({ id: aVideoId(`p-${index}`) }))
      const { participations } = stores
      if (index % 5 === 0) await participations.save({ ...other, id, since: inDays(40) })
    }),
  )
  await checkAt(DUE)
  expect(await releaseAt(DUE)).toEqual({ released: 200, waiting: 50 })
  expect(await releaseAt(DUE)).toEqual({ released: 0, waiting: 50 })
})

test('a reward that cannot be released does not hold up the others', async () => {
  const other = await kept(house, (stores) => storedCompletion(stores, { videoId: aVideoId('other') }))
  house.youTube.publish(aVideo({ id: aVideoId('other') }))
  await checkAt(DUE, 'deleted')
  expect(await releaseAt(DUE)).toEqual({ released: 1, waiting: 1 })
  expect(await house.cashViews.balance(other.creatorId)).toMatchObject({ withdrawable: 50_000 })
})

test('a release changes cash, keeps a snapshot and gives notice, and nothing else', async () => {
  await checkAt(DUE)
  const { changed } = await attempt(house, async () => {
    await releaseAt(DUE)
    return { ok: true, value: undefined }
  })
  expect(changed).toEqual(['snapshots', 'balances', 'postings', 'notifications', 'told'])
})
