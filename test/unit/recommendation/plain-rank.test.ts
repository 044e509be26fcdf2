import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { AD_CATEGORIES } from '../../../src/domain/categories.ts'
import { toId } from '../../../src/domain/primitives.ts'
import {
  type PlainCandidate,
  type PlainReason,
  type RankedFor,
  rankPlainly,
} from '../../../src/domain/recommendation/plain-rank.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'

/** Neither of interest nor new, seen or closing soon. */
const candidate = (id: number, changed: Partial<PlainCandidate> = {}): PlainCandidate => ({
  id: toId(id),
  category: 'other',
  createdAt: inDays(-30),
  applyTo: inDays(30),
  views: 0,
  minimumSubscribers: 0,
  ...changed,
})
const CREATOR: RankedFor = { interest: 'beauty', subscribers: 1_000 }
const idsOf = (candidates: readonly PlainCandidate[], creator = CREATOR): readonly number[] =>
  rankPlainly(candidates, creator, NOON).map(({ id }) => id)

describe('ads are recommended', () => {
  test.each<[what: string, better: Partial<PlainCandidate>, worse: Partial<PlainCandidate>]>([
    ['the declared interest first', { category: 'beauty' }, {}],
    [
      'the interest before all else together',
      { category: 'beauty' },
      { createdAt: NOON, views: 1_000_000, applyTo: NOON },
    ],
    ['newer ones first', { createdAt: inDays(-1) }, { createdAt: inDays(-2) }],
    ['new before popular', { createdAt: NOON }, { views: 1_000 }],
    ['more popular ones first', { views: 100 }, { views: 10 }],
    ['popular before closing soon', { views: 100 }, { applyTo: NOON }],
    ['those that close sooner first', { applyTo: inDays(1) }, { applyTo: inDays(2) }],
  ])('%s', (_, better, worse) => {
    expect(idsOf([candidate(2, worse), candidate(1, better)])).toEqual([1, 2])
    expect(idsOf([candidate(1, better), candidate(2, worse)])).toEqual([1, 2])
  })

  it('newest first when nothing else tells them apart, then by id', () => {
    const old = [candidate(1, { createdAt: inDays(-40) }), candidate(2), candidate(3)]
    expect(idsOf(old)).toEqual([3, 2, 1])
  })

  it('none when there are none', () => {
    expect(rankPlainly([], CREATOR, NOON)).toEqual([])
  })
})

describe('the reasons of a recommendation', () => {
  const reasonsOf = (changed: Partial<PlainCandidate>): readonly PlainReason[] =>
    rankPlainly([candidate(1, changed)], CREATOR, NOON)[0]?.reasons ?? []

  test.each<[changed: Partial<PlainCandidate>, reasons: readonly PlainReason[]]>([
    [{}, []],
    [{ category: 'beauty' }, ['your-interest']],
    [{ createdAt: inDays(-13) }, ['new']],
    [{ createdAt: inDays(-14) }, []],
    [{ createdAt: inDays(1) }, ['new']],
    [{ views: 1 }, ['popular']],
    [{ applyTo: inDays(6) }, ['closing-soon']],
    [{ applyTo: inDays(7) }, []],
    [{ applyTo: NOON }, ['closing-soon']],
    [
      { category: 'beauty', createdAt: NOON, views: 1, applyTo: NOON },
      ['your-interest', 'new', 'popular', 'closing-soon'],
    ],
    [{ createdAt: inDays(-13), applyTo: NOON, views: 5 }, ['popular', 'closing-soon', 'new']],
  ])('%o: %j', (changed, reasons) => {
    expect(reasonsOf(changed)).toEqual(reasons)
  })

  it('make up the score: full ones weigh 4, 1.5, 1 and 0.5', () => {
    const full = { category: 'beauty', createdAt: NOON, views: 9, applyTo: NOON } as const
    expect(rankPlainly([candidate(1, full)], CREATOR, NOON)[0]?.score).toBe(7)
    expect(rankPlainly([candidate(1)], CREATOR, NOON)[0]?.score).toBe(0)
  })
})

