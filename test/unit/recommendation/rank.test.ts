import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { koreanDayOf } from '../../../src/domain/calendar.ts'
import { HOUR_MS, later, MINUTE_MS, toId } from '../../../src/domain/primitives.ts'
import { ACTIONS, type InterestEvent } from '../../../src/domain/recommendation/event.ts'
import type { CreatorFacts, Item } from '../../../src/domain/recommendation/item.ts'
import { featuresOf, type RankOptions, rank } from '../../../src/domain/recommendation/rank.ts'
import { describeItem, emptyState, restore, snapshotOf } from '../../../src/domain/recommendation/state.ts'
import { PRIORS, TERMS, type Term, type Weights } from '../../../src/domain/recommendation/weights.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import {
  actedOnAd,
  anItem,
  aRankedCreator,
  learned,
  learnedFrom,
  seenBy,
  shownAd,
} from '../../fixtures/recommendation.ts'

const SEED: number = koreanDayOf(NOON)
const NOTHING: Weights = {
  rate: 0,
  text: 0,
  peers: 0,
  interest: 0,
  channel: 0,
  pay: 0,
  urgency: 0,
  fatigue: 0,
  pace: 0,
}

/** Weighs this term alone, without chance. */
const only = (term: Term): Weights => ({ ...NOTHING, [term]: 1 })

const idsFor = (
  state: Parameters<typeof rank>[0],
  creator: CreatorFacts,
  weights: Weights = PRIORS,
  options: RankOptions & { readonly seed?: number } = {},
): readonly number[] => rank(state, creator, NOON, options.seed ?? SEED, weights, options).map(({ id }) => id)

/** Terms of these items, by id, as they are before they are weighed. */
const termOf = (
  state: Parameters<typeof rank>[0],
  creator: CreatorFacts,
  term: Term,
): Map<number, number> => {
  const wanted = new Set(state.items.map(({ id }) => id))
  return new Map(featuresOf(state, creator, NOON, wanted).map(({ id, features }) => [id, features[term]]))
}

const MINJI = aRankedCreator(1, { interest: 'beauty' })

describe('who may not apply is never shown an ad, whatever it would weigh', () => {
  test('as it is for more subscribers, not open yet, over, applied to, dismissed or full', () => {
    const items = [
      anItem(1, { minimumSubscribers: 1_001 }),
      anItem(2, { opensAt: later(NOON, 1) }),
      anItem(3, { closesAt: later(NOON, -1) }),
      anItem(4),
      anItem(5),
      anItem(6),
      anItem(7, { minimumSubscribers: 1_000, opensAt: NOON, closesAt: NOON }),
    ]
    const state = learned(items, [actedOnAd(1, 4), actedOnAd(1, 5, { kind: 'dismissed' })])
    expect(idsFor(state, MINJI, PRIORS, { among: new Set([1, 2, 3, 4, 5, 7]) })).toEqual([7])
  })

  test('hidden subscribers are too few where a number is asked for, and enough elsewhere', () => {
    const state = learned([anItem(1, { minimumSubscribers: 1 }), anItem(2)])
    expect(idsFor(state, aRankedCreator(1, { subscribers: null }))).toEqual([2])
  })

  test('before anything is weighed: twenty better ones out of reach leave a list of twenty', () => {
    const better = Array.from({ length: 20 }, (_, number) =>
      anItem(100 + number, { category: 'beauty', minimumSubscribers: 5_000 }),
    )
    const worse = Array.from({ length: 20 }, (_, number) => anItem(1 + number, { category: 'travel' }))
    expect(idsFor(learned([...better, ...worse]), MINJI)).toHaveLength(20)
  })

  test('and what is out of reach moves nothing else', () => {
    const reachable = [anItem(1), anItem(2), anItem(3, { category: 'travel' })]
    const crowd = seenBy(9, 100, 200, 150)
    const with9 = learned([...reachable, anItem(9, { minimumSubscribers: 5_000 })], crowd)
    const scores = (state: Parameters<typeof rank>[0]) =>
      rank(state, MINJI, NOON, SEED, PRIORS).map(({ id, score }) => [id, score])
    expect(scores(with9)).toEqual(scores(learned(reachable, crowd)))
  })
})

