import { HOUR_MS, type Instant } from '../primitives.ts'
import { type Correction, correctionBetween } from '../video/correction.ts'
import type { Observation } from '../video/observation.ts'

/** One read of one video's views; null is a read that did not tell. */
export type SeriesPoint = { readonly videoId: string; readonly at: Instant; readonly views: number | null }

/** How many points the app's chart draws. */
export const CHART_POINTS = 5

/** What the app's users were promised: figures every five hours. Slots lie at full multiples of it since 1970 in UTC. */
export const SLOT_MS = 5 * HOUR_MS

/**
 * The newest five totals, newest first: at each of the last five slots in which anything was read, the sum of what every
 * video was last known to have at its end, so that the newest read always counts. Videos are read at a rhythm of their
 * own, and a video that was read in none of them counts with what was known of it before. Fewer slots give fewer
 * points. Nothing is interpolated.
 */
export const lastPoints = (series: readonly SeriesPoint[]): readonly number[] => {
  const known = series.filter(({ views }) => views !== null).toSorted((a, b) => a.at - b.at)
  const latest = new Map<string, number>()
  const totals = new Map<number, number>()
  let total = 0
  for (const { videoId, at, views } of known) {
    total += (views ?? 0) - (latest.get(videoId) ?? 0)
    latest.set(videoId, views ?? 0)
    totals.set(Math.floor(at / SLOT_MS), total)
  }
  return [...totals.values()].slice(-CHART_POINTS).reverse()
}

/** One read of a video: what YouTube told, unknown figures as unknown. */
export type Read = Pick<Observation, 'at' | 'views' | 'likes' | 'comments' | 'source'>

/** With what YouTube had taken back of the views since the read before, if it had. */
export type MarkedRead = Read & { readonly correction: Correction | null }

/**
 * Expects the reads of one video, oldest first, and leaves them as they are: a read that did not tell is a gap, and what
 * comes after a gap is held against what was last known before it. A figure is hidden once, where it first is.
 */
export const withCorrections = (reads: readonly Read[]): readonly MarkedRead[] => {
  let lastKnown: number | null = null
  let isHidden = false
  return reads.map((read) => {
    const correction = isHidden && read.views === null ? null : correctionBetween(lastKnown, read.views)
    isHidden = read.views === null
    lastKnown = read.views ?? lastKnown
    return { ...read, correction }
  })
}
