import { beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import { HOUR_MS, type Instant, later, MINUTE_MS, toInstant } from '../../../src/domain/primitives.ts'
import { aChannelId, aChannelIdentity, aReading } from '../../fixtures/channel.ts'
import {
  aHouse,
  aKey,
  attempt,
  aVerifiedCreator,
  channelOf,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { aProposal } from '../../fixtures/participation.ts'
import { demand, kept, storedAd, storedCreator } from '../../fixtures/stored.ts'
import { aChannelAtYouTube, aYouTube, type YouTube } from '../../fixtures/you-tube.ts'

/** When the subscribers below were read. */
const READ = inDays(1)

/** The channels that YouTube was asked about, call by call. */
let calls: (readonly string[])[]
/** What happens while YouTube is asked. */
let meanwhile: () => void
let house: TestHouse
let haneul: Account
let premium: Ad

const noting = (youTube: YouTube): YouTube => ({
  ...youTube,
  platform: {
    ...youTube.platform,
    channels: (ids) => {
      calls.push(ids)
      meanwhile()
      return youTube.platform.channels(ids)
    },
  },
})

beforeEach(async () => {
  calls = []
  meanwhile = () => undefined
  house = aHouse({ youTube: noting(aYouTube()), now: READ })
  house.youTube.describe(aChannelAtYouTube({ subscribers: 20_000 }))
  haneul = await aVerifiedCreator(house, { channel: { reading: aReading({ at: READ }) } })
  premium = await kept(house, (stores) =>
    storedAd(stores, { category: 'premium', minimumSubscribers: 12_300 }),
  )
})

const apply = (ad = premium, key = null as Parameters<TestHouse['applyToAd']>[0]['key'], by = haneul) =>
  house.applyToAd({ creatorId: by.id, adId: ad.id, proposal: aProposal(), key })

const channelNow = () => channelOf(house, haneul.id)
const hide = (at: Instant) =>
  kept(house, ({ channels }) =>
    channels.save({
      ...channelNow(),
      identity: aChannelIdentity({ subscribers: null }),
      reading: aReading({ at }),
    }),
  )

describe('for an application to a premium ad', () => {
  test('subscribers of the last hour count as they are', async () => {
    house.clock.set(later(READ, HOUR_MS))
    house.youTube.describe(aChannelAtYouTube({ subscribers: 5 }))
    demand(await apply())
    expect(calls).toEqual([])
  })

  test('older ones are read anew, in one call, and those count', async () => {
    const now = later(READ, HOUR_MS + 1)
    house.clock.set(now)
    house.youTube.describe(aChannelAtYouTube({ title: '새 이름', subscribers: 12_200 }))
    expect((await attempt(house, () => apply())).refusal).toEqual({
      kind: 'too-few-subscribers',
      needed: 12_300,
      has: 12_200,
    })
    expect(calls).toEqual([[aChannelId()]])
    expect(channelNow()).toMatchObject({
      identity: { title: '새 이름', subscribers: 12_200 },
      reading: { at: now, dueAt: later(now, 20 * HOUR_MS) },
    })
    expect((await apply()).ok).toBe(false)
    expect(calls).toHaveLength(1)
  })

  test('hidden ones are read anew after a minute, so that showing them helps at once', async () => {
    await hide(READ)
    house.clock.set(later(READ, MINUTE_MS))
    expect(await apply()).toMatchObject({ error: { kind: 'subscribers-hidden' } })
    expect(calls).toEqual([])
    house.clock.set(later(READ, MINUTE_MS + 1))
    demand(await apply())
  })
})

test.each([
  ['that asks for no subscribers', { category: 'premium', minimumSubscribers: 0 }],
  ['that is not premium', { category: 'beauty', minimumSubscribers: 12_300 }],
] as const)('YouTube is not asked for an ad %s', async (_which, over) => {
  const ad = await kept(house, (stores) => storedAd(stores, over))
  house.clock.set(inDays(3))
  house.youTube.fail()
  demand(await apply(ad))
  expect(calls).toEqual([])
})

test('YouTube is not asked for an ad that is closed', async () => {
  house.clock.set(later(premium.schedule.applyTo, 1))
  expect(await apply()).toMatchObject({ error: { kind: 'ad-closed' } })
  expect(calls).toEqual([])
})

test('YouTube is not asked for an ad that was applied to before', async () => {
  demand(await apply())
  house.clock.set(inDays(3))
  expect(await apply()).toMatchObject({ error: { kind: 'already-applied' } })
  expect(calls).toEqual([])
})

test('YouTube is not asked for who waits for an operator to verify the channel', async () => {
  await kept(house, ({ channels }) => channels.save({ ...channelNow(), state: { status: 'pending' } }))
  house.clock.set(inDays(3))
  expect(await apply()).toMatchObject({ error: { kind: 'channel-not-verified' } })
  expect(calls).toEqual([])
})

test('YouTube is not asked for who has proved no channel', async () => {
  const newcomer = await kept(house, (stores) => storedCreator(stores))
  expect(await apply(premium, null, newcomer)).toMatchObject({ error: { kind: 'channel-not-verified' } })
  expect(calls).toEqual([])
})

describe('while YouTube gives no answer', () => {
  const tooOld = later(READ, 48 * HOUR_MS + 1)

  test('what it told within 48 hours counts', async () => {
    house.clock.set(later(READ, 48 * HOUR_MS))
    house.youTube.fail()
    demand(await apply())
    expect(channelNow().reading?.at).toBe(READ)
  })

  test('older subscribers judge nobody: the application is refused, and its creator told to try again', async () => {
    house.clock.set(tooOld)
    house.youTube.fail()
    expect(await attempt(house, () => apply())).toEqual({
      refusal: { kind: 'subscribers-not-checked', retryAt: null },
      changed: ['notifications', 'told'],
    })
    expect(await toldTo(house, haneul)).toMatchObject([
      { kind: 'application-refused', refusal: 'subscribers-not-checked' },
    ])
  })

  test.each([
    [{ kind: 'youtube-quota-exhausted', retryAt: inDays(4) }, inDays(4)],
    [{ kind: 'youtube-key-refused' }, null],
    [{ kind: 'youtube-not-configured' }, null],
  ] as const)(
    'as with $kind, the refusal tells when to try again if YouTube did',
    async (failure, retryAt) => {
      house.clock.set(tooOld)
      house.youTube.fail(failure)
      expect(await apply()).toEqual({ ok: false, error: { kind: 'subscribers-not-checked', retryAt } })
    },
  )

  test('that is not kept under the key: the same request is answered once YouTube is back', async () => {
    house.clock.set(tooOld)
    house.youTube.fail()
    expect((await apply(premium, aKey())).ok).toBe(false)
    house.youTube.recover()
    const done = await apply(premium, aKey())
    expect(done.ok).toBe(true)
    house.clock.set(inHours(200, READ))
    house.youTube.fail()
    expect(await apply(premium, aKey())).toEqual(done)
    expect(house.tables.participations.rows()).toHaveLength(1)
  })
})

describe('while YouTube does not show the channel', () => {
  const tooOld = later(READ, 48 * HOUR_MS + 1)

  beforeEach(async () => {
    house = aHouse({ youTube: noting(aYouTube()), now: tooOld })
    haneul = await aVerifiedCreator(house, { channel: { reading: aReading({ at: READ }) } })
    premium = await kept(house, (stores) =>
      storedAd(stores, { category: 'premium', minimumSubscribers: 12_300 }),
    )
  })

  test('what it told within 48 hours counts', async () => {
    house.clock.set(later(READ, 48 * HOUR_MS))
    demand(await apply())
    expect(calls).toHaveLength(1)
  })

  test('older subscribers judge nobody: the application is refused, and its creator told that it is not shown', async () => {
    expect(await attempt(house, () => apply(premium, aKey()))).toEqual({
      refusal: { kind: 'channel-not-shown' },
      changed: ['channels', 'notifications', 'told'],
    })
    expect(await toldTo(house, haneul)).toMatchObject([
      { kind: 'application-refused', refusal: 'channel-not-shown' },
    ])
    expect(channelNow()).toMatchObject({
      identity: aChannelIdentity(),
      reading: { at: READ, dueAt: later(tooOld, 24 * HOUR_MS) },
    })
  })

  test('it is asked once an hour, however often its owner applies', async () => {
    const applyOften = async (at: Instant) => {
      house.clock.set(at)
      for (let time = 0; time < 20; time += 1)
        expect(await apply()).toMatchObject({ error: { kind: 'channel-not-shown' } })
    }
    await applyOften(tooOld)
    await applyOften(later(tooOld, HOUR_MS))
    expect(calls).toHaveLength(1)
    await applyOften(later(tooOld, HOUR_MS + 1))
    expect(calls).toHaveLength(2)
  })

  test('that is not kept under the key: once it is shown again, the same request is answered', async () => {
    expect((await apply(premium, aKey())).ok).toBe(false)
    house.youTube.describe(aChannelAtYouTube({ subscribers: 20_000 }))
    house.clock.set(later(tooOld, HOUR_MS + 1))
    demand(await apply(premium, aKey()))
  })
})

test('a channel that the creator has changed while YouTube was asked keeps what there is now', async () => {
  house.clock.set(inDays(3))
  const changed = { ...channelNow(), identity: aChannelIdentity({ id: aChannelId('new'), subscribers: 7 }) }
  meanwhile = () => house.tables.channels.put(haneul.id, changed)
  expect((await apply()).ok).toBe(false)
  expect(channelNow()).toEqual(changed)
})

test('figures of before it was written down when they were read are read anew', async () => {
  await kept(house, ({ channels }) =>
    channels.save({ ...channelNow(), reading: { at: toInstant(0), dueAt: null } }),
  )
  demand(await apply())
  expect(calls).toHaveLength(1)
})

test('a reading by a clock far ahead counts as none: the channel is read anew', async () => {
  await kept(house, ({ channels }) =>
    channels.save({ ...channelNow(), reading: aReading({ at: inDays(365), dueAt: inDays(366) }) }),
  )
  house.youTube.describe(aChannelAtYouTube({ subscribers: 100 }))
  expect(await apply()).toMatchObject({ error: { kind: 'too-few-subscribers', has: 100 } })
  expect(channelNow().reading?.at).toBe(READ)
})
