import { beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad, NewAd } from '../../../src/domain/ad/ad.ts'
import { later, toId } from '../../../src/domain/primitives.ts'
import { err } from '../../../src/domain/result.ts'
import { aChannelIdentity, aPendingChannel } from '../../fixtures/channel.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  aVerifiedCreator,
  granted,
  movesOf,
  type TestHouse,
  toldTo,
  verifiedCreators,
} from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aProposal } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCreator,
} from '../../fixtures/stored.ts'

/** What a refused application may leave: a notice of the refusal, and nothing else. */
const NOTICE = ['notifications', 'told']

let house: TestHouse
let haneul: Account
beforeEach(async () => {
  house = aHouse()
  haneul = await aVerifiedCreator(house)
})

const newAd = (over: Partial<NewAd> = {}): Promise<Ad> => kept(house, (stores) => storedAd(stores, over))

const applyBy = (creator: Account, ad: Pick<Ad, 'id'>, use = house) =>
  use.applyToAd({ creatorId: creator.id, adId: ad.id, proposal: aProposal(), key: null })

const refusalNotice = (ad: Ad, refusal: string) => ({
  kind: 'application-refused',
  ad: { id: ad.id, title: ad.title, thumbnail: ad.images.thumbnail },
  refusal,
})

describe('an application', () => {
  test('is kept with its proposal, and its history begins', async () => {
    const ad = await newAd()
    const part = demand(await applyBy(haneul, ad))
    expect(house.tables.participations.rows()).toEqual([part])
    expect(part).toEqual({
      id: part.id,
      adId: ad.id,
      creatorId: haneul.id,
      proposal: aProposal(),
      appliedAt: NOON,
      since: NOON,
      status: 'applied',
    })
    expect(movesOf(house, part)).toEqual([{ at: NOON, by: haneul.id, from: null, to: 'applied', reason: '' }])
    expect(await house.participationViews.counts(haneul.id)).toMatchObject({ applied: 1, assigned: 0 })
  })

  test('changes nothing else, and nobody is told', async () => {
    const ad = await newAd()
    expect(await attempt(house, () => applyBy(haneul, ad))).toEqual({
      refusal: null,
      changed: ['participations', 'applications', 'history'],
    })
  })

  test('takes no place: more may apply than can be assigned', async () => {
    const ad = await newAd({ capacity: 1 })
    for (const creator of await verifiedCreators(house, 5)) demand(await applyBy(creator, ad))
    expect(house.tables.participations.rows()).toHaveLength(5)
  })

  test('is possible from the first to the last millisecond of the period', async () => {
    const ad = await newAd()
    const [first, last] = await verifiedCreators(house, 2)
    if (first === undefined || last === undefined) throw new Error('two creators')
    house.clock.set(ad.schedule.applyFrom)
    demand(await applyBy(first, ad))
    house.clock.set(ad.schedule.applyTo)
    demand(await applyBy(last, ad))
  })

  test('without a verified channel is possible where none is required', async () => {
    const open = aHouse({ requireVerifiedChannel: false })
    const [ad, creator] = await kept(open, async (stores) =>
      Promise.all([storedAd(stores), storedCreator(stores)]),
    )
    demand(await applyBy(creator, ad, open))
  })

  test('for a premium ad is possible with just as many subscribers as it asks for', async () => {
    const ad = await newAd({ category: 'premium', minimumSubscribers: 12_300 })
    demand(await applyBy(haneul, ad))
  })

  test('for an ad that is not premium never counts subscribers', async () => {
    const ad = await newAd({ category: 'beauty', minimumSubscribers: 99_999 })
    demand(await applyBy(haneul, ad))
  })
})