describe('the rate', () => {
  test('counts how many of those who see an ad apply, not how many apply', () => {
    const state = learned(
      [anItem(1), anItem(2)],
      [...seenBy(1, 100, 100, 20), ...seenBy(2, 1_000, 1_000, 40)],
    )
    expect(idsFor(state, MINJI, { ...only('rate') }, { explores: false })).toEqual([1, 2])
  })

  test('of an ad that nobody has seen is never below the mean of all', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            seen: fc.integer({ min: 0, max: 80 }),
            share: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        (ads) => {
          const items = ads.map((_, index) => anItem(index + 2))
          const events = ads.flatMap(({ seen, share }, index) =>
            seenBy(index + 2, 1_000 * (index + 1), seen, Math.floor(seen * share)),
          )
          const rates = termOf(learned([anItem(1), ...items], events), MINJI, 'rate')
          const mean = [...rates.values()].reduce((sum, rate) => sum + rate, 0) / rates.size
          expect(rates.get(1)).toBeGreaterThanOrEqual(mean - 1e-9)
        },
      ),
    )
  })

  test('is a reason only for what many have seen and more than elsewhere apply to', () => {
    const known = Array.from({ length: 10 }, (_, number) => anItem(number + 1))
    const state = learned(
      [...known, anItem(11), anItem(12), anItem(13)],
      [...known.flatMap(({ id }) => seenBy(id, 1_000 * id, 200, id <= 2 ? 40 : 2)), ...seenBy(13, 50, 10, 5)],
    )
    const ranked = rank(state, MINJI, NOON, SEED, only('rate'), { explores: false })
    const loved = ranked.filter(({ reasons }) => reasons.some(({ code }) => code === 'rate'))
    expect(loved.map(({ id }) => id).sort()).toEqual([1, 2])
  })

  test('is corrected for the place: who was shown far below is not thought unloved', () => {
    const shownAt = (item: number, position: number) =>
      Array.from({ length: 60 }, (_, number) => shownAd(100 * item + number, item, { position }))
    const applied = [1, 2].flatMap((item) =>
      Array.from({ length: 6 }, (_, number) => actedOnAd(100 * item + number, item)),
    )
    const state = learned([anItem(1), anItem(2)], [...shownAt(1, 0), ...shownAt(2, 19), ...applied])
    expect(termOf(state, MINJI, 'rate').get(2)).toBeGreaterThan(termOf(state, MINJI, 'rate').get(1) ?? 0)
  })
})

describe('creators alike', () => {
  /** Ten who chose the same two ads as creator 1. */
  const alike = Array.from({ length: 10 }, (_, number) => 10 + number)
  const inCommon = [1, ...alike].flatMap((creator) => [actedOnAd(creator, 1), actedOnAd(creator, 2)])
  const items = [1, 2, 3, 4, 5].map((id) => anItem(id))
  const strangers = Array.from({ length: 12 }, (_, number) => actedOnAd(100 + number, 5))

  test('say more together than one of them alone', () => {
    const eight = alike.slice(0, 8).map((creator) => actedOnAd(creator, 3))
    const two = [actedOnAd(200, 3), actedOnAd(201, 3)]
    const one = [actedOnAd(19, 4)]
    const peers = termOf(
      learned(items, [...inCommon, ...eight, ...two, ...one, ...strangers]),
      MINJI,
      'peers',
    )
    expect(peers.get(3)).toBeGreaterThan(peers.get(4) ?? 0)
    expect(peers.get(4)).toBeGreaterThan(peers.get(5) ?? 0)
  })

  test('are told as a reason when they are three or more', () => {
    const reasons = (howMany: number) => {
      const chosen = alike.slice(0, howMany).map((creator) => actedOnAd(creator, 3))
      const state = learned(items, [...inCommon, ...chosen, ...strangers])
      return rank(state, MINJI, NOON, SEED, only('peers')).find(({ id }) => id === 3)?.reasons
    }
    expect(reasons(3)).toContainEqual({ code: 'peers', creators: 3 })
    expect(reasons(2)).not.toContainEqual(expect.objectContaining({ code: 'peers' }))
  })
})

