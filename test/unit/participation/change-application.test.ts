import { beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { toId } from '../../../src/domain/primitives.ts'
import {
  aHouse,
  aKey,
  attempt,
  aVerifiedCreator,
  movesOf,
  nobody,
  nowStored,
  type TestHouse,
} from '../../fixtures/house.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { aProposal, declined, withdrawn } from '../../fixtures/participation.ts'
import {
  demand,
  kept,
  storedAd,
  storedApplication,
  storedAssignment,
  storedCompletion,
  storedSubmission,
} from '../../fixtures/stored.ts'

let house: TestHouse
let haneul: Account
let application: Participation
beforeEach(async () => {
  house = aHouse()
  haneul = await aVerifiedCreator(house)
  application = await kept(house, (stores) => storedApplication(stores, { creator: haneul }))
  house.clock.set(inHours(3))
})

const better = aProposal({ planTitle: '더 나은 기획', additionalSelection: false })
const edit = { type: 'edit', proposal: better } as const
const takeBack = { type: 'withdraw' } as const

const changeTo = (change: typeof edit | typeof takeBack, part = application, creatorId = haneul.id) =>
  house.changeApplication({ creatorId, participationId: part.id, change, key: null })

describe('a creator', () => {
  test('betters the proposal of an application, which stays as old as it is', async () => {
    demand(await changeTo(edit))
    expect(nowStored(house, application)).toEqual({ ...application, proposal: better })
    expect(movesOf(house, application)).toEqual([
      { at: inHours(3), by: haneul.id, from: 'applied', to: 'applied', reason: 'edit' },
    ])
  })

  test('takes an application back', async () => {
    demand(await changeTo(takeBack))
    expect(nowStored(house, application)).toEqual({
      ...application,
      status: 'withdrawn',
      since: inHours(3),
    })
    expect(movesOf(house, application)).toEqual([
      { at: inHours(3), by: haneul.id, from: 'applied', to: 'withdrawn', reason: 'withdraw' },
    ])
    expect(await house.participationViews.counts(haneul.id)).toMatchObject({ applied: 0 })
  })

  test('takes it back once, though the request comes twice under one key', async () => {
    const keyed = () =>
      house.changeApplication({
        creatorId: haneul.id,
        participationId: application.id,
        change: takeBack,
        key: aKey(),
      })
    expect(await keyed()).toEqual(await keyed())
    expect(movesOf(house, application)).toHaveLength(1)
  })

  test('may do so after the ad is closed: nothing is promised yet', async () => {
    house.clock.set(inHours(24 * 40, NOON))
    demand(await changeTo(takeBack))
  })
})

describe('a change is refused and changes nothing', () => {
  test('of an application that is not there', async () => {
    const ghost = { ...application, id: toId<'Participation'>(404) }
    const refusal = { kind: 'participation-not-found' }
    expect(await attempt(house, () => changeTo(edit, ghost))).toEqual({ refusal, changed: [] })
  })

  test("of somebody else's application, as if it were not there", async () => {
    const refusal = { kind: 'participation-not-found' }
    for (const change of [edit, takeBack])
      expect(await attempt(house, () => changeTo(change, application, nobody))).toEqual({
        refusal,
        changed: [],
      })
  })

  test("of somebody else's application for the same ad, and the own one is left alone", async () => {
    const { adId } = application
    const minsu = await aVerifiedCreator(house, { channel: { identity: null } })
    await kept(house, async (stores) => {
      const ad = await stores.ads.find(adId)
      if (ad !== null) await storedApplication(stores, { creator: minsu, ad })
    })
    expect(await attempt(house, () => changeTo(takeBack, application, minsu.id))).toEqual({
      refusal: { kind: 'participation-not-found' },
      changed: [],
    })
  })

  test.each([
    ['assigned', storedAssignment],
    ['submitted', storedSubmission],
    ['completed', storedCompletion],
  ] as const)('once it is %s', async (status, stored) => {
    const part = await kept(house, async (stores) =>
      stored(stores, { creator: haneul, ad: await storedAd(stores) }),
    )
    for (const change of [edit, takeBack])
      expect(await attempt(house, () => changeTo(change, part))).toEqual({
        refusal: { kind: 'move-not-possible', move: change.type, status },
        changed: [],
      })
  })

  test.each([
    ['declined', (part: Participation) => declined(part)],
    ['withdrawn', (part: Participation) => withdrawn(part)],
  ] as const)('once it is %s', async (status, end) => {
    await kept(house, ({ participations }) => participations.save(end(application)))
    expect(await attempt(house, () => changeTo(takeBack))).toEqual({
      refusal: { kind: 'move-not-possible', move: 'withdraw', status },
      changed: [],
    })
  })
})