describe('an application is refused, changes nothing, and leaves one notice with the reason:', () => {
  test.each([
    ['before the period', () => newAd(), (ad: Ad) => later(ad.schedule.applyFrom, -1), 'ad-not-open-yet'],
    ['after the period', () => newAd(), (ad: Ad) => later(ad.schedule.applyTo, 1), 'ad-closed'],
  ])('%s', async (_when, make, when, kind) => {
    const ad = await make()
    house.clock.set(when(ad))
    const { refusal, changed } = await attempt(house, () => applyBy(haneul, ad))
    expect(refusal).toEqual({
      kind,
      ...(kind === 'ad-not-open-yet' ? { opensAt: ad.schedule.applyFrom } : {}),
    })
    expect(changed).toEqual(NOTICE)
    expect(await toldTo(house, haneul)).toEqual([refusalNotice(ad, kind)])
  })

  test('when all places are taken', async () => {
    const ad = await newAd({ capacity: 2 })
    await kept(house, async (stores) => {
      await storedAssignment(stores, { ad })
      await storedAssignment(stores, { ad })
    })
    expect(await attempt(house, () => applyBy(haneul, ad))).toEqual({
      refusal: { kind: 'ad-full' },
      changed: NOTICE,
    })
    expect(await toldTo(house, haneul)).toEqual([refusalNotice(ad, 'ad-full')])
  })

  test('the second time', async () => {
    const ad = await newAd()
    demand(await applyBy(haneul, ad))
    expect(await attempt(house, () => applyBy(haneul, ad))).toEqual({
      refusal: { kind: 'already-applied' },
      changed: NOTICE,
    })
  })

  test('after the own application was taken back: there is one for each creator and ad, ever', async () => {
    const ad = await newAd()
    const { id } = demand(await applyBy(haneul, ad))
    const change = { type: 'withdraw' } as const
    demand(await house.changeApplication({ creatorId: haneul.id, participationId: id, change, key: null }))
    expect((await applyBy(haneul, ad)).ok).toBe(false)
    expect(house.tables.participations.rows()).toHaveLength(1)
  })

  test.each([
    ['while the channel is unproven', async () => kept(house, (stores) => storedCreator(stores))],
    [
      'while the channel waits for an operator',
      async () =>
        kept(house, async (stores) => {
          const creator = await storedCreator(stores)
          await stores.channels.save(aPendingChannel(creator.id))
          return creator
        }),
    ],
  ])('%s', async (_when, make) => {
    const creator = await make()
    const ad = await newAd()
    expect(await attempt(house, () => applyBy(creator, ad))).toEqual({
      refusal: { kind: 'channel-not-verified' },
      changed: NOTICE,
    })
    expect(await toldTo(house, creator)).toEqual([refusalNotice(ad, 'channel-not-verified')])
  })

  test('with too few subscribers for a premium ad', async () => {
    const ad = await newAd({ category: 'premium', minimumSubscribers: 12_301 })
    expect(await attempt(house, () => applyBy(haneul, ad))).toEqual({
      refusal: { kind: 'too-few-subscribers', needed: 12_301, has: 12_300 },
      changed: NOTICE,
    })
  })

  test('with hidden subscribers for a premium ad', async () => {
    const shy = aHouse()
    const identity = aChannelIdentity({ subscribers: null })
    const creator = await aVerifiedCreator(shy, { channel: { identity } })
    const ad = await kept(shy, (stores) => storedAd(stores, { category: 'premium', minimumSubscribers: 1 }))
    expect(await attempt(shy, () => applyBy(creator, ad, shy))).toEqual({
      refusal: { kind: 'subscribers-hidden' },
      changed: NOTICE,
    })
  })

  test('from somebody without a channel, such as an operator', async () => {
    const operator = await anOperator(house)
    const ad = await newAd()
    const command = { creatorId: operator, adId: ad.id, proposal: aProposal(), key: null }
    expect(await attempt(house, () => house.applyToAd(command))).toEqual({
      refusal: { kind: 'no-channel' },
      changed: NOTICE,
    })
  })
})

test('an application for an ad that is not there is refused and leaves nothing', async () => {
  const adId = toId<'Ad'>(404)
  expect(await attempt(house, () => applyBy(haneul, { id: adId }))).toEqual({
    refusal: { kind: 'ad-not-found', ids: [adId] },
    changed: [],
  })
})

