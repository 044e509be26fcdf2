import type { Id, Instant } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'
import type { Correction } from '../domain/video/correction.ts'
import type { Liveness, Pause } from '../domain/video/live-check.ts'
import type { Observation, TrackedVideo } from '../domain/video/observation.ts'
import type { Pace, Stake } from '../domain/video/pace.ts'
import type { VideoId } from '../domain/video/youtube-url.ts'

/** A tracked video with all that checks have shown of it. */
export type WatchedVideo = {
  readonly video: TrackedVideo
  readonly liveness: Liveness
  /** Ended ones, oldest first. */
  readonly pauses: readonly Pause[]
}

/** What a refresh goes by when it has read a video. */
export type PacedVideo = {
  readonly id: VideoId
  readonly publishedAt: Instant
  readonly liveness: Liveness
  readonly pace: Pace
  readonly stake: Stake
  readonly participation: {
    readonly id: Id<'Participation'>
    readonly creatorId: Id<'Account'>
    /** Null while an operator has yet to look at the upload. */
    readonly completedAt: Instant | null
    readonly holdDays: number
    /** There is a reward, and it is neither released nor forfeited. */
    readonly hasRewardAhead: boolean
  }
  readonly ad: {
    readonly id: Id<'Ad'>
    readonly title: string
    readonly thumbnail: string
    readonly requiredHashtags: readonly string[]
  }
}

export type VideoStore = {
  /**
   * Takes a video for a participation, as live at `now` and due to be read. A video serves one participation, ever:
   * refused when another has it, also in a race. Taking it again for the same participation renews what is known of it
   * and makes it due anew; its watch goes on.
   */
  readonly claim: (
    video: TrackedVideo,
    now: Instant,
  ) => Promise<Result<void, { readonly kind: 'video-already-used' }>>
  /** Locks the video for the rest of the transaction. */
  readonly find: (id: VideoId) => Promise<WatchedVideo | null>
  /**
   * Those of at most 50 that a submitted or completed participation stands on, in the order of their ids. Locks each of
   * them, and when it is due, for the rest of the transaction, but nothing of participations and ads.
   */
  readonly findPaced: (ids: readonly VideoId[]) => Promise<readonly PacedVideo[]>
  /** Stores how the video stands, and the pause that has just ended, if one has. */
  readonly saveLiveness: (id: VideoId, liveness: Liveness, ended: Pause | null) => Promise<void>
  /** Which required hashtags a check missed; takes the place of what an earlier one missed. The video was claimed before. */
  readonly saveMissingHashtags: (id: VideoId, hashtags: readonly string[]) => Promise<void>
  /** Those that the newest check missed while the video is down for its hashtags; empty for any other cause. */
  readonly missingHashtags: (watched: Pick<WatchedVideo, 'video' | 'liveness'>) => Promise<readonly string[]>
  /** Checks found all of them in order, and no pause of theirs has ended with that. */
  readonly saveGood: (ids: readonly VideoId[], at: Instant) => Promise<void>
  /** YouTube is out of reach: does for every video what `observeLiveness` says of one that was `unanswered` at that time. */
  readonly restartFirstMisses: (at: Instant) => Promise<void>
  /** When each of these is read next. They were claimed before. */
  readonly savePaces: (paces: ReadonlyMap<VideoId, Pace>) => Promise<void>
  /** YouTube told nothing of these: none is due before `until`, so that they do not keep others waiting. */
  readonly putOff: (ids: readonly VideoId[], until: Instant) => Promise<void>
  /** No participation stands on them any more: they are due no more, until they are claimed again. */
  readonly untrack: (ids: readonly VideoId[]) => Promise<void>
  /** Append-only; a second observation of the same video and run is dropped. */
  readonly observe: (observation: Observation) => Promise<void>
  /** The same for many at once. */
  readonly observeAll: (observations: readonly Observation[]) => Promise<void>
  /** Append-only. */
  readonly recordCorrections: (corrections: readonly VideoCorrection[]) => Promise<void>
  /** Null when nothing was read of it, or all that was has been purged. */
  readonly newestObservation: (id: VideoId) => Promise<Observation | null>
  /** Deletes observations made before `before`, the oldest first, at most `limit`; answers how many. */
  readonly purgeObservations: (before: Instant, limit: number) => Promise<number>
  /** The same for corrections. */
  readonly purgeCorrections: (before: Instant, limit: number) => Promise<number>
  /**
   * Forgets the views by which the pace of videos was set that were last read before `before`, at most `limit`; answers
   * how many. When they are due stays as it is.
   */
  readonly forgetPaces: (before: Instant, limit: number) => Promise<number>
}

/** What YouTube took back of a video's views, and when a read showed it. */
export type VideoCorrection = Correction & { readonly videoId: VideoId; readonly at: Instant }

/** Which of a video's instants has come. */
export type DueBy = 'checkBy' | 'promisedBy' | 'wantedAt'

/** Where a list of due videos goes on. */
export type DueVideo = { readonly id: VideoId; readonly at: Instant }

export type VideoViews = {
  /**
   * Tracked videos whose instant of this kind is `until` or earlier, by that instant and then by id, after `after`. To be
   * checked are, behind those, all that a clock far ahead of `until` has read or put off, by the instant that shows it.
   */
  readonly due: (query: {
    readonly by: DueBy
    readonly until: Instant
    readonly after: DueVideo | null
    readonly limit: number
  }) => Promise<readonly DueVideo[]>
  /** How many are promised by then, those that are late included. */
  readonly promisedUntil: (until: Instant) => Promise<number>
  /** Videos of submitted and completed participations, whether they are due or not, by id, after `after`. */
  readonly tracked: (query: {
    readonly after: VideoId | null
    readonly limit: number
  }) => Promise<readonly VideoId[]>
}
