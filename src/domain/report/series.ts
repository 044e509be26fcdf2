import type { Instant } from '../primitives.ts'

/** One read of one video's views; null is a read that did not tell. */
export type SeriesPoint = { readonly videoId: string; readonly at: Instant; readonly views: number | null }

/** How many points the app's chart draws. */
export const CHART_POINTS = 5

/**
 * The newest five totals, newest first: at each of the last five times that anything was read, the sum of what every
 * video was last known to have. Fewer reads give fewer points. Nothing is interpolated.
 */
export const lastPoints = (series: readonly SeriesPoint[]): readonly number[] => {
  const known = series.filter(({ views }) => views !== null).toSorted((a, b) => a.at - b.at)
  const latest = new Map<string, number>()
  const totals = new Map<Instant, number>()
  let total = 0
  for (const { videoId, at, views } of known) {
    total += (views ?? 0) - (latest.get(videoId) ?? 0)
    latest.set(videoId, views ?? 0)
    totals.set(at, total)
  }
  return [...totals.values()].slice(-CHART_POINTS).reverse()
}
