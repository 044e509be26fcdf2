import type { AdCategory } from '../categories.ts'

/** One video's newest figures; null is unknown. */
export type Figures = {
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
}

/**
 * Average engagement rate in percent: (likes + comments) / views x 100 over sums, as the app's screen explains it.
 * Videos whose views are unknown are left out on both sides of the division; null when no views are known at all.
 */
export const engagementRate = (videos: readonly Figures[]): number | null => {
  const known = videos.filter(({ views }) => views !== null)
  const views = sum(known.map((video) => video.views))
  return views === 0 ? null : (sum(known.flatMap(({ likes, comments }) => [likes, comments])) / views) * 100
}

/** Unknown figures add nothing. */
export const sum = (figures: readonly (number | null)[]): number =>
  figures.reduce<number>((total, figure) => total + (figure ?? 0), 0)

export type CategoryAverage = { readonly category: AdCategory; readonly views: number }

/** The categories with the most average views per video, best first; at most `count`. Equal ones stay in a fixed order. */
export const topCategories = (
  videos: readonly { readonly category: AdCategory; readonly views: number | null }[],
  count: number,
): readonly CategoryAverage[] => {
  const byCategory = Map.groupBy(
    videos.filter(({ views }) => views !== null),
    ({ category }) => category,
  )
  return [...byCategory]
    .map(([category, members]) => ({
      category,
      views: Math.round(sum(members.map(({ views }) => views)) / members.length),
    }))
    .sort((a, b) => b.views - a.views || a.category.localeCompare(b.category, 'en'))
    .slice(0, count)
}