describe('texts', () => {
  test('share words that are named once, whatever endings they have', () => {
    const items = [anItem(1, { text: '민감 피부' }), anItem(2, { text: '피부를 민감 피부는' }), anItem(3)]
    const ranked = rank(learned(items, [actedOnAd(1, 1)]), MINJI, NOON, SEED, only('text'))
    const reasons = ranked.find(({ id }) => id === 2)?.reasons ?? []
    const words = reasons.flatMap((reason) => ('words' in reason ? reason.words : []))
    expect(words.map((word) => word.slice(0, 2)).toSorted()).toEqual(['민감', '피부'])
  })

  test('like those of what a creator chose come first, and the words in common are the reason', () => {
    const items = [
      anItem(1, { text: '여름 선크림 체험단' }),
      anItem(2, { text: '제주 호텔 숙박권' }),
      anItem(3, { text: '수분 선크림 리뷰' }),
      anItem(4, { text: '강남 맛집 방문' }),
    ]
    const state = learned(items, [actedOnAd(1, 1)])
    const [best] = rank(state, MINJI, NOON, SEED, { ...NOTHING, text: PRIORS.text }, { explores: false })
    expect(best).toMatchObject({ id: 3, reasons: [{ code: 'text', words: ['선크림'] }] })
  })

  test('the name of the channel says something before anything was chosen', () => {
    const items = [anItem(1, { text: '제주 호텔' }), anItem(2, { text: '캠핑 의자' })]
    const camper = aRankedCreator(1, { channelTitle: '캠핑하는 민지' })
    const [best] = rank(learned(items), camper, NOON, SEED, only('channel'), { explores: false })
    expect(best).toMatchObject({ id: 2, reasons: [{ code: 'channel', words: ['캠핑'] }] })
  })

  test('of a dismissed ad push what is like it down', () => {
    const items = [1, 2, 3].map((id) => anItem(id, { text: id === 3 ? '제주 호텔' : '선크림 리뷰' }))
    const state = learned(items, [actedOnAd(1, 1, { kind: 'dismissed' })])
    expect(idsFor(state, MINJI, only('text'), { explores: false })).toEqual([3, 2])
  })
})

test('an ad that was shown again and again and not chosen sinks', () => {
  const often = [0, 1, 2].map((day) => shownAd(1, 1, { at: inDays(-day - 1) })).toReversed()
  const state = learned([anItem(1), anItem(2)], often)
  expect(idsFor(state, MINJI, only('fatigue'), { explores: false })).toEqual([2, 1])
  expect(termOf(state, MINJI, 'fatigue').get(1)).toBeCloseTo(-Math.log(4))
})

test('an ad that lies behind its applicants rises, and one that has plenty makes room', () => {
  const plenty = Array.from({ length: 60 }, (_, number) => actedOnAd(100 + number, 1))
  const state = learned([anItem(1), anItem(2)], plenty)
  expect(idsFor(state, MINJI, only('pace'), { explores: false })).toEqual([2, 1])
  expect([...termOf(state, MINJI, 'pace').values()]).toEqual([-1, expect.closeTo(Math.log(1.5))])
})

test('an ad that nobody applied to never makes room, however few places it has and however new it is', () => {
  const state = learned([anItem(1, { capacity: 1, opensAt: later(NOON, -1) }), anItem(2, { capacity: 40 })])
  expect(termOf(state, MINJI, 'pace').get(1)).toBeGreaterThan(0)
  expect(termOf(state, MINJI, 'pace').get(2)).toBeGreaterThan(1 / 2)
})