describe('the notice of a refused application', () => {
  /** A full ad, and the notices about it. */
  const fullAd = async () => {
    const ad = await newAd({ capacity: 1 })
    await kept(house, (stores) => storedAssignment(stores, { ad }))
    return ad
  }

  test('is left once a Korean day, however often somebody tries', async () => {
    const ad = await fullAd()
    for (let hour = 0; hour < 12; hour += 1) {
      house.clock.set(inHours(hour))
      await applyBy(haneul, ad)
    }
    expect(await toldTo(house, haneul)).toHaveLength(1)
    // Twelve hours after noon a new day begins in Korea.
    house.clock.set(inHours(12))
    await applyBy(haneul, ad)
    expect(await toldTo(house, haneul)).toHaveLength(2)
  })

  test('is one of its own for each reason and each ad', async () => {
    const [first, second] = [await fullAd(), await fullAd()]
    await applyBy(haneul, first)
    await applyBy(haneul, second)
    await kept(house, async ({ channels }) => channels.save(aPendingChannel(haneul.id)))
    const third = await newAd()
    await applyBy(haneul, third)
    expect(await toldTo(house, haneul)).toEqual([
      refusalNotice(first, 'ad-full'),
      refusalNotice(second, 'ad-full'),
      refusalNotice(third, 'channel-not-verified'),
    ])
  })
})

describe('an application under a key', () => {
  const keyed = (ad: Ad, over = {}) =>
    house.applyToAd({ creatorId: haneul.id, adId: ad.id, proposal: aProposal(), key: aKey(over) })

  test('sent again is made once and gets the same answer', async () => {
    const ad = await newAd()
    const first = await keyed(ad)
    house.clock.set(inHours(1))
    expect(await keyed(ad)).toEqual(first)
    expect(house.tables.history.rows()).toHaveLength(1)
    expect(house.tables.notifications.rows()).toEqual([])
  })

  test('that was refused keeps its answer and its notice, and is refused again without another', async () => {
    const ad = await newAd()
    house.clock.set(inDays(30))
    expect((await attempt(house, () => keyed(ad))).changed).toEqual([...NOTICE, 'commandKeys'])
    house.clock.set(inDays(3))
    expect(await attempt(house, () => keyed(ad))).toEqual({ refusal: { kind: 'ad-closed' }, changed: [] })
  })

  test('that comes with another proposal is refused', async () => {
    const ad = await newAd()
    demand(await keyed(ad))
    expect(await attempt(house, () => keyed(ad, { inputHash: 'another' }))).toEqual({
      refusal: { kind: 'idempotency-key-reused' },
      changed: [],
    })
  })

  test('sent twice at once is made once', async () => {
    const ad = await newAd()
    const [one, two] = await allAtOnce(2, () => keyed(ad))
    expect(one).toEqual(two)
    expect(one?.ok).toBe(true)
    expect(house.tables.participations.rows()).toHaveLength(1)
  })
})

test('of 64 applications of one creator at once, one is kept', async () => {
  const ad = await newAd()
  const answers = await allAtOnce(64, () => applyBy(haneul, ad))
  expect(granted(answers)).toBe(1)
  expect(answers.filter((answer) => !answer.ok)[0]).toEqual(err({ kind: 'already-applied' }))
  expect(house.tables.participations.rows()).toHaveLength(1)
  expect(await toldTo(house, haneul)).toHaveLength(1)
})

test('a place that becomes free opens the ad again', async () => {
  const ad = await newAd({ capacity: 1 })
  const operator = await anOperator(house)
  const { creatorId } = await kept(house, (stores) => storedAssignment(stores, { ad }))
  expect((await applyBy(haneul, ad)).ok).toBe(false)
  const reason = { reason: 'rules-broken', note: '' } as const
  demand(await house.cancelParticipation({ operator, creatorId, adId: ad.id, key: null, ...reason }))
  expect((await applyBy(haneul, ad)).ok).toBe(true)
})

test('two creators apply for one ad without noticing each other', async () => {
  const ad = await newAd()
  await kept(house, (stores) => storedApplication(stores, { ad }))
  demand(await applyBy(haneul, ad))
  expect(house.tables.participations.rows().map(({ status }) => status)).toEqual(['applied', 'applied'])
})
