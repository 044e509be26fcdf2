import type { Instant } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'
import type { ChannelId, ChannelReference, VideoId } from '../domain/video/youtube-url.ts'

/** What YouTube says of one video now. A count it does not tell is null, never 0. */
export type VideoFacts = {
  readonly id: VideoId
  readonly channelId: ChannelId
  readonly channelTitle: string
  readonly title: string
  readonly description: string
  /** Publication for a public video; upload time for an unlisted one. */
  readonly publishedAt: Instant
  readonly privacy: 'public' | 'unlisted' | 'private'
  /** False while YouTube has not accepted the file: failed, rejected or deleted uploads, premieres and live streams to come. */
  readonly watchable: boolean
  readonly thumbnailUrl: string | null
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
}

/** What YouTube says of one channel now. */
export type ChannelFacts = {
  readonly id: ChannelId
  readonly title: string
  readonly description: string
  /** Rounded down to three figures by YouTube; null when the owner hides it. */
  readonly subscribers: number | null
}

/** Figures of one video alone: they say nothing of whether it is public or what its title is. A count YouTube does not tell is null. */
export type VideoFigures = {
  readonly id: VideoId
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
}

/** What is left of a daily allowance of YouTube's, in units; a call costs one. */
export type Budget = {
  /** Never below zero; 0 as well while YouTube is known to answer nothing more. */
  readonly unitsLeft: number
  /** When the allowance is whole again. */
  readonly fullAgainAt: Instant
}

/** Why YouTube gave no answer. None of these says anything about the video or channel that was asked for. */
export type PlatformFailure =
  | { readonly kind: 'youtube-not-configured' }
  | { readonly kind: 'youtube-key-refused' }
  | { readonly kind: 'youtube-quota-exhausted'; readonly retryAt: Instant }
  | { readonly kind: 'youtube-unavailable' }

/**
 * YouTube has told of it, in a form that this program does not understand. That says nothing of the video or channel, but
 * that there is one.
 */
export const UNREADABLE = 'unreadable'

/** Under each id what YouTube tells of it; absent is what it does not have. */
export type PlatformAnswer<Id, Facts> = ReadonlyMap<Id, Facts | typeof UNREADABLE>

/** Reads of YouTube's public data. A video that is deleted, private or never was is absent from the answer; the three cannot be told apart. */
export type VideoPlatform = {
  /** Any number of ids; asked for in calls of `IDS_PER_CALL`. Matched by id. One failed call fails the whole answer. */
  readonly videos: (
    ids: readonly VideoId[],
  ) => Promise<Result<PlatformAnswer<VideoId, VideoFacts>, PlatformFailure>>
  /**
   * Any number of ids; asked for in calls of `IDS_PER_CALL`, which have a daily allowance of their own (`videos.batchGetStats`). An id
   * that is absent from the answer was not answered, which proves nothing about the video: `videos` tells. Where YouTube
   * does not serve the call it is not asked again for an hour; `videos` answers the same figures.
   */
  readonly figures: (
    ids: readonly VideoId[],
  ) => Promise<
    Result<ReadonlyMap<VideoId, VideoFigures>, PlatformFailure | { readonly kind: 'figures-not-served' }>
  >
  /**
   * Null when there is no such channel, or when the reference is a custom name, which YouTube's API cannot look up. An
   * answer that cannot be read is none: `youtube-unavailable`.
   */
  readonly channel: (reference: ChannelReference) => Promise<Result<ChannelFacts | null, PlatformFailure>>
  /** Any number of ids; asked for in calls of `IDS_PER_CALL`. */
  readonly channels: (
    ids: readonly ChannelId[],
  ) => Promise<Result<PlatformAnswer<ChannelId, ChannelFacts>, PlatformFailure>>
  /** What may be spent today: `statistics` by `figures`, `general` by everything else. Asks YouTube nothing. */
  readonly budget: () => Promise<{ readonly statistics: Budget; readonly general: Budget }>
}
