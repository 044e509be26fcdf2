import { type Id, type Instant, toWon, type Won } from '../../domain/primitives.ts'
import { type CategoryAverage, engagementRate, sum, topCategories } from '../../domain/report/engagement.ts'
import { lastPoints } from '../../domain/report/series.ts'
import type { ReportedVideo, ReportViews } from '../../ports/report.ts'

export type TotalReport = {
  readonly views: number
  readonly likes: number
  /** Rewards earned. */
  readonly cost: Won
  /** Percent, not rounded; null while no views are known. */
  readonly engagementRate: number | null
  readonly top: readonly CategoryAverage[]
  /** Newest first, at most five. */
  readonly points: readonly number[]
  /** When the newest of these figures was read; null when none ever was. */
  readonly asOf: Instant | null
}

export type ReadTotalReport = (creatorId: Id<'Account'>) => Promise<TotalReport>

/** A creator with more completed participations than this sees the newest ones added up. */
const VIDEOS_MAX = 1_000
const READS_MAX = 10_000
const TOP = 3

/** All of a creator's completed participations in sums: own data only. */
export const readTotalReport =
  ({ reportViews }: { readonly reportViews: ReportViews }): ReadTotalReport =>
  async (creatorId) => {
    const videos = await reportViews.completedOf(creatorId, VIDEOS_MAX)
    const ids = videos.map(({ videoId }) => videoId)
    const series = await reportViews.series(ids, READS_MAX)
    const [oldest] = series
    // Beyond the limit lie reads of videos with a slow rhythm, which are still what is last known of those.
    const before =
      series.length < READS_MAX || oldest === undefined ? [] : await reportViews.lastKnown(ids, oldest.at)
    return {
      views: sum(videos.map(({ views }) => views)),
      likes: sum(videos.map(({ likes }) => likes)),
      cost: toWon(sum(videos.map(({ reward }) => reward))),
      engagementRate: engagementRate(videos),
      top: topCategories(videos, TOP),
      points: lastPoints([...before, ...series]),
      asOf: newestOf(videos),
    }
  }

const newestOf = (videos: readonly ReportedVideo[]): Instant | null =>
  videos.reduce<Instant | null>(
    (newest, { observedAt }) =>
      observedAt !== null && (newest === null || observedAt > newest) ? observedAt : newest,
    null,
  )
