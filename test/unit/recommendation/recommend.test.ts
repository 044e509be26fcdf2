import { describe, expect, test } from 'vitest'
import type { AdCategory } from '../../../src/domain/categories.ts'
import { toId } from '../../../src/domain/primitives.ts'
import type { InterestEvent } from '../../../src/domain/recommendation/event.ts'
import { type Knowledge, type OpenAd, recommend } from '../../../src/domain/recommendation/recommend.ts'
import { emptyState } from '../../../src/domain/recommendation/state.ts'
import { PRIORS } from '../../../src/domain/recommendation/weights.ts'
import { type TellableAd, worthTelling } from '../../../src/domain/recommendation/worth-telling.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { actedOnAd, anItem, aRankedCreator, learned } from '../../fixtures/recommendation.ts'

const creator = aRankedCreator(1, { interest: 'beauty', subscribers: 1_000 })

const open = (id: number, category: AdCategory = 'beauty', minimumSubscribers = 0): OpenAd => ({
  id,
  category,
  minimumSubscribers,
})
/** Without chance, so that what is better stands before what is worse. */
const knowing = (items: Parameters<typeof learned>[0], events: readonly InterestEvent[] = []): Knowledge => ({
  state: learned(items, events),
  weights: { ...PRIORS, rate: 0 },
})
const NOTHING: Knowledge = { state: emptyState('ad'), weights: PRIORS }

const idsFor = (knowledge: Knowledge, ads: readonly OpenAd[], limit = 20): readonly number[] =>
  recommend(knowledge, creator, ads, NOON, limit).map(({ id }) => id)

describe('ads that nobody has described yet', () => {
  test('stand behind those that are known, as they came, and without reasons', () => {
    const known = knowing([anItem(1, { category: 'other' }), anItem(2)])
    const ads = [open(9), open(7), open(1, 'other'), open(2)]
    expect(idsFor(known, ads)).toEqual([2, 1, 9, 7])
    expect(recommend(known, creator, ads, NOON, 20).at(-1)).toEqual({ id: 7, reasons: [] })
    expect(idsFor(known, ads, 3)).toEqual([2, 1, 9])
  })

  test('are all there is while nothing is known', () => {
    expect(idsFor(NOTHING, [open(3), open(5), open(4)])).toEqual([3, 5, 4])
    expect(idsFor(NOTHING, [open(3), open(5), open(4)], 2)).toEqual([3, 5])
    expect(idsFor(NOTHING, [])).toEqual([])
  })

  test.each<[subscribers: number | null, shown: readonly number[]]>([
    [null, [2, 3]],
    [999, [2, 3]],
    [1_000, [1, 2, 3]],
  ])('ask for their subscribers all the same: %s', (subscribers, shown) => {
    const ads = [open(1, 'premium', 1_000), open(2, 'premium', 0), open(3, 'beauty', 5_000)]
    const ranked = recommend(NOTHING, aRankedCreator(1, { subscribers }), ads, NOON, 20)
    expect(ranked.map(({ id }) => id)).toEqual(shown)
  })

  test('are left out when the creator has dismissed them, and only then', () => {
    const known = knowing(
      [],
      [actedOnAd(1, 7, { kind: 'dismissed' }), actedOnAd(2, 8, { kind: 'dismissed' })],
    )
    expect(idsFor(known, [open(7), open(8)])).toEqual([8])
  })
})

test('what is known to be over or out of reach does not come back as unknown', () => {
  const known = knowing([
    anItem(1, { closesAt: inHours(-1) }),
    anItem(2, { opensAt: inHours(1) }),
    anItem(3, { minimumSubscribers: 5_000 }),
    anItem(4),
  ])
  expect(
    idsFor(
      known,
      [1, 2, 3, 4].map((id) => open(id)),
    ),
  ).toEqual([4])
})

test('nothing but what is open is recommended, however well it suits', () => {
  const known = knowing([anItem(1), anItem(2, { category: 'other' })])
  expect(idsFor(known, [open(2, 'other')])).toEqual([2])
})

describe('worth telling', () => {
  const tellable = (id: number, over: Partial<TellableAd> = {}): TellableAd => ({
    ...open(id),
    id: toId(id),
    openedAt: inDays(-9),
    applyTo: inDays(9),
    ...over,
  })
  const items = (ads: readonly TellableAd[]) =>
    ads.map(({ id, category, openedAt, applyTo }) =>
      anItem(id, { category, opensAt: openedAt, closesAt: applyTo }),
    )
  const told = (
    ads: readonly TellableAd[],
    { named = [], listedMax = 20 }: { readonly named?: readonly number[]; readonly listedMax?: number } = {},
  ): readonly number[] =>
    worthTelling(
      knowing(items(ads)),
      creator,
      ads,
      { since: inDays(-1), named: new Set(named) },
      NOON,
      listedMax,
    )

  test('are the best of what opened since, at most three', () => {
    const fresh = (id: number, category: AdCategory) => tellable(id, { category, openedAt: inHours(-1) })
    expect(told([fresh(1, 'other'), fresh(2, 'beauty'), tellable(3)])).toEqual([2, 1])
    expect(told([1, 2, 3, 4, 5].map((id) => fresh(id, 'beauty')))).toHaveLength(3)
  })

  test.each([
    [0, true],
    [1, true],
    [2, false],
  ])('is what ends in %s days: %s', (days, isTold) => {
    expect(told([tellable(1, { applyTo: inDays(days) })])).toEqual(isTold ? [1] : [])
  })

  test('is only once what ends, and what opened', () => {
    const ads = [tellable(1, { applyTo: inDays(1) }), tellable(2, { openedAt: inHours(-1) })]
    expect(told(ads, { named: [1] })).toEqual([2])
    expect(told(ads, { named: [2] })).toEqual([1])
  })

  test('is nothing, and nothing is ranked, when nothing opened or ends that was not named', () => {
    let rankings = 0
    const counting: Knowledge = {
      weights: PRIORS,
      get state() {
        rankings += 1
        return emptyState('ad')
      },
    }
    const tell = (ads: readonly TellableAd[]) =>
      worthTelling(counting, creator, ads, { since: inDays(-1), named: new Set([2, 3]) }, NOON, 0)
    const named = [tellable(2, { openedAt: inHours(-1) }), tellable(3, { applyTo: inDays(1) })]
    expect(tell([tellable(1), ...named])).toEqual([])
    expect(rankings).toBe(0)
    // Whether this one is in the creator's list is not known before the list is ranked, and then nothing is left to rank.
    expect(tell([tellable(1, { applyTo: inDays(1) }), ...named])).toEqual([])
    expect(rankings).toBe(1)
  })

  test('is of what ends only what the creator’s own list shows', () => {
    const others = [2, 3, 4].map((id) => tellable(id))
    const ending = { category: 'other', openedAt: inDays(-1.1), applyTo: inDays(1) } as const
    const ads = [tellable(1, ending), ...others]
    expect(told(ads, { listedMax: 4 })).toEqual([1])
    expect(told(ads, { listedMax: 3 })).toEqual([])
  })
})
