import type { AdCategory } from '../domain/categories.ts'
import type { Id, Instant, Won } from '../domain/primitives.ts'
import type { Figures } from '../domain/report/engagement.ts'
import type { Read, SeriesPoint } from '../domain/report/series.ts'
import type { VideoId } from '../domain/video/youtube-url.ts'

/** A completed participation with the newest figures of its video. */
export type ReportedVideo = Figures & {
  readonly participationId: Id<'Participation'>
  readonly videoId: VideoId
  readonly companyName: string
  readonly title: string
  readonly category: AdCategory
  readonly reward: Won
  readonly uploadTo: Instant
  /** When the newest figures were read; null when they never were. */
  readonly observedAt: Instant | null
}

export type ReportViews = {
  /** The creator's own completed participations, newest first. */
  readonly completedOf: (creator: Id<'Account'>, limit: number) => Promise<readonly ReportedVideo[]>
  /** Null when there is none, it is not completed, or it is somebody else's. */
  readonly oneOf: (creator: Id<'Account'>, id: Id<'Participation'>) => Promise<ReportedVideo | null>
  /** The newest `limit` reads of these videos, oldest first. */
  readonly series: (videos: readonly VideoId[], limit: number) => Promise<readonly SeriesPoint[]>
  /** The newest read of each of these videos that told its views, of those until `until`. */
  readonly lastKnown: (videos: readonly VideoId[], until: Instant) => Promise<readonly SeriesPoint[]>
  /** The newest `limit` reads of one video, oldest first. */
  readonly reads: (video: VideoId, limit: number) => Promise<readonly Read[]>
}
