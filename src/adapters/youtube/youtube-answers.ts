import { z } from 'zod'
import { type Instant, toInstant } from '../../domain/primitives.ts'
import { isChannelId, isVideoId } from '../../domain/video/youtube-url.ts'
import {
  type ChannelFacts,
  type PlatformAnswer,
  UNREADABLE,
  type VideoFacts,
  type VideoFigures,
} from '../../ports/video-platform.ts'

/**
 * YouTube sends counts as strings of digits, and leaves out those it does not tell.
 * A number past 2^53 is null as well: a wrong figure would be worse than none.
 */
const count = z
  .unknown()
  .default(null)
  .transform((value): number | null => {
    const digits = typeof value === 'number' ? String(value) : value
    if (typeof digits !== 'string' || !/^\d{1,16}$/.test(digits)) return null
    const figure = Number(digits)
    return Number.isSafeInteger(figure) ? figure : null
  })

const instant = z.string().transform((written, context): Instant => {
  const milliseconds = Date.parse(written)
  if (Number.isSafeInteger(milliseconds)) return toInstant(milliseconds)
  context.addIssue({ code: 'custom', message: 'no time' })
  return z.NEVER
})

const text = z.string().default('')
const NO_FIGURES = { viewCount: null, likeCount: null, commentCount: null }

// Biggest first. Only `default` to `high` are usual, the others exist for some videos.
const THUMBNAILS = ['maxres', 'standard', 'high', 'medium', 'default']
const thumbnailUrl = z
  .record(z.string(), z.object({ url: z.string() }).nullable().catch(null))
  .catch({})
  .transform((pictures) => {
    const urls = THUMBNAILS.map((size) => pictures[size]?.url)
    return urls.find((url) => url?.startsWith('https://')) ?? null
  })

const video = z
  .object({
    id: z.custom<VideoFacts['id']>(isVideoId),
    snippet: z.object({
      channelId: z.custom<VideoFacts['channelId']>(isChannelId),
      channelTitle: text,
      title: text,
      description: text,
      publishedAt: instant,
      thumbnails: thumbnailUrl,
      liveBroadcastContent: text,
    }),
    status: z.object({
      // A word that YouTube may add one day is not "everybody may watch".
      privacyStatus: z.enum(['public', 'unlisted', 'private']).catch('private'),
      uploadStatus: z.string().default('processed'),
    }),
    statistics: z.object({ viewCount: count, likeCount: count, commentCount: count }).default(NO_FIGURES),
  })
  .transform(
    ({ id, snippet, status, statistics }): VideoFacts => ({
      id,
      channelId: snippet.channelId,
      channelTitle: snippet.channelTitle,
      title: snippet.title,
      description: snippet.description,
      publishedAt: snippet.publishedAt,
      privacy: status.privacyStatus,
      watchable:
        (status.uploadStatus === 'processed' || status.uploadStatus === 'uploaded') &&
        snippet.liveBroadcastContent !== 'upcoming',
      thumbnailUrl: snippet.thumbnails,
      views: statistics.viewCount,
      likes: statistics.likeCount,
      comments: statistics.commentCount,
    }),
  )

const videoFigures = z
  .object({
    id: z.custom<VideoFigures['id']>(isVideoId),
    statistics: z.object({ viewCount: count, likeCount: count, commentCount: count }).default(NO_FIGURES),
  })
  .transform(
    ({ id, statistics }): VideoFigures => ({
      id,
      views: statistics.viewCount,
      likes: statistics.likeCount,
      comments: statistics.commentCount,
    }),
  )

const channel = z
  .object({
    id: z.custom<ChannelFacts['id']>(isChannelId),
    snippet: z.object({ title: text, description: text }),
    statistics: z
      .object({ subscriberCount: count, hiddenSubscriberCount: z.boolean().default(false) })
      .default({ subscriberCount: null, hiddenSubscriberCount: true }),
  })
  .transform(
    ({ id, snippet, statistics }): ChannelFacts => ({
      id,
      title: snippet.title,
      description: snippet.description,
      // A hidden figure may still carry a number, which means nothing.
      subscribers: statistics.hiddenSubscriberCount ? null : statistics.subscriberCount,
    }),
  )

/** What the items of one answer tell. */
export type Items<Item extends { readonly id: string }> = {
  readonly told: PlatformAnswer<Item['id'], Item>
  /** Not even the id of one can be read, so that it may be any of those that are absent. */
  readonly hasNameless: boolean
}

/**
 * Items are read one by one: what one of them is written like must not take the answer from 49 others. Where none of
 * several can be read, it is no answer at all.
 *
 * `kind` is required: without it `{}` from something in between would read as "none of them exists". `items` is not:
 * YouTube leaves it out when no channel matches.
 */
const listOf = <Item extends { readonly id: string }>(
  kind: string,
  item: z.ZodType<Item>,
  isId: (id: unknown) => id is Item['id'],
) => {
  const named = z.object({ id: z.custom<Item['id']>(isId) })
  return z
    .object({ kind: z.literal(kind), items: z.array(z.unknown()).default([]) })
    .transform(({ items }, context): Items<Item> => {
      const told = new Map<Item['id'], Item | typeof UNREADABLE>()
      let [readable, hasNameless] = [0, false]
      for (const written of items) {
        const read = item.safeParse(written)
        const name = read.success ? null : named.safeParse(written)
        if (read.success) {
          told.set(read.data.id, read.data)
          readable += 1
        } else if (name?.success === true) told.set(name.data.id, UNREADABLE)
        else hasNameless = true
      }
      if (items.length < 2 || readable > 0) return { told, hasNameless }
      context.addIssue({ code: 'custom', message: 'nothing in it can be read' })
      return z.NEVER
    })
}

/** An answer of `videos.list` with the parts snippet, statistics and status. */
export const videoList = listOf('youtube#videoListResponse', video, isVideoId)

/** An answer of `channels.list` with the parts snippet and statistics. */
export const channelList = listOf('youtube#channelListResponse', channel, isChannelId)

/** An answer of `videos.batchGetStats` with the part statistics. Its list of failed ids proves nothing and is not read. */
export const figuresList = listOf('youtube#batchGetStatsResponse', videoFigures, isVideoId)
