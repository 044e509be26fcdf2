import type { Id, Instant } from '../primitives.ts'
import type { VideoId } from './youtube-url.ts'

/** One read of a video's figures: append-only, never corrected, unknown stays null. */
export type Observation = {
  readonly videoId: VideoId
  readonly at: Instant
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
  /** Null where the call that told the figures does not tell it. */
  readonly privacy: 'public' | 'unlisted' | 'private' | null
  /** Which call of YouTube's API told, or that the figures came with the data of the 2020 server. */
  readonly source: 'videos.list' | 'videos.batchGetStats' | 'import-2020'
  /** What the read was made for: one submission, or one run of a refresh. A video is observed once in a run. */
  readonly run: string
}

/** A video that was proved for a participation, and how it fares at YouTube. */
export type TrackedVideo = {
  readonly id: VideoId
  readonly participationId: Id<'Participation'>
  readonly publishedAt: Instant
}