test('a near end and a high reward count', () => {
  const soon = learned([anItem(1), anItem(2, { closesAt: later(NOON, HOUR_MS) })])
  expect(idsFor(soon, MINJI, only('urgency'), { explores: false })).toEqual([2, 1])
  const rewards = learned([1, 2, 3].map((id) => anItem(id, { reward: id * 10_000 })))
  expect([...termOf(rewards, MINJI, 'pay').values()].map((pay) => Math.round(pay * 100))).toEqual([
    -33, 0, 33,
  ])
})

describe('the place that is kept for what hardly anybody has seen', () => {
  /** Ten that everybody has seen, all of the declared interest, and ten that nobody has seen and that are not. */
  const known = Array.from({ length: 10 }, (_, number) => anItem(1 + number))
  const unseen = Array.from({ length: 10 }, (_, number) => anItem(101 + number, { category: 'travel' }))
  const state = learned(
    [...known, ...unseen],
    known.flatMap(({ id }) => seenBy(id, 1_000 * id, 100, 10)),
  )
  const weights = { ...only('interest'), interest: 5, rate: 0.8 }
  const fourth = (creator: number, seed: number = SEED) =>
    idsFor(state, aRankedCreator(creator, { interest: 'beauty' }), weights, { seed })[3]

  test('is the fourth, has its reason, and is given away when it is not wanted', () => {
    const ranked = rank(state, MINJI, NOON, SEED, weights)
    expect(ranked.map(({ id }) => id > 100)).toEqual([
      ...[false, false, false, true],
      ...Array.from({ length: 7 }, () => false),
      ...Array.from({ length: 9 }, () => true),
    ])
    expect(ranked[3]?.reasons[0]).toEqual({ code: 'explore' })
    expect(idsFor(state, MINJI, weights, { explores: false })[3]).toBeLessThan(100)
  })

  test('shows different ads to different creators, and on different days', () => {
    const creators = Array.from({ length: 60 }, (_, number) => fourth(number + 1))
    expect(new Set(creators).size).toBeGreaterThanOrEqual(7)
    expect(
      new Set(Array.from({ length: 30 }, (_, day) => fourth(1, SEED + day))).size,
    ).toBeGreaterThanOrEqual(5)
  })
})

describe('chance', () => {
  const twenty = Array.from({ length: 20 }, (_, number) => anItem(number + 1))

  test('is the same all day, other for others and other on the next day', () => {
    const state = learned(twenty)
    expect(idsFor(state, MINJI)).toEqual(idsFor(state, MINJI))
    expect(idsFor(state, MINJI)).not.toEqual(idsFor(state, aRankedCreator(2, { interest: 'beauty' })))
    expect(idsFor(state, MINJI)).not.toEqual(idsFor(state, MINJI, PRIORS, { seed: SEED + 1 }))
  })

  test('moves what nobody has seen more than what is well known, and is never a reason', () => {
    const state = learned(
      twenty,
      twenty.slice(0, 10).flatMap(({ id }) => seenBy(id, 1_000 * id, 400, 40)),
    )
    const luck = rank(state, MINJI, NOON, SEED, PRIORS).map(({ id, terms }) => ({
      id,
      luck: Math.abs(terms.luck),
    }))
    const spread = (isKnown: boolean) =>
      luck.filter(({ id }) => id <= 10 === isKnown).reduce((sum, one) => sum + one.luck, 0)
    expect(spread(false)).toBeGreaterThan(2 * spread(true))
    const unknown = learned(twenty)
    const reasons = rank(unknown, MINJI, NOON, SEED, { ...NOTHING, rate: 10 }, { explores: false }).flatMap(
      (ranked) => ranked.reasons,
    )
    expect(reasons).toEqual([])
  })
})