describe('a premium ad with a minimum of subscribers', () => {
  const premium = candidate(1, { category: 'premium', minimumSubscribers: 1_000 })

  test.each<[subscribers: number | null, shown: boolean]>([
    [999, false],
    [1_000, true],
    [0, false],
    [null, false],
  ])('and a creator with %s: %s', (subscribers, shown) => {
    expect(idsOf([premium], { interest: 'premium', subscribers })).toEqual(shown ? [1] : [])
  })

  it('without a minimum is for everybody', () => {
    const open = { ...premium, minimumSubscribers: 0 }
    expect(idsOf([open], { interest: 'beauty', subscribers: null })).toEqual([1])
  })

  it('is the only one that asks: others are shown whatever they say', () => {
    const others = AD_CATEGORIES.filter((category) => category !== 'premium')
    const ads = others.map((category, n) => candidate(n + 1, { category, minimumSubscribers: 1_000_000 }))
    expect(idsOf(ads, { interest: 'beauty', subscribers: null })).toHaveLength(4)
  })

  it('that is not shown does not set the measure of popularity', () => {
    const seen = candidate(2, { views: 10 })
    const alone = rankPlainly([seen], CREATOR, NOON)
    const hidden = candidate(3, { category: 'premium', minimumSubscribers: 5_000, views: 1_000_000 })
    expect(rankPlainly([seen, hidden], CREATOR, NOON)).toEqual(alone)
  })
})

describe('whatever ads there are', () => {
  const candidates: fc.Arbitrary<readonly PlainCandidate[]> = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 40 }).map((id) => toId<'Ad'>(id)),
      category: fc.constantFrom(...AD_CATEGORIES),
      createdAt: fc.integer({ min: -20, max: 1 }).map((days) => inDays(days)),
      applyTo: fc.nat(10).map((days) => inDays(days)),
      views: fc.nat(50),
      minimumSubscribers: fc.constantFrom(0, 1_000, 5_000),
    }),
    { selector: ({ id }) => id, maxLength: 25 },
  )
  const creators: fc.Arbitrary<RankedFor> = fc.record({
    interest: fc.constantFrom(...AD_CATEGORIES),
    subscribers: fc.option(fc.nat(6_000)),
  })

  it('their order does not depend on the order in which they came', () => {
    fc.assert(
      fc.property(
        candidates.chain((ads) =>
          fc.tuple(fc.constant(ads), fc.shuffledSubarray([...ads], { minLength: ads.length })),
        ),
        creators,
        ([ads, shuffled], creator) => {
          expect(rankPlainly(shuffled, creator, NOON)).toEqual(rankPlainly(ads, creator, NOON))
        },
      ),
    )
  })

  it('each that the creator may apply to appears once, and no other', () => {
    fc.assert(
      fc.property(candidates, creators, (ads, creator) => {
        const eligible = ads.filter(
          ({ category, minimumSubscribers }) =>
            category !== 'premium' ||
            minimumSubscribers === 0 ||
            (creator.subscribers !== null && creator.subscribers >= minimumSubscribers),
        )
        expect(idsOf(ads, creator).toSorted()).toEqual(eligible.map(({ id }) => id).toSorted())
      }),
    )
  })

  it('scores fall from first to last, and those of interest come first', () => {
    fc.assert(
      fc.property(candidates, creators, (ads, creator) => {
        const ranked = rankPlainly(ads, creator, NOON)
        const scores = ranked.map(({ score }) => score)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
        const ofInterest = ranked.map(({ reasons }) => reasons.includes('your-interest'))
        expect(ofInterest).toEqual(ofInterest.toSorted((a, b) => Number(b) - Number(a)))
      }),
    )
  })
})
