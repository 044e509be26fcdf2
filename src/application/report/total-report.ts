import type { Id, Won } from '../../domain/primitives.ts'
import { toWon } from '../../domain/primitives.ts'
import { type CategoryAverage, engagementRate, sum, topCategories } from '../../domain/report/engagement.ts'
import { lastPoints } from '../../domain/report/series.ts'
import type { ReportViews } from '../../ports/report.ts'

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
    const series = await reportViews.series(
      videos.map(({ videoId }) => videoId),
      READS_MAX,
    )
    return {
      views: sum(videos.map(({ views }) => views)),
      likes: sum(videos.map(({ likes }) => likes)),
      cost: toWon(sum(videos.map(({ reward }) => reward))),
      engagementRate: engagementRate(videos),
      top: topCategories(videos, TOP),
      points: lastPoints(series),
    }
  }