describe('nothing to go by', () => {
  test.each<[string, readonly Item[], readonly InterestEvent[], CreatorFacts, readonly number[]]>([
    ['no ads', [], [], MINJI, []],
    [
      'a creator without history, interest, channel or subscribers',
      [anItem(1)],
      [],
      aRankedCreator(9, { subscribers: null }),
      [1],
    ],
    [
      'an ad without text',
      [anItem(1, { text: '' }), anItem(2, { text: '!!' })],
      [actedOnAd(1, 2)],
      MINJI,
      [1],
    ],
    [
      'a log of unknown ads and creators',
      [anItem(1)],
      [actedOnAd(1, 77), shownAd(78, 79), actedOnAd(80, 1)],
      MINJI,
      [1],
    ],
    ['all out of reach', [anItem(1, { closesAt: inDays(-1) })], [], MINJI, []],
    [
      'a log from a clock far ahead and one far behind',
      [anItem(1)],
      [
        shownAd(1, 1, { at: inDays(100_000) }),
        shownAd(1, 1, { at: inDays(-15_000) }),
        actedOnAd(2, 1, { at: inDays(100_000) }),
        actedOnAd(3, 1, { at: inDays(-15_000) }),
      ],
      MINJI,
      [1],
    ],
    ['a period of no length', [anItem(1, { opensAt: NOON, closesAt: NOON })], [], MINJI, [1]],
  ])('%s: a sensible list or none', (_what, items, events, creator, ids) => {
    const ranked = rank(learned(items, events), creator, NOON, SEED, PRIORS)
    expect(ranked.map(({ id }) => id)).toEqual(ids)
    for (const { score } of ranked) expect(score).toBeTypeOf('number')
    expect(
      ranked.every(
        ({ score, terms }) => Number.isFinite(score) && Object.values(terms).every(Number.isFinite),
      ),
    ).toBe(true)
  })

  test('a list of none, of one and of three', () => {
    const state = learned(Array.from({ length: 9 }, (_, number) => anItem(number + 1)))
    for (const limit of [0, 1, 3]) expect(idsFor(state, MINJI, PRIORS, { limit })).toHaveLength(limit)
  })
})

