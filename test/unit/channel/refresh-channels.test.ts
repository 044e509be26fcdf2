import { beforeEach, describe, expect, test } from 'vitest'
import type { HowToRun } from '../../../src/application/job/job.ts'
import { pauseFor } from '../../../src/application/video/platform-failure.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import { later } from '../../../src/domain/primitives.ts'
import { aChannelId, aPendingChannel, aReading } from '../../fixtures/channel.ts'
import {
  aHouse,
  aVerifiedCreator,
  channelOf,
  type TestHouse,
  verifiedCreators,
} from '../../fixtures/house.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { outcomeOf } from '../../fixtures/jobs.ts'
import { kept, storedCreator } from '../../fixtures/stored.ts'
import { aChannelAtYouTube, aYouTube, type YouTube } from '../../fixtures/you-tube.ts'

/** Channels were read at noon and are due 20 hours later; this is when the job comes by. */
const NOW = inHours(20)

/** How many channels each call asked for. */
let calls: number[]
let house: TestHouse

const counting = (youTube: YouTube): YouTube => ({
  ...youTube,
  platform: {
    ...youTube.platform,
    channels: (ids) => {
      calls.push(ids.length)
      return youTube.platform.channels(ids)
    },
  },
})

beforeEach(() => {
  calls = []
  house = aHouse({ youTube: counting(aYouTube()), now: NOW })
})

const refresh = (scope: HowToRun['scope'] = 'due') => outcomeOf(house, 'refresh-channels', scope)
const counted = (refreshed: number, absent: number) => ({ kind: 'done', counts: { refreshed, absent } })
const channelNow = ({ id }: Pick<Account, 'id'>) => channelOf(house, id)
const subscribersOf = (creator: Account) => channelNow(creator).identity?.subscribers

/** YouTube shows the channels of `verifiedCreators`. */
const describeAll = (creators: readonly Account[], subscribers = 7_000): void => {
  for (const [index] of creators.entries())
    house.youTube.describe(
      aChannelAtYouTube({ id: aChannelId(index + 100), subscribers: subscribers + index }),
    )
}

describe('a channel that is due', () => {
  test('takes over title and subscribers of today, and is due again 20 hours later', async () => {
    const creator = await aVerifiedCreator(house)
    const before = channelNow(creator)
    house.youTube.describe(aChannelAtYouTube({ title: '새 이름', subscribers: 45_600 }))
    expect(await refresh()).toEqual(counted(1, 0))
    expect(channelNow(creator)).toEqual({
      ...before,
      identity: { id: aChannelId(), title: '새 이름', subscribers: 45_600 },
      reading: { at: NOW, dueAt: inHours(40) },
    })
    house.clock.set(inHours(21))
    expect(await refresh()).toEqual(counted(0, 0))
    expect(calls).toEqual([1])
  })

  test('is read also while it waits for an operator, once for two who claim it', async () => {
    const claimants = await kept(house, async (stores) => {
      const both = [await storedCreator(stores), await storedCreator(stores)]
      for (const { id } of both) await stores.channels.save(aPendingChannel(id))
      return both
    })
    house.youTube.describe(aChannelAtYouTube({ subscribers: 45_600 }))
    expect(await refresh()).toEqual(counted(2, 0))
    expect(claimants.map(subscribersOf)).toEqual([45_600, 45_600])
    expect(calls).toEqual([1])
  })

  test('whose subscribers are hidden now has none to show', async () => {
    const creator = await aVerifiedCreator(house)
    house.youTube.describe(aChannelAtYouTube({ subscribers: null }))
    await refresh()
    expect(subscribersOf(creator)).toBeNull()
  })

  test('that YouTube does not show stays as it is, and is tried again a day later', async () => {
    const creator = await aVerifiedCreator(house)
    const before = channelNow(creator)
    expect(await refresh()).toEqual(counted(0, 1))
    expect(channelNow(creator)).toEqual({ ...before, reading: { ...before.reading, dueAt: inHours(44) } })
    house.clock.set(later(inHours(44), -1))
    expect(await refresh()).toEqual(counted(0, 0))
    house.clock.set(inHours(44))
    expect(await refresh()).toEqual(counted(0, 1))
  })
})

