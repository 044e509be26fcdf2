import type { Ad } from '../domain/ad/ad.ts'
import type { KoreanDay } from '../domain/calendar.ts'
import type { Channel } from '../domain/channel/channel.ts'
import type {
  HistoryLine,
  NewParticipation,
  Participation,
  Status,
} from '../domain/participation/participation.ts'
import type { Id, Instant, Won } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'
import type { Liveness, Pause } from '../domain/video/live-check.ts'
import type { DecisionSnapshot } from '../domain/video/snapshot.ts'
import type { VideoId } from '../domain/video/youtube-url.ts'

export type ParticipationStore = {
  /** Refused when this creator has applied to this ad before, also in a race. */
  readonly add: (
    part: NewParticipation,
  ) => Promise<Result<Participation, { readonly kind: 'already-applied' }>>
  /** Locks the participation for the rest of the transaction. */
  readonly find: (id: Id<'Participation'>) => Promise<Participation | null>
  /** Locks the participation for the rest of the transaction. */
  readonly findOf: (creator: Id<'Account'>, ad: Id<'Ad'>) => Promise<Participation | null>
  readonly save: (part: Participation) => Promise<void>
  /** Assigned, submitted and completed ones. Locks their number for the rest of the transaction. */
  readonly placesTaken: (ad: Id<'Ad'>) => Promise<number>
  /** Applied ones, oldest first. Locks them. */
  readonly applicants: (ad: Id<'Ad'>, limit: number) => Promise<readonly Participation[]>
  readonly record: (line: HistoryLine) => Promise<void>
}

/** One of the creator's own, as lists show it. */
export type ParticipationCard = {
  readonly id: Id<'Participation'>
  readonly adId: Id<'Ad'>
  readonly title: string
  readonly thumbnail: string
  /** The frozen reward, or the ad's while it is not assigned. */
  readonly reward: Won
  readonly appliedAt: Instant
  readonly uploadTo: Instant
}

export type ParticipationDetail = {
  readonly participation: Participation
  readonly ad: Ad
  readonly history: readonly HistoryLine[]
  /** Set once a video was submitted. */
  readonly video: {
    readonly id: VideoId
    readonly liveness: Liveness
    readonly pauses: readonly Pause[]
    /** What the newest check missed while the video is down for its hashtags; empty for any other reason. */
    readonly missingHashtags: readonly string[]
  } | null
  /** Null until then. */
  readonly settled: RewardSettlement | null
  /** What was known of the video when its reward was decided on, oldest first. */
  readonly decisions: readonly DecisionSnapshot[]
}

/** What became of a reward. One that was brought over lies in the opening cash of 2020. */
export type RewardSettlement =
  | { readonly how: 'released' | 'forfeited'; readonly at: Instant }
  | { readonly how: 'brought-over' }

/** What an operator sees of a participation that waits for somebody. */
export type ParticipationForReview = {
  readonly participation: Participation
  readonly adTitle: string
  readonly creatorName: string
  readonly channel: Channel | null
  /** What was known of the video when its reward was decided on, oldest first. */
  readonly decisions: readonly DecisionSnapshot[]
} & Pick<ParticipationDetail, 'video' | 'settled'>

/** One whose creator has an upload still to submit. */
export type AwaitedUpload = {
  readonly id: Id<'Participation'>
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly title: string
  readonly thumbnail: string
  readonly uploadTo: Instant
  readonly completeDate: Instant
}

export type ParticipationViews = {
  readonly counts: (
    creator: Id<'Account'>,
  ) => Promise<Readonly<Record<'applied' | 'assigned' | 'submitted' | 'completed', number>>>
  /** Newest first. */
  readonly listOf: (
    creator: Id<'Account'>,
    status: Status,
    limit: number,
  ) => Promise<readonly ParticipationCard[]>
  /** Null when there is none or it is somebody else's. */
  readonly detailOf: (creator: Id<'Account'>, id: Id<'Participation'>) => Promise<ParticipationDetail | null>
  /** By id, after `after`. */
  readonly forReview: (query: {
    readonly status: 'applied' | 'assigned' | 'submitted' | 'completed'
    readonly adId: Id<'Ad'> | null
    /** Those alone whose video is down. */
    readonly downOnly?: boolean
    /** Those alone; all when left out. */
    readonly among?: readonly Id<'Participation'>[]
    readonly after: Id<'Participation'> | null
    readonly limit: number
  }) => Promise<readonly ParticipationForReview[]>
  /**
   * Completed ones whose reward was credited and is neither released nor forfeited, by id, after `after`; so none of
   * those that came rewarded from the 2020 server, whose rewards lie in the opening cash. With `dueBy` only those that can be
   * released then: whose hold, without any pause, is over, and whose video the newest check found in order, at most 24
   * hours before.
   */
  readonly held: (query: {
    readonly after: Id<'Participation'> | null
    readonly dueBy: Instant | null
    readonly limit: number
  }) => Promise<readonly { readonly id: Id<'Participation'>; readonly adId: Id<'Ad'> }[]>
  /**
   * Assigned ones, also those that were sent back, of ads whose upload period ends on one of these Korean days; by id,
   * after `after`.
   */
  readonly awaitedUploads: (query: {
    readonly endingOn: readonly KoreanDay[]
    readonly after: Id<'Participation'> | null
    readonly limit: number
  }) => Promise<readonly AwaitedUpload[]>
}
