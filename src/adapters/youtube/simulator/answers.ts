import { createHash } from 'node:crypto'
import type { Instant } from '../../../domain/primitives.ts'
import type { Catalogue, SimulatedChannel } from './catalogue.ts'
import { type SimulatedVideo, type VideoState, videoAt } from './life.ts'

type Json = Readonly<Record<string, unknown>>
type Parts = ReadonlySet<string>

/** A whole answer. */
export type Answer = Json & { readonly etag: string }

export type Sight = { readonly catalogue: Catalogue; readonly now: Instant; readonly parts: Parts }

/** `videos.list` by id, as somebody with an API key sees it: private and missing videos are left out. */
export const videoListAnswer = (sight: Sight, ids: readonly string[]): Answer => {
  const items = [...new Set(ids)].flatMap((id) => {
    const video = sight.catalogue.video(id)
    const state = video && videoAt(video, sight.now)
    return video && state && state.privacy !== 'private' ? [videoItem(sight, video, state)] : []
  })
  return withEtag({
    kind: 'youtube#videoListResponse',
    items,
    pageInfo: { totalResults: items.length, resultsPerPage: items.length },
  })
}

/** `channels.list`. Without a hit the key `items` itself is missing. */
export const channelListAnswer = (
  sight: Sight,
  channels: readonly SimulatedChannel[],
  maxResults: number,
): Answer => {
  const items = channels.slice(0, maxResults).map((channel) => channelItem(sight, channel))
  return withEtag({
    kind: 'youtube#channelListResponse',
    pageInfo: { totalResults: channels.length, resultsPerPage: maxResults },
    ...(items.length === 0 ? {} : { items }),
  })
}

/**
 * `videos.batchGetStats`: tells which ids failed. Whether a key may read unlisted videos here is not documented;
 * the simulator refuses them, so that nobody relies on it.
 */
export const batchStatsAnswer = (sight: Sight, ids: readonly string[]): Answer => {
  const items: Json[] = []
  const failedVideoIds: string[] = []
  for (const id of ids) {
    const video = sight.catalogue.video(id)
    const state = video && videoAt(video, sight.now)
    if (video && state?.privacy === 'public') items.push(statsItem(sight, video, state))
    else failedVideoIds.push(id)
  }
  return withEtag({
    kind: 'youtube#batchGetStatsResponse',
    items,
    summary: {
      requestedVideoCount: ids.length,
      succeededVideoCount: items.length,
      failedVideoCount: failedVideoIds.length,
      failedVideoIds,
    },
  })
}

/** Rounded down to three figures, exact below a thousand. */
export const roundSubscribers = (subscribers: number): number => {
  const unit = 10 ** Math.max(0, String(subscribers).length - 3)
  return Math.floor(subscribers / unit) * unit
}

const videoItem = (sight: Sight, video: SimulatedVideo, state: VideoState): Json => {
  const { parts } = sight
  return withEtag({
    kind: 'youtube#video',
    id: video.id,
    ...(parts.has('snippet') && { snippet: videoSnippet(sight.catalogue, video, state) }),
    ...(parts.has('contentDetails') && {
      contentDetails: {
        duration: `PT${Math.floor(video.durationSeconds / 60)}M${video.durationSeconds % 60}S`,
        dimension: '2d',
        definition: 'hd',
        caption: 'false',
        licensedContent: false,
        contentRating: {},
        projection: 'rectangular',
      },
    }),
    ...(parts.has('status') && {
      status: {
        uploadStatus: video.uploadStatus,
        privacyStatus: state.privacy,
        license: 'youtube',
        embeddable: true,
        publicStatsViewable: true,
        madeForKids: false,
      },
    }),
    ...(parts.has('statistics') && { statistics: { ...figures(state), favoriteCount: '0' } }),
  })
}

const videoSnippet = (catalogue: Catalogue, video: SimulatedVideo, state: VideoState): Json => ({
  publishedAt: rfc3339(state.publishedAt),
  channelId: video.channelId,
  title: state.title,
  description: state.description,
  thumbnails: {
    default: thumbnail(video.id, 'default', 120, 90),
    medium: thumbnail(video.id, 'mqdefault', 320, 180),
    high: thumbnail(video.id, 'hqdefault', 480, 360),
  },
  channelTitle: catalogue.channel(video.channelId)?.title ?? '',
  categoryId: '22',
  liveBroadcastContent: video.liveBroadcastContent,
  localized: { title: state.title, description: state.description },
})

const statsItem = ({ parts }: Sight, video: SimulatedVideo, state: VideoState): Json =>
  withEtag({
    kind: 'youtube#videoStats',
    id: video.id,
    ...(parts.has('snippet') && { snippet: { publishTime: rfc3339(state.publishedAt) } }),
    ...(parts.has('statistics') && { statistics: figures(state) }),
    ...(parts.has('contentDetails') && {
      contentDetails: {
        duration: `${video.durationSeconds}s`,
        durationMillis: String(video.durationSeconds * 1_000),
      },
    }),
  })

const channelItem = (sight: Sight, channel: SimulatedChannel): Json => {
  const { parts } = sight
  return withEtag({
    kind: 'youtube#channel',
    id: channel.id,
    ...(parts.has('snippet') && {
      snippet: {
        title: channel.title,
        description: channel.description,
        ...(channel.handle !== null && { customUrl: channel.handle.toLowerCase() }),
        publishedAt: rfc3339(channel.createdAt),
        thumbnails: { default: thumbnail(channel.id, 'default', 88, 88) },
        localized: { title: channel.title, description: channel.description },
        country: 'KR',
      },
    }),
    ...(parts.has('contentDetails') && {
      contentDetails: { relatedPlaylists: { uploads: `UU${channel.id.slice(2)}` } },
    }),
    ...(parts.has('statistics') && { statistics: channelStatistics(sight, channel) }),
    ...(parts.has('status') && {
      status: { privacyStatus: 'public', isLinked: true, longUploadsStatus: 'longUploadsUnspecified' },
    }),
  })
}

const channelStatistics = ({ catalogue, now }: Sight, channel: SimulatedChannel): Json => {
  const published = catalogue
    .videosOf(channel.id)
    .flatMap((video) => videoAt(video, now) ?? [])
    .filter(({ privacy }) => privacy === 'public')
  return {
    viewCount: String(published.reduce((sum, { views }) => sum + views, 0)),
    // A number stands here although it is hidden: readers have to look at the flag.
    subscriberCount: String(channel.hiddenSubscribers ? 0 : roundSubscribers(channel.subscribers)),
    hiddenSubscriberCount: channel.hiddenSubscribers,
    videoCount: String(published.length),
  }
}

/** Counts are strings; what the owner hides is missing. */
const figures = ({ views, viewsHidden, likes, comments }: VideoState): Json => ({
  ...(!viewsHidden && { viewCount: String(views) }),
  ...(likes !== null && { likeCount: String(likes) }),
  ...(comments !== null && { commentCount: String(comments) }),
})

const thumbnail = (id: string, name: string, width: number, height: number): Json => ({
  url: `https://i.ytimg.com/vi/${id}/${name}.jpg`,
  width,
  height,
})

/** Whole seconds, as YouTube writes them for videos. */
const rfc3339 = (instant: Instant): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z')

const withEtag = ({ kind, ...rest }: Json): Answer => ({
  kind,
  etag: createHash('sha256').update(JSON.stringify(rest)).digest('base64url').slice(0, 27),
  ...rest,
})
