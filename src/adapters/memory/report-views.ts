import type { Participation } from '../../domain/participation/participation.ts'
import type { SeriesPoint } from '../../domain/report/series.ts'
import type { Observation } from '../../domain/video/observation.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { ReportedVideo, ReportViews } from '../../ports/report.ts'
import type { Tables } from './database.ts'
import { adOf } from './participation-views.ts'

type Completed = Extract<Participation, { readonly status: 'completed' }>

export const reportViews = (tables: Tables): ReportViews => ({
  completedOf: async (creator, limit) => {
    const completed = tables.participations
      .rows()
      .flatMap((part) => (part.creatorId === creator && part.status === 'completed' ? [part] : []))
      .toReversed()
      .slice(0, limit)
    return completed.map((part) => toReported(tables, part))
  },
  oneOf: async (creator, id) => {
    const part = tables.participations.get(id)
    return part?.creatorId === creator && part.status === 'completed' ? toReported(tables, part) : null
  },
  series: async (videos, limit) =>
    readsOf(tables, videos).toReversed().slice(0, limit).reverse().map(toPoint),
  lastKnown: async (videos, until) =>
    videos.flatMap((video) => {
      const known = readsOf(tables, [video]).filter(({ at, views }) => at <= until && views !== null)
      return known.slice(-1).map(toPoint)
    }),
  reads: async (video, limit) =>
    readsOf(tables, [video])
      .slice(-limit)
      .map(({ at, views, likes, comments, source }) => ({ at, views, likes, comments, source })),
})

const toPoint = ({ videoId, at, views }: Observation): SeriesPoint => ({ videoId, at, views })

/** Oldest first; equal ones in the order in which they were stored. */
const readsOf = ({ observations }: Tables, videos: readonly VideoId[]): readonly Observation[] =>
  observations
    .rows()
    .filter(({ videoId }) => videos.includes(videoId))
    .toSorted((a, b) => a.at - b.at)

const toReported = (tables: Tables, part: Completed): ReportedVideo => {
  const ad = adOf(tables, part)
  const newest = readsOf(tables, [part.upload.videoId]).at(-1)
  return {
    participationId: part.id,
    videoId: part.upload.videoId,
    companyName: ad.companyName,
    title: ad.title,
    category: ad.category,
    reward: part.terms.reward,
    uploadTo: ad.schedule.uploadTo,
    views: newest?.views ?? null,
    likes: newest?.likes ?? null,
    comments: newest?.comments ?? null,
    observedAt: newest?.at ?? null,
  }
}
