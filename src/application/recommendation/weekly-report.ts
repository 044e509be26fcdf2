import { type KoreanWeek, lastFullWeek } from '../../domain/calendar.ts'
import { DAY_MS, type Instant, later } from '../../domain/primitives.ts'
import {
  type ActedBySize,
  type Exposure,
  type MarketFigure,
  marketFigures,
  spanOf,
} from '../../domain/recommendation/market-figures.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { MarketViews } from '../../ports/recommendation.ts'

export type WeekNotBegun = { readonly kind: 'week-not-begun'; readonly beginsAt: Instant }

export type WeeklyReport = {
  readonly week: KoreanWeek
  readonly from: Instant
  /** Its last millisecond. */
  readonly to: Instant
  /** Figures of a week that is running are those so far. */
  readonly isOver: boolean
  /** More ads were open than are counted. */
  readonly isCut: boolean
  readonly figures: readonly MarketFigure[]
}

export type ReportWeek = (week: KoreanWeek | null) => Promise<Result<WeeklyReport, WeekNotBegun>>

/** Far more than a platform of this kind has open in a week. */
export const MARKET_ADS_MAX = 20_000

/** How fairly the market worked in a Korean week, the last full one when none is named. */
export const reportWeek =
  ({
    recommendationViews,
    clock,
  }: {
    readonly recommendationViews: MarketViews
    readonly clock: Clock
  }): ReportWeek =>
  async (asked) => {
    const now = clock.now()
    const week = asked ?? lastFullWeek(now)
    const { from, before } = spanOf(week)
    if (from > now) return err({ kind: 'week-not-begun', beginsAt: from })
    // One more than is counted tells whether there are more.
    const ads = await recommendationViews.marketAds({ from, before, limit: MARKET_ADS_MAX + 1 })
    const exposure: (readonly Exposure[])[] = []
    const acted: (readonly ActedBySize[])[] = []
    // Day by day, so that others who wait for the database come in between. Korean days are all equally long.
    for (let day = from; day < before && day <= now; day = later(day, DAY_MS)) {
      const span = { from: day, before: later(day, DAY_MS) }
      exposure.push(await recommendationViews.exposure(span))
      acted.push(await recommendationViews.actedBySize(span))
    }
    const counted = { ads: ads.slice(0, MARKET_ADS_MAX), exposure: exposure.flat(), acted: acted.flat() }
    return ok({
      week,
      from,
      to: later(before, -1),
      isOver: before <= now,
      isCut: ads.length > MARKET_ADS_MAX,
      figures: marketFigures(week, now, counted),
    })
  }
