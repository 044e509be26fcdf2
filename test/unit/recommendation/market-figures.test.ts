import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatIso, koreanWeekOf, parseWeek, startOfWeek } from '../../../src/domain/calendar.ts'
import { HOUR_MS, type Instant, later, toId } from '../../../src/domain/primitives.ts'
import {
  type ActedBySize,
  type Exposure,
  gini,
  type MarketAd,
  type MarketFigureCode,
  marketFigures,
} from '../../../src/domain/recommendation/market-figures.ts'

const WEEK = parseWeek('2026-W47') ?? expect.fail('a week')
/** Monday, 16 November 2026, 00:00 in Korea. */
const MONDAY = startOfWeek(WEEK)
const hour = (hours: number): Instant => later(MONDAY, hours * HOUR_MS)
/** A week after it was over. */
const NOW = hour(14 * 24)

/** Open before the week and after it, with three applicants. */
const ad = (id: number, over: Partial<MarketAd> = {}): MarketAd => ({
  id: toId(id),
  opensAt: hour(-100),
  closesAt: hour(300),
  applicantsAtClose: 3,
  firstAppliedAt: hour(-90),
  ...over,
})
const shown = (id: number, times: number, over: Partial<Exposure> = {}): Exposure => ({
  ad: toId(id),
  position: 0,
  size: 'large',
  times,
  ...over,
})

const figure = (
  code: MarketFigureCode,
  {
    now = NOW,
    ads = [],
    exposure = [],
    acted = [],
  }: {
    readonly now?: Instant
    readonly ads?: readonly MarketAd[]
    readonly exposure?: readonly Exposure[]
    readonly acted?: readonly ActedBySize[]
  },
) => marketFigures(WEEK, now, { ads, exposure, acted }).find((each) => each.code === code)

test('a week in which nothing happened has no figures, and none of them is 0', () => {
  expect(marketFigures(WEEK, NOW, { ads: [], exposure: [], acted: [] })).toEqual(
    [
      'exposure-gini',
      'starved-ads',
      'new-ads-applied-to',
      'small-impressions',
      'small-applications',
      'small-assignments',
    ].map((code) => ({ code, value: null, count: 0, of: 0, unknown: 0 })),
  )
})

describe('how equally ads are seen', () => {
  test.each<[amounts: readonly number[], value: number | null]>([
    [[], null],
    [[0, 0], null],
    [[5], 0],
    [[3, 3, 3], 0],
    [[0, 0, 0, 8], 0.75],
    [[1, 3], 0.25],
    [[3, 1], 0.25],
  ])('Gini of %j: %s', (amounts, value) => {
    expect(gini(amounts)).toBe(value)
  })

  it('does not depend on the unit, lies between 0 and 1, and falls when the rich give to the poor', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 2, maxLength: 30 }), (amounts) => {
        const value = gini(amounts)
        fc.pre(value !== null)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThan(1)
        expect(gini(amounts.map((amount) => amount * 7))).toBeCloseTo(value, 9)
        const [least, ...rest] = amounts.toSorted((a, b) => a - b)
        const most = rest.pop()
        if (least === undefined || most === undefined || most - least < 2) return
        expect(gini([least + 1, ...rest, most - 1])).toBeLessThan(value)
      }),
    )
  })

  it('counts the first place of a list for more than a later one', () => {
    const ads = [ad(1), ad(2)]
    // The twentieth place is looked at a third to a quarter as often: 1 / (1 + 0.15 x 20) of the first one.
    const exposure = [shown(1, 10), shown(2, 40, { position: 20 })]
    expect(figure('exposure-gini', { ads, exposure })).toEqual({
      code: 'exposure-gini',
      value: 0,
      count: 50,
      of: 2,
      unknown: 0,
    })
  })

  it('counts open ads that nobody was shown, and no ads that were not open', () => {
    const exposure = [shown(1, 4), shown(1, 4, { size: 'unknown' }), shown(9, 100)]
    expect(figure('exposure-gini', { ads: [ad(1), ad(2)], exposure })).toMatchObject({
      value: 0.5,
      count: 8,
      of: 2,
    })
  })
})

describe('ads that starved', () => {
  it('are those that closed in the week with fewer than two applicants', () => {
    const ads = [
      ad(1, { closesAt: hour(0), applicantsAtClose: 1 }),
      ad(2, { closesAt: hour(167), applicantsAtClose: 2 }),
      ad(3, { closesAt: hour(80), applicantsAtClose: 0 }),
      ad(4, { closesAt: hour(168), applicantsAtClose: 0 }),
      ad(5, { applicantsAtClose: 0 }),
    ]
    expect(figure('starved-ads', { ads })).toMatchObject({ value: 2 / 3, count: 2, of: 3 })
    // At Thursday noon of the same week: the second one is open.
    expect(figure('starved-ads', { ads, now: hour(84) })).toMatchObject({ value: 1, count: 2, of: 2 })
  })
})

describe('new ads', () => {
  it('are those that opened in the week, and applied to within 48 hours', () => {
    const ads = [
      ad(1, { opensAt: hour(0), firstAppliedAt: hour(48) }),
      ad(2, { opensAt: hour(1), firstAppliedAt: later(hour(49), 1) }),
      ad(3, { opensAt: hour(2), firstAppliedAt: null }),
      ad(4, { opensAt: hour(167), firstAppliedAt: hour(170) }),
      ad(5, { opensAt: hour(168), firstAppliedAt: hour(169) }),
      ad(6, { opensAt: hour(-1), firstAppliedAt: hour(1) }),
    ]
    expect(figure('new-ads-applied-to', { ads })).toMatchObject({ value: 0.5, count: 2, of: 4 })
    // The week is over, and the fourth has been open for 47 hours.
    expect(figure('new-ads-applied-to', { ads, now: hour(214) })).toMatchObject({ count: 1, of: 3 })
    expect(figure('new-ads-applied-to', { ads, now: hour(215) })).toMatchObject({ count: 2, of: 4 })
  })
})

describe('small creators', () => {
  it('have a share of what those got whose size is known', () => {
    const exposure = [
      shown(1, 3, { size: 'small', position: 4 }),
      shown(9, 3, { size: 'small' }),
      shown(1, 2),
      shown(1, 5, { size: 'unknown' }),
    ]
    const acted: readonly ActedBySize[] = [
      { kind: 'applied', size: 'large', times: 4 },
      { kind: 'assigned', size: 'unknown', times: 2 },
    ]
    const asked = { exposure, acted }
    expect(figure('small-impressions', asked)).toMatchObject({ value: 0.75, count: 6, of: 8, unknown: 5 })
    expect(figure('small-applications', asked)).toMatchObject({ value: 0, count: 0, of: 4, unknown: 0 })
    expect(figure('small-assignments', asked)).toMatchObject({ value: null, count: 0, of: 0, unknown: 2 })
  })
})

test('the week is the Korean one', () => {
  expect(formatIso(MONDAY)).toBe('2026-11-16T00:00:00.000+09:00')
  expect(koreanWeekOf(later(MONDAY, -1))).toBe(WEEK - 1)
  expect(koreanWeekOf(MONDAY)).toBe(WEEK)
})
