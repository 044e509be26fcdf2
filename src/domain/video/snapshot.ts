import type { Id, Instant } from '../primitives.ts'
import type { Liveness, PauseCause } from './live-check.ts'
import type { Observation, TrackedVideo } from './observation.ts'
import type { VideoId } from './youtube-url.ts'

/** What was decided about the reward for a video. */
export type RewardDecision = 'completed' | 'released' | 'forfeited'

/**
 * What was known of a video when money was decided on: the record that a posting rests on. It is kept for ever, as the
 * posting is, while the observations that it was taken from are purged.
 */
export type DecisionSnapshot = {
  readonly participationId: Id<'Participation'>
  /** Each is decided at most once for a participation. */
  readonly decision: RewardDecision
  readonly at: Instant
  readonly videoId: VideoId
  readonly publishedAt: Instant
  /** Times that did not count towards the hold until then, one that was not over included. */
  readonly pausedMs: number
  /** The newest check that had found all in order. */
  readonly lastGoodAt: Instant
  /** The newest figures then; null when there were none. Unknown ones stay null. */
  readonly newest: SnapshotFigures | null
  readonly standing: SnapshotStanding
} & DecisionGrounds

/** Who decided, and why. */
export type DecisionGrounds = {
  /** The operator; null for the job. */
  readonly decidedBy: Id<'Account'> | null
  /** The operator's words for a forfeit; null for what follows from the rules. */
  readonly reason: string | null
}

/** How the video stood. */
export type SnapshotStanding = {
  readonly state: Liveness['state']
  /** Null unless it was down. */
  readonly cause: PauseCause | null
  /** What the newest check had missed while the video was down for its hashtags; empty for any other cause. */
  readonly missingHashtags: readonly string[]
}

export type SnapshotFigures = Pick<Observation, 'at' | 'views' | 'likes' | 'comments' | 'privacy' | 'source'>

/** Expects how the video stood, for how long its hold had paused, and the newest observation of it, when the decision was made. */
export const takeSnapshot = (
  decision: RewardDecision,
  { video, liveness, pausedMs }: Seen,
  newest: Observation | null,
  now: Instant,
): Omit<DecisionSnapshot, 'standing' | keyof DecisionGrounds> => ({
  participationId: video.participationId,
  decision,
  at: now,
  videoId: video.id,
  publishedAt: video.publishedAt,
  pausedMs,
  lastGoodAt: liveness.lastGoodAt,
  newest: newest === null ? null : figuresOf(newest),
})

/** Expects the required hashtags that are missing, where the video is down for them. */
export const standingOf = (liveness: Liveness, missingHashtags: readonly string[]): SnapshotStanding => ({
  state: liveness.state,
  cause: liveness.state === 'down' ? liveness.cause : null,
  missingHashtags,
})

type Seen = {
  readonly video: TrackedVideo
  readonly liveness: Liveness
  /** Times that have not counted until now. */
  readonly pausedMs: number
}

const figuresOf = ({ at, views, likes, comments, privacy, source }: Observation): SnapshotFigures => ({
  at,
  views,
  likes,
  comments,
  privacy,
  source,
})
