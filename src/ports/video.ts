import type { Id, Instant } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'
import type { Liveness, Pause } from '../domain/video/live-check.ts'
import type { Observation, TrackedVideo } from '../domain/video/observation.ts'
import type { VideoId } from '../domain/video/youtube-url.ts'

/** A tracked video with all that checks have shown of it. */
export type WatchedVideo = {
  readonly video: TrackedVideo
  readonly liveness: Liveness
  /** Ended ones, oldest first. */
  readonly pauses: readonly Pause[]
}

export type VideoStore = {
  /**
   * Takes a video for a participation, as live at `now`. A video serves one participation, ever: refused when another
   * has it, also in a race. Taking it again for the same participation renews what is known of it; its watch goes on.
   */
  readonly claim: (
    video: TrackedVideo,
    now: Instant,
  ) => Promise<Result<void, { readonly kind: 'video-already-used' }>>
  /** Locks the video for the rest of the transaction. */
  readonly find: (id: VideoId) => Promise<WatchedVideo | null>
  /** Stores how the video stands, and the pause that has just ended, if one has. */
  readonly saveLiveness: (id: VideoId, liveness: Liveness, ended: Pause | null) => Promise<void>
  /** Append-only; a second observation of the same video and run is dropped. */
  readonly observe: (observation: Observation) => Promise<void>
}

/** What a refresh needs to know of a video before it asks YouTube. */
export type VideoToRefresh = {
  readonly id: VideoId
  readonly participationId: Id<'Participation'>
  readonly requiredHashtags: readonly string[]
}

export type VideoViews = {
  /** Videos of submitted and completed participations, by id, after `after`. */
  readonly toRefresh: (query: {
    readonly after: VideoId | null
    readonly limit: number
  }) => Promise<readonly VideoToRefresh[]>
}
