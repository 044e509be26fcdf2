import { type KoreanWeek, startOfWeek } from '../calendar.ts'
import { HOUR_MS, type Id, type Instant, later } from '../primitives.ts'
import { examination } from './event.ts'
import type { CreatorSize } from './subscriber-tier.ts'

/** An ad that could be applied to at some time in a week. */
export type MarketAd = {
  readonly id: Id<'Ad'>
  /** When it could first be applied to. */
  readonly opensAt: Instant
  /** The last moment at which it could, whether or not it was full before. */
  readonly closesAt: Instant
  /** Who had applied by then and not withdrawn again. */
  readonly applicantsAtClose: number
  /** Whatever became of the application; null while there is none. */
  readonly firstAppliedAt: Instant | null
}

/** How often an ad was shown at this place of any list that was asked for, to creators of this size. */
export type Exposure = {
  readonly ad: Id<'Ad'>
  /** 0 is the first. */
  readonly position: number
  readonly size: CreatorSize
  readonly times: number
}

/** How often creators of this size applied to ads or were assigned to one. */
export type ActedBySize = {
  readonly kind: 'applied' | 'assigned'
  readonly size: CreatorSize
  readonly times: number
}

export const MARKET_FIGURES = [
  'exposure-gini',
  'starved-ads',
  'new-ads-applied-to',
  'small-impressions',
  'small-applications',
  'small-assignments',
] as const
export type MarketFigureCode = (typeof MARKET_FIGURES)[number]

/** One figure of a week, with what it was made of. */
export type MarketFigure = {
  readonly code: MarketFigureCode
  /** A share or Gini's coefficient, from 0 to 1; null when there was nothing to take it of, which is not 0. */
  readonly value: number | null
  /** How many were counted: of the share, or impressions for the coefficient. */
  readonly count: number
  /** Among how many. */
  readonly of: number
  /** What is left out on both sides since the size of the channel is not known. */
  readonly unknown: number
}

/** An ad with fewer applicants leaves its advertiser no choice. */
export const STARVED_BELOW = 2
/** How soon somebody should have applied to a new ad. */
export const APPLIED_WITHIN_MS = 48 * HOUR_MS

/** From the beginning of the week until before the beginning of the next one. */
export const spanOf = (week: KoreanWeek): { readonly from: Instant; readonly before: Instant } => ({
  from: startOfWeek(week),
  before: startOfWeek((week + 1) as KoreanWeek),
})

/**
 * How fairly the market worked in a week, as far as it is over: how equally the open ads were seen, how many of those
 * that closed had no choice, how many new ones were applied to in time, and what small creators got. Figures are left
 * empty where nothing was counted.
 */
export const marketFigures = (
  week: KoreanWeek,
  now: Instant,
  counted: {
    readonly ads: readonly MarketAd[]
    readonly exposure: readonly Exposure[]
    readonly acted: readonly ActedBySize[]
  },
): readonly MarketFigure[] => {
  const { from, before } = spanOf(week)
  const isInWeek = (at: Instant): boolean => at >= from && at < before
  const closed = counted.ads.filter(({ closesAt }) => isInWeek(closesAt) && closesAt < now)
  const fresh = counted.ads.filter(
    ({ opensAt }) => isInWeek(opensAt) && later(opensAt, APPLIED_WITHIN_MS) <= now,
  )
  const appliedInTime = ({ opensAt, firstAppliedAt }: MarketAd): boolean =>
    firstAppliedAt !== null && firstAppliedAt <= later(opensAt, APPLIED_WITHIN_MS)
  return [
    giniFigure(counted.ads, counted.exposure),
    share('starved-ads', closed, ({ applicantsAtClose }) => applicantsAtClose < STARVED_BELOW),
    share('new-ads-applied-to', fresh, appliedInTime),
    smallShare('small-impressions', counted.exposure),
    smallShare(
      'small-applications',
      counted.acted.filter(({ kind }) => kind === 'applied'),
    ),
    smallShare(
      'small-assignments',
      counted.acted.filter(({ kind }) => kind === 'assigned'),
    ),
  ]
}

/** Of an ad that nobody was shown the exposure is 0; what was shown of ads that were not open is left out. */
const giniFigure = (ads: readonly MarketAd[], exposure: readonly Exposure[]): MarketFigure => {
  const seen = new Map(ads.map(({ id }) => [id, 0]))
  let count = 0
  for (const { ad, position, times } of exposure) {
    const before = seen.get(ad)
    if (before === undefined) continue
    seen.set(ad, before + times * examination(position))
    count += times
  }
  return { code: 'exposure-gini', value: gini([...seen.values()]), count, of: ads.length, unknown: 0 }
}

/**
 * Gini's coefficient: 0 when all have the same, near 1 when one has everything. Null when there is nothing to have, or
 * nobody to have it.
 */
export const gini = (amounts: readonly number[]): number | null => {
  const ascending = [...amounts].sort((a, b) => a - b)
  const total = ascending.reduce((sum, amount) => sum + amount, 0)
  if (total === 0) return null
  const howMany = ascending.length
  const ranked = ascending.reduce((sum, amount, index) => sum + (2 * (index + 1) - howMany - 1) * amount, 0)
  return ranked / (howMany * total)
}

const share = (
  code: MarketFigureCode,
  ads: readonly MarketAd[],
  isCounted: (ad: MarketAd) => boolean,
): MarketFigure => {
  const count = ads.filter(isCounted).length
  return { code, value: ratio(count, ads.length), count, of: ads.length, unknown: 0 }
}

const smallShare = (
  code: MarketFigureCode,
  happened: readonly { readonly size: CreatorSize; readonly times: number }[],
): MarketFigure => {
  const timesOf = (size: CreatorSize): number =>
    happened.reduce((sum, each) => sum + (each.size === size ? each.times : 0), 0)
  const count = timesOf('small')
  const of = count + timesOf('large')
  return { code, value: ratio(count, of), count, of, unknown: timesOf('unknown') }
}

const ratio = (count: number, of: number): number | null => (of === 0 ? null : count / of)