describe('whatever is in the log', () => {
  const WORDS = ['선크림', '립스틱', '제주', '맛집', 'camping', 'review', '카페']
  const item = fc.record({
    category: fc.constantFrom('beauty', 'travel', 'restaurant'),
    words: fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }),
    closes: fc.integer({ min: -2, max: 20 }),
    reward: fc.integer({ min: 0, max: 3 }),
    minimum: fc.constantFrom(0, 0, 500, 5_000),
    capacity: fc.constantFrom(null, 1, 10),
  })
  const market = fc.array(item, { maxLength: 25 }).map((items) =>
    items.map(({ words, closes, reward, minimum, ...rest }, index) =>
      anItem(index + 1, {
        ...rest,
        text: words.join(' '),
        closesAt: inDays(closes),
        reward: reward * 10_000,
        minimumSubscribers: minimum,
      }),
    ),
  )
  const event = fc
    .record({
      kind: fc.constantFrom('shown' as const, 'shown' as const, ...ACTIONS),
      creator: fc.integer({ min: 1, max: 6 }),
      item: fc.integer({ min: 1, max: 27 }),
      minutes: fc.integer({ min: 0, max: 60 }),
      position: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ kind, creator, item: id, minutes, position }): InterestEvent => {
      const at = later(NOON, -minutes * 10 * MINUTE_MS)
      return kind === 'shown' ? shownAd(creator, id, { at, position }) : actedOnAd(creator, id, { kind, at })
    })
  const log = fc.array(event, { maxLength: 120 })
  const creator = fc.record({
    id: fc.integer({ min: 1, max: 7 }).map((id) => toId<'Account'>(id)),
    interest: fc.constantFrom(null, 'beauty', 'travel'),
    subscribers: fc.constantFrom(null, 100, 1_000, 10_000),
    channelTitle: fc.constantFrom(null, '맛집 카페', 'camping'),
  })

  test('a snapshot and the rest of the log are as good as all of it', () => {
    fc.assert(
      fc.property(market, log, log, creator, (items, before, after, who) => {
        const whole = learned(items, [...before, ...after])
        const written: ReturnType<typeof snapshotOf> = JSON.parse(
          JSON.stringify(snapshotOf(learned(items, before))),
        )
        const restored = restore(written)
        const grown = learnedFrom(restored, after)
        expect(snapshotOf(grown)).toEqual(snapshotOf(whole))
        expect(rank(grown, who, NOON, SEED, PRIORS)).toEqual(rank(whole, who, NOON, SEED, PRIORS))
      }),
    )
  })

  test('the same lines again, as overlapping pages bring them, change nothing', () => {
    fc.assert(
      fc.property(market, log, fc.nat(), (items, unordered, from) => {
        const events = unordered.toSorted((one, other) => one.at - other.at)
        const once = learned(items, events)
        const twice = learned(items, [...events, ...events.slice(from % (events.length + 1))])
        expect(snapshotOf(twice)).toEqual(snapshotOf(once))
      }),
    )
  })

  test('the order in which ads are described does not matter', () => {
    fc.assert(
      fc.property(market, log, creator, fc.nat(), (items, events, who, turn) => {
        const turned = [
          ...items.slice(turn % (items.length + 1)),
          ...items.slice(0, turn % (items.length + 1)),
        ]
        const answers = [items, turned, items.toReversed()].map((order) =>
          rank(learned(order, events), who, NOON, SEED, PRIORS).map(({ id, score }) => ({ id, score })),
        )
        expect(answers[1]).toEqual(answers[0])
        expect(answers[2]).toEqual(answers[0])
      }),
    )
  })

  test('nothing out of reach, nothing twice, best first but for one place, and terms add up to the score', () => {
    fc.assert(
      fc.property(market, log, creator, (items, events, who) => {
        const ranked = rank(learned(items, events), who, NOON, SEED, PRIORS)
        expect(new Set(ranked.map(({ id }) => id)).size).toBe(ranked.length)
        for (const { id, score, terms } of ranked) {
          const found = items.find((one) => one.id === id)
          expect(found?.closesAt).toBeGreaterThanOrEqual(NOON)
          expect(found?.minimumSubscribers).toBeLessThanOrEqual(who.subscribers ?? 0)
          expect(events).not.toContainEqual(
            expect.objectContaining({ creator: who.id, item: id, kind: 'applied' }),
          )
          expect(Object.values(terms).reduce((sum, term) => sum + term, 0)).toBeCloseTo(score, 5)
        }
        const others = ranked.flatMap(({ score }, place) => (place === 3 ? [] : [score]))
        expect(others).toEqual(others.toSorted((one, other) => other - one))
      }),
    )
  })

  test('each reason is a term that moved the ad up against the mean of all', () => {
    fc.assert(
      fc.property(market, log, creator, (items, events, who) => {
        const state = learned(items, events)
        const all = rank(state, who, NOON, SEED, PRIORS, { limit: 100 })
        for (const { terms, reasons } of all)
          for (const { code } of reasons) {
            if (code === 'explore') continue
            const mean = all.reduce((sum, one) => sum + one.terms[code], 0) / all.length
            expect(terms[code] - mean).toBeGreaterThan(0.149)
          }
      }),
    )
  })
})

test('weights of nothing rank by age, the newest first', () => {
  expect(idsFor(learned([anItem(1), anItem(3), anItem(2)]), MINJI, NOTHING, { explores: false })).toEqual([
    3, 2, 1,
  ])
  expect(TERMS.every((term) => NOTHING[term] === 0)).toBe(true)
})

