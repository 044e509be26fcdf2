import { beforeEach, describe, expect, test } from 'vitest'
import { pauseFor } from '../../../src/application/video/platform-failure.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { aChannelId, aPendingChannel } from '../../fixtures/channel.ts'
import {
  aHouse,
  attempt,
  aVerifiedCreator,
  channelOf,
  type TestHouse,
  verifiedCreators,
} from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { outcomeOf } from '../../fixtures/jobs.ts'
import { kept, storedCreator } from '../../fixtures/stored.ts'
import { aChannelAtYouTube, aYouTube, type YouTube } from '../../fixtures/you-tube.ts'

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
  house = aHouse({ youTube: counting(aYouTube()), now: inDays(30) })
})

const refresh = async () => {
  const outcome = await outcomeOf(house, 'refresh-channels')
  if (outcome.kind === 'done') return ok(outcome.counts)
  return err(outcome.kind === 'paused' ? outcome.why : outcome.kind)
}
const identityOf = ({ id }: Account) => channelOf(house, id).identity

describe('verified channels', () => {
  test('take over title and subscribers of today, and nothing else', async () => {
    const creator = await aVerifiedCreator(house)
    const before = channelOf(house, creator.id)
    house.youTube.describe(aChannelAtYouTube({ title: '새 이름', subscribers: 45_600 }))
    expect(await refresh()).toEqual(ok({ refreshed: 1, absent: 0 }))
    expect(channelOf(house, creator.id)).toEqual({
      ...before,
      identity: { id: aChannelId(), title: '새 이름', subscribers: 45_600 },
    })
  })

  test('whose subscribers are hidden now have none to show', async () => {
    const creator = await aVerifiedCreator(house)
    house.youTube.describe(aChannelAtYouTube({ subscribers: null }))
    await refresh()
    expect(identityOf(creator)?.subscribers).toBeNull()
  })

  test('that YouTube does not show are left as they are', async () => {
    await aVerifiedCreator(house)
    expect(await attempt(house, refresh)).toEqual({ refusal: null, changed: [] })
    expect(await refresh()).toEqual(ok({ refreshed: 0, absent: 1 }))
  })

  test('are asked for 50 a call, each once', async () => {
    const creators = await verifiedCreators(house, 120)
    for (const [index] of creators.entries())
      house.youTube.describe(aChannelAtYouTube({ id: aChannelId(index + 100), subscribers: 7_000 + index }))
    expect(await refresh()).toEqual(ok({ refreshed: 120, absent: 0 }))
    expect(creators.map((creator) => identityOf(creator)?.subscribers)).toEqual(
      creators.map((_, index) => 7_000 + index),
    )
    expect(calls).toEqual([50, 50, 20])
  })

  test('read before YouTube failed are kept, the others stay as they were', async () => {
    const creators = await verifiedCreators(house, 60)
    for (const [index] of creators.entries())
      house.youTube.describe(aChannelAtYouTube({ id: aChannelId(index + 100), subscribers: 7_000 }))
    house.youTube.fail({ kind: 'youtube-key-refused' }, 1)
    expect(await refresh()).toEqual(err(pauseFor({ kind: 'youtube-key-refused' }, NOON).why))
    const subscribers = creators.map((creator) => identityOf(creator)?.subscribers)
    expect(subscribers).toEqual([...Array(50).fill(7_000), ...Array(10).fill(1_000)])
  })
})

test('channels that are not verified are not asked for', async () => {
  await kept(house, async (stores) => {
    await storedCreator(stores)
    const creator = await storedCreator(stores)
    await stores.channels.save(aPendingChannel(creator.id))
  })
  expect(await attempt(house, refresh)).toEqual({ refusal: null, changed: [] })
  expect(calls).toEqual([])
})

test.each([
  ['lost its verification', { state: { status: 'pending' } }],
  ['went over to another channel', { identity: { id: aChannelId('new'), title: '새 채널', subscribers: 5 } }],
] as const)('a creator who %s while YouTube was asked keeps what there is now', async (_what, over) => {
  const creator = await aVerifiedCreator(house)
  house.youTube.describe(aChannelAtYouTube({ subscribers: 45_600 }))
  const refreshing = refresh()
  const changed = { ...channelOf(house, creator.id), ...over }
  house.tables.channels.put(creator.id, changed)
  expect(await refreshing).toMatchObject({ ok: true })
  expect(channelOf(house, creator.id)).toEqual(changed)
})
