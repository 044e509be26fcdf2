import { HOUR_MS, type Instant } from '../../../domain/primitives.ts'
import type { ChannelId, VideoId } from '../../../domain/video/youtube-url.ts'

export type Privacy = 'public' | 'unlisted' | 'private'

/** Something that happens to a video at an instant. The order of the list does not matter. */
export type LifeEvent = { readonly at: Instant } & (
  | { readonly what: 'grows'; readonly viewsPerHour: number }
  /** The figure stands still until it grows again, as YouTube's does while it checks views. */
  | { readonly what: 'freezes' }
  /** YouTube takes views back that it no longer believes. */
  | { readonly what: 'is-purged'; readonly views: number }
  | { readonly what: 'changes-privacy'; readonly privacy: Privacy }
  | { readonly what: 'is-renamed'; readonly title: string }
  | { readonly what: 'is-described'; readonly description: string }
  | { readonly what: 'hides-likes' }
  | { readonly what: 'shows-likes' }
  | { readonly what: 'closes-comments' }
  | { readonly what: 'opens-comments' }
  /** YouTube leaves the count of views out of its answers. */
  | { readonly what: 'hides-views' }
  | { readonly what: 'shows-views' }
  | { readonly what: 'vanishes' }
  | { readonly what: 'returns' }
)

/** A video as it was uploaded, and everything that happens to it afterwards. */
export type SimulatedVideo = {
  readonly id: VideoId
  readonly channelId: ChannelId
  readonly title: string
  readonly description: string
  /** Upload. Before it the video does not exist. */
  readonly publishedAt: Instant
  readonly privacy: Privacy
  readonly uploadStatus: 'uploaded' | 'processed' | 'failed' | 'rejected' | 'deleted'
  readonly liveBroadcastContent: 'none' | 'upcoming' | 'live' | 'completed'
  readonly durationSeconds: number
  /** Views at upload. */
  readonly views: number
  readonly likesPerThousandViews: number
  readonly commentsPerThousandViews: number
  readonly life: readonly LifeEvent[]
}

/** What there is to see of a video at one instant. */
export type VideoState = {
  readonly title: string
  readonly description: string
  readonly privacy: Privacy
  readonly publishedAt: Instant
  readonly views: number
  /** They are counted, and not told. */
  readonly viewsHidden: boolean
  /** Null when the owner hides them. */
  readonly likes: number | null
  /** Null when comments are off. */
  readonly comments: number | null
}

type Running = Omit<VideoState, 'likes' | 'comments'> & {
  readonly viewsPerHour: number
  readonly countedUntil: Instant
  readonly likesHidden: boolean
  readonly commentsClosed: boolean
  readonly exists: boolean
}

/** The video at `now`, from nothing but its entry and the time. Null before its upload and while it is gone. */
export const videoAt = (video: SimulatedVideo, now: Instant): VideoState | null => {
  if (now < video.publishedAt) return null
  const happened = inOrder(video.life).filter(({ at }) => at <= now)
  const start: Running = {
    ...video,
    viewsPerHour: 0,
    countedUntil: video.publishedAt,
    viewsHidden: false,
    likesHidden: false,
    commentsClosed: false,
    exists: true,
  }
  const end = count(happened.reduce(happen, start), now)
  if (!end.exists) return null
  const views = Math.floor(end.views)
  return {
    title: end.title,
    description: end.description,
    privacy: end.privacy,
    publishedAt: end.publishedAt,
    views,
    viewsHidden: end.viewsHidden,
    likes: end.likesHidden ? null : Math.floor((views * video.likesPerThousandViews) / 1_000),
    comments: end.commentsClosed ? null : Math.floor((views * video.commentsPerThousandViews) / 1_000),
  }
}

const ordered = new WeakMap<readonly LifeEvent[], readonly LifeEvent[]>()

/** Sorted once for each life, not for each look. */
const inOrder = (life: readonly LifeEvent[]): readonly LifeEvent[] => {
  const known = ordered.get(life)
  if (known !== undefined) return known
  const sorted = life.toSorted((one, other) => one.at - other.at)
  ordered.set(life, sorted)
  return sorted
}

/** Adds the views from the last count to `until`. */
const count = (video: Running, until: Instant): Running => {
  if (until <= video.countedUntil) return video
  const hours = (until - video.countedUntil) / HOUR_MS
  return { ...video, views: video.views + hours * video.viewsPerHour, countedUntil: until }
}

const happen = (before: Running, event: LifeEvent): Running => {
  const video = count(before, event.at)
  switch (event.what) {
    case 'grows':
      return { ...video, viewsPerHour: event.viewsPerHour }
    case 'freezes':
      return { ...video, viewsPerHour: 0 }
    case 'is-purged':
      return { ...video, views: Math.max(0, video.views - event.views) }
    case 'changes-privacy':
      return changePrivacy(video, event.privacy, event.at)
    case 'is-renamed':
      return { ...video, title: event.title }
    case 'is-described':
      return { ...video, description: event.description }
    case 'hides-likes':
      return { ...video, likesHidden: true }
    case 'shows-likes':
      return { ...video, likesHidden: false }
    case 'closes-comments':
      return { ...video, commentsClosed: true }
    case 'opens-comments':
      return { ...video, commentsClosed: false }
    case 'hides-views':
      return { ...video, viewsHidden: true }
    case 'shows-views':
      return { ...video, viewsHidden: false }
    case 'vanishes':
      return { ...video, exists: false }
    case 'returns':
      return { ...video, exists: true }
  }
}

// A private video that becomes public is published at that moment. Whether an unlisted one is, YouTube does not say;
// here its upload stays its publication.
const changePrivacy = (video: Running, privacy: Privacy, at: Instant): Running => ({
  ...video,
  privacy,
  publishedAt: video.privacy === 'private' && privacy === 'public' ? at : video.publishedAt,
})