describe('YouTube is asked', () => {
  test('for 50 a call, for each once, and for the longest due first', async () => {
    const creators = await verifiedCreators(house, 120)
    describeAll(creators)
    const last = creators.at(-1)
    if (last === undefined) throw new Error('they signed up')
    await kept(house, ({ channels }) =>
      channels.save({ ...channelNow(last), reading: aReading({ dueAt: inHours(-100) }) }),
    )
    house.youTube.fail({ kind: 'youtube-unavailable' }, 1)
    await refresh()
    expect(subscribersOf(last)).toBe(7_119)
    house.youTube.recover()
    house.clock.pass(20 * 60_000)
    expect(await refresh()).toEqual(counted(70, 0))
    expect(creators.map(subscribersOf)).toEqual(creators.map((_, index) => 7_000 + index))
    // A call that failed is made again for halves, and for halves of those, as long as not too many fail in a row.
    expect(calls).toEqual([50, 50, 25, 25, 13, 12, 13, 12, 20, 10, 10, 50, 20])
  })

  test.each([
    [0, 0],
    [1, 1],
    [50, 1],
    [51, 2],
    [101, 3],
  ])('about %d due channels in %d calls and not one more', async (howMany, expected) => {
    describeAll(await verifiedCreators(house, howMany))
    expect(await refresh()).toEqual(counted(howMany, 0))
    expect(calls).toHaveLength(expected)
  })

  test('about none before its time, and about none that was rejected', async () => {
    const creator = await aVerifiedCreator(house)
    const rejected = { status: 'rejected', reason: 'operator', note: '' } as const
    await kept(house, async (stores) => {
      const loser = await storedCreator(stores)
      await stores.channels.save({
        ...aPendingChannel(loser.id),
        state: rejected,
        reading: aReading({ dueAt: null }),
      })
    })
    house.clock.set(later(NOW, -1))
    expect(await refresh()).toEqual(counted(0, 0))
    expect(calls).toEqual([])
    expect(channelNow(creator).reading).toEqual(aReading())
  })

  test('about all, due or not, when an operator asks for it', async () => {
    const creators = await verifiedCreators(house, 60)
    describeAll(creators)
    house.clock.set(inHours(1))
    expect(await refresh('all')).toEqual(counted(60, 0))
    expect(calls).toEqual([50, 10])
    expect(creators.map((creator) => channelNow(creator).reading?.at)).toEqual(Array(60).fill(inHours(1)))
  })
})

describe('a run that gets no answer', () => {
  test.each([
    [{ kind: 'youtube-quota-exhausted', retryAt: inDays(2) }, inDays(2)],
    [{ kind: 'youtube-key-refused' }, later(NOW, 10 * 60_000)],
    [{ kind: 'youtube-unavailable' }, later(NOW, 5 * 60_000)],
  ] as const)('pauses, says why, and keeps what was read before: %o', async (failure, until) => {
    const creators = await verifiedCreators(house, 60)
    describeAll(creators, 7_000)
    house.youTube.fail(failure, 1)
    expect(await refresh()).toEqual({
      kind: 'paused',
      counts: {
        refreshed: 50,
        absent: 0,
        ...(failure.kind === 'youtube-unavailable' ? { unanswered: 10 } : {}),
      },
      until,
      why: pauseFor(failure, NOW).why,
    })
    expect(creators.map(subscribersOf).filter((subscribers) => subscribers === 1_000)).toHaveLength(10)
    house.youTube.recover()
    // Parts of a batch come due a little apart.
    house.clock.set(later(until, 20 * 60_000))
    const rest = await refresh()
    expect(rest).toMatchObject({ kind: 'done' })
    expect(creators.map(subscribersOf)).toEqual(creators.map((_, index) => 7_000 + index))
  })
})

test('a run that is to stop leaves the rest to the next one', async () => {
  const creators = await verifiedCreators(house, 60)
  describeAll(creators)
  const isStopping = () => calls.length === 1
  const report = await house.runJob('refresh-channels', { scope: 'due', isStopping })
  expect(report).toMatchObject({ outcome: { kind: 'stopped', counts: { refreshed: 50, absent: 0 } } })
  expect(await refresh()).toEqual(counted(10, 0))
  expect(calls).toEqual([50, 10])
})

test('a run that another process has taken over writes nothing', async () => {
  const creator = await aVerifiedCreator(house)
  house.youTube.describe(aChannelAtYouTube({ subscribers: 45_600 }))
  const running = house.runJob('refresh-channels', { scope: 'due' })
  await kept(house, async ({ jobs }) => {
    const standing = await jobs.find('refresh-channels')
    if (standing === null) throw new Error('the run has begun')
    await jobs.save({ ...standing, token: standing.token + 1 })
  })
  expect(await running).toMatchObject({ outcome: { kind: 'taken-over' } })
  expect(subscribersOf(creator)).toBe(12_300)
})

test.each([
  [
    'lost its claim',
    { state: { status: 'rejected', reason: 'operator', note: '' }, reading: aReading({ dueAt: null }) },
  ],
  ['went over to another channel', { identity: { id: aChannelId('new'), title: '새 채널', subscribers: 5 } }],
  ['was read by somebody else', { reading: aReading({ at: later(NOW, 1), dueAt: inHours(40) }) }],
] as const)('a creator who %s while YouTube was asked keeps what there is now', async (_what, over) => {
  let changed: ReturnType<typeof channelNow> | null = null
  const youTube = aYouTube({ channels: [aChannelAtYouTube({ subscribers: 45_600 })] })
  house = aHouse({
    youTube: {
      ...youTube,
      platform: {
        ...youTube.platform,
        channels: async (ids) => {
          changed ??= { ...channelNow(creator), ...over }
          house.tables.channels.put(creator.id, changed)
          return youTube.platform.channels(ids)
        },
      },
    },
    now: NOW,
  })
  const creator = await aVerifiedCreator(house)
  expect(await refresh()).toMatchObject({ kind: 'done' })
  expect(channelNow(creator)).toEqual(changed)
})