describe('a creator of whom nothing is known but the declared field', () => {
  test('is shown mostly that at first, on a platform on which nobody has applied to anything', () => {
    const fields = ['beauty', 'restaurant', 'travel', 'premium', 'other']
    const ads = Array.from({ length: 100 }, (_, index) =>
      anItem(index + 1, { category: fields[index % 5] ?? '', capacity: 5 + (index % 25) }),
    )
    const state = learned(ads)
    const own = Array.from({ length: 200 }, (_, index) =>
      idsFor(state, aRankedCreator(index + 1, { interest: 'travel' }), PRIORS)
        .slice(0, 3)
        .filter((id) => id % 5 === 3),
    ).flat()
    // By chance it would be a fifth of the first three places.
    expect(own.length / 600).toBeGreaterThan(0.6)
  })

  test('is shown other things the sooner the more they choose them', () => {
    const ads = Array.from({ length: 20 }, (_, index) => anItem(index + 1))
    const tells = (choices: number) =>
      termOf(
        learned(
          ads,
          ads.slice(0, choices).map(({ id }) => actedOnAd(1, id)),
        ),
        MINJI,
        'interest',
      ).get(20)
    expect([tells(0), tells(5), tells(15)]).toEqual([1, 1 / 2, 1 / 4])
  })
})

test('each reason for an ad can be given with the priors', () => {
  const reasons = (
    items: readonly Item[],
    events: readonly InterestEvent[] = [],
    creator = aRankedCreator(1),
  ) =>
    rank(learned(items, events), creator, NOON, SEED, PRIORS).flatMap((ranked) =>
      ranked.reasons.map(({ code }) => code),
    )
  const plain = [2, 3, 4, 5, 6].map((id) => anItem(id, { category: 'travel', text: `호텔 ${id}` }))
  const alike = [11, 12, 13, 14].flatMap((creator) => [actedOnAd(creator, 9), actedOnAd(creator, 1)])
  const strangers = [2, 3, 4, 5, 6].flatMap((item) =>
    [21, 22, 23].map((one) => actedOnAd(10 * item + one, item)),
  )
  const given = [
    ...reasons([anItem(1), ...plain], [], MINJI),
    ...reasons([anItem(1, { text: '선크림' }), anItem(9, { text: '선크림' }), ...plain], [actedOnAd(1, 9)]),
    ...reasons([anItem(1, { text: '캠핑' }), ...plain], [], aRankedCreator(1, { channelTitle: '캠핑' })),
    ...reasons(
      [anItem(1, { category: 'travel' }), anItem(9), ...plain],
      [...alike, actedOnAd(1, 9), ...strangers],
    ),
    ...reasons([anItem(1), ...plain], [...seenBy(1, 100, 200, 60), ...seenBy(2, 500, 200, 2)]),
    ...reasons([anItem(1, { reward: 900_000 }), ...plain.map((item) => ({ ...item, category: 'beauty' }))]),
    ...reasons([anItem(1, { closesAt: later(NOON, HOUR_MS) }), ...plain]),
    ...reasons([anItem(1, { capacity: 50 }), ...plain]),
  ]
  const named = ['channel', 'interest', 'pace', 'pay', 'peers', 'rate', 'text', 'urgency']
  expect([...new Set(given)].filter((code) => code !== 'explore').sort()).toEqual(named)
})

test('nothing is recommended for being like itself', () => {
  const looked = (item: number): InterestEvent => ({
    ...actedOnAd(1, item),
    itemKind: 'programme',
    kind: 'viewed',
  })
  const state = emptyState('programme')
  for (const id of [1, 2]) describeItem(state, anItem(id, { text: id === 1 ? '골목 영상' : '골목 여행' }))
  const likeness = termOf(learnedFrom(state, [looked(1)]), MINJI, 'text')
  expect(likeness.get(1)).toBe(0)
  expect(likeness.get(2)).toBeGreaterThan(0)
})
