import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import type { Channel, ChannelState } from '../../../src/domain/channel/channel.ts'
import {
  type ApplyRefusal,
  apply,
  subscriberShortage,
} from '../../../src/domain/participation/participation.ts'
import { type Instant, later } from '../../../src/domain/primitives.ts'
import { aChannelIdentity, aVerifiedChannel } from '../../fixtures/channel.ts'
import { aProposal } from '../../fixtures/participation.ts'
import { anAd, CREATOR, SCHEDULE } from './participation-examples.ts'

const WHILE_OPEN = later(SCHEDULE.applyFrom, 1_000)

type Applying = {
  readonly ad: Ad
  readonly channel: Channel
  readonly appliedBefore: boolean
  readonly mustBeVerified: boolean
  readonly placesTaken: number
  readonly now: Instant
}
const FINE: Applying = {
  ad: anAd(),
  channel: aVerifiedChannel(CREATOR),
  appliedBefore: false,
  mustBeVerified: true,
  placesTaken: 0,
  now: WHILE_OPEN,
}
const tryToApply = ({ ad, channel, appliedBefore, mustBeVerified, placesTaken, now }: Applying) =>
  apply(ad, { creatorId: CREATOR, channel, appliedBefore, mustBeVerified }, aProposal(), placesTaken, now)

const withSubscribers = (subscribers: number | null) =>
  aVerifiedChannel(CREATOR, { identity: aChannelIdentity({ subscribers }) })
const PREMIUM = { category: 'premium', minimumSubscribers: 5_000 } as const

describe('an application', () => {
  it('is a participation that has just begun', () => {
    expect(tryToApply(FINE)).toEqual({
      ok: true,
      value: {
        adId: FINE.ad.id,
        creatorId: CREATOR,
        proposal: aProposal(),
        appliedAt: WHILE_OPEN,
        since: WHILE_OPEN,
        status: 'applied',
      },
    })
  })

  test.each<[when: string, now: Instant, refusal: ApplyRefusal | null]>([
    [
      'one millisecond before',
      later(SCHEDULE.applyFrom, -1),
      { kind: 'ad-not-open-yet', opensAt: SCHEDULE.applyFrom },
    ],
    ['at the first moment', SCHEDULE.applyFrom, null],
    ['at the last moment', SCHEDULE.applyTo, null],
    ['one millisecond after', later(SCHEDULE.applyTo, 1), { kind: 'ad-closed' }],
  ])('%s of the period', (_, now, refusal) => {
    const applied = tryToApply({ ...FINE, now })
    expect(applied.ok ? null : applied.error).toEqual(refusal)
  })

  it('finds a place as long as not all are taken', () => {
    const ad = anAd({ capacity: 2 })
    expect(tryToApply({ ...FINE, ad, placesTaken: 1 }).ok).toBe(true)
    expect(tryToApply({ ...FINE, ad, placesTaken: 2 })).toEqual({ ok: false, error: { kind: 'ad-full' } })
    expect(tryToApply({ ...FINE, ad, placesTaken: 3 })).toEqual({ ok: false, error: { kind: 'ad-full' } })
  })

  test.each<ChannelState>([
    { status: 'unproven' },
    { status: 'pending' },
    { status: 'rejected', reason: 'operator', note: '' },
  ])('with a channel that is $status needs a verified one, unless the house does not ask for it', (state) => {
    const channel = aVerifiedChannel(CREATOR, { state })
    expect(tryToApply({ ...FINE, channel })).toEqual({ ok: false, error: { kind: 'channel-not-verified' } })
    expect(tryToApply({ ...FINE, channel, mustBeVerified: false }).ok).toBe(true)
  })
})

describe('the minimum of subscribers', () => {
  test.each<[who: string, has: number | null, refusal: ApplyRefusal | null]>([
    ['one too few', 4_999, { kind: 'too-few-subscribers', needed: 5_000, has: 4_999 }],
    ['just enough', 5_000, null],
    ['more', 5_001, null],
    ['none', 0, { kind: 'too-few-subscribers', needed: 5_000, has: 0 }],
    ['hidden ones', null, { kind: 'subscribers-hidden' }],
  ])('of a premium ad and a channel with %s', (_, has, refusal) => {
    expect(subscriberShortage(anAd(PREMIUM), withSubscribers(has))).toEqual(refusal)
    const applied = tryToApply({ ...FINE, ad: anAd(PREMIUM), channel: withSubscribers(has) })
    expect(applied.ok ? null : applied.error).toEqual(refusal)
  })

  it('counts a channel that YouTube never told of as nobody', () => {
    expect(subscriberShortage(anAd(PREMIUM), aVerifiedChannel(CREATOR, { identity: null }))).toEqual({
      kind: 'too-few-subscribers',
      needed: 5_000,
      has: 0,
    })
  })

  test.each(['beauty', 'restaurant', 'travel', 'other'] as const)(
    'is not asked for by a %s ad',
    (category) => {
      const ad = anAd({ category, minimumSubscribers: 5_000 })
      expect(subscriberShortage(ad, withSubscribers(0))).toBeNull()
      expect(subscriberShortage(ad, withSubscribers(null))).toBeNull()
    },
  )

  it('of 0 asks for none, also when they are hidden', () => {
    const ad = anAd({ category: 'premium', minimumSubscribers: 0 })
    expect(subscriberShortage(ad, withSubscribers(null))).toBeNull()
  })
})

describe('of several reasons against an application', () => {
  /** In the order in which they are told. Of one step only one can hold. */
  const FAULTS: readonly (readonly {
    readonly kind: ApplyRefusal['kind']
    readonly spoil: (fine: Applying) => Applying
  }[])[] = [
    [{ kind: 'already-applied', spoil: (fine) => ({ ...fine, appliedBefore: true }) }],
    [
      { kind: 'ad-not-open-yet', spoil: (fine) => ({ ...fine, now: later(SCHEDULE.applyFrom, -1) }) },
      { kind: 'ad-closed', spoil: (fine) => ({ ...fine, now: later(SCHEDULE.applyTo, 1) }) },
    ],
    [{ kind: 'ad-full', spoil: (fine) => ({ ...fine, placesTaken: fine.ad.capacity }) }],
    [
      {
        kind: 'channel-not-verified',
        spoil: (fine) => ({ ...fine, channel: { ...fine.channel, state: { status: 'pending' } } }),
      },
    ],
    [
      {
        kind: 'subscribers-hidden',
        spoil: (fine) => ({ ...fine, channel: { ...withSubscribers(null), state: fine.channel.state } }),
      },
      {
        kind: 'too-few-subscribers',
        spoil: (fine) => ({ ...fine, channel: { ...withSubscribers(1), state: fine.channel.state } }),
      },
    ],
  ]

  it('the first is told', () => {
    const faults = fc.tuple(...FAULTS.map((step) => fc.option(fc.constantFrom(...step))))
    fc.assert(
      fc.property(faults, (chosen) => {
        const present = chosen.filter((fault) => fault !== null)
        const spoilt = present.reduce((fine, { spoil }) => spoil(fine), {
          ...FINE,
          ad: anAd(PREMIUM),
          channel: withSubscribers(9_999),
        })
        const applied = tryToApply(spoilt)
        expect(applied.ok ? undefined : applied.error.kind).toBe(present[0]?.kind)
      }),
      { numRuns: 500 },
    )
  })
})
