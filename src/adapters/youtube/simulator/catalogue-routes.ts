import { Hono } from 'hono'
import { z } from 'zod'
import { type Instant, toInstant } from '../../../domain/primitives.ts'
import { channelUrl, isChannelId, isVideoId, watchUrl } from '../../../domain/video/youtube-url.ts'
import type { Clock } from '../../../ports/clock.ts'
import { json } from './api-routes.ts'
import type { Catalogue, SimulatedChannel } from './catalogue.ts'
import { carryOut, complain, limitedBody } from './controls.ts'
import { type SimulatedVideo, videoAt } from './life.ts'

const time = z.iso
  .datetime({ offset: true })
  .transform((written) => toInstant(Date.parse(written)))
  .describe('2026-11-20T09:00:00+09:00')
const title = z.string().min(1).max(100)
const description = z.string().max(5_000)
const privacy = z.enum(['public', 'unlisted', 'private'])
const figure = z.int().min(0).max(1_000_000_000_000)
const rate = z.number().min(0).max(1_000_000_000)
const videoId = z.string().refine(isVideoId, 'not 11 letters, digits, - or _')
const channelId = z.string().refine(isChannelId, 'not UC and 22 letters, digits, - or _')

const life = z
  .array(
    z.discriminatedUnion('what', [
      z.strictObject({ at: time, what: z.literal('grows'), viewsPerHour: rate }),
      z.strictObject({ at: time, what: z.literal('freezes') }),
      z.strictObject({ at: time, what: z.literal('is-purged'), views: figure }),
      z.strictObject({ at: time, what: z.literal('changes-privacy'), privacy }),
      z.strictObject({ at: time, what: z.literal('is-renamed'), title }),
      z.strictObject({ at: time, what: z.literal('is-described'), description }),
      z.strictObject({ at: time, what: z.literal('hides-likes') }),
      z.strictObject({ at: time, what: z.literal('shows-likes') }),
      z.strictObject({ at: time, what: z.literal('closes-comments') }),
      z.strictObject({ at: time, what: z.literal('opens-comments') }),
      z.strictObject({ at: time, what: z.literal('hides-views') }),
      z.strictObject({ at: time, what: z.literal('shows-views') }),
      z.strictObject({ at: time, what: z.literal('vanishes') }),
      z.strictObject({ at: time, what: z.literal('returns') }),
    ]),
  )
  .max(1_000)

const newChannel = z.strictObject({
  id: channelId.optional(),
  title: title.optional(),
  handle: z
    .string()
    .regex(/^@[^\s/]{1,30}$/u)
    .optional(),
  description: description.optional(),
  subscribers: figure.optional(),
  hiddenSubscribers: z.boolean().optional(),
})
const channelChange = newChannel.omit({ id: true })

const newVideo = z.strictObject({
  id: videoId.optional(),
  channelId,
  title: title.optional(),
  description: description.optional(),
  publishedAt: time.optional(),
  privacy: privacy.optional(),
  views: figure.optional(),
  likesPerThousandViews: rate.optional(),
  commentsPerThousandViews: rate.optional(),
  life: life.optional(),
})
const videoChange = z.strictObject({
  title: title.optional(),
  description: description.optional(),
  privacy: privacy.optional(),
  viewsPerHour: rate.optional(),
  life: life.optional(),
})

/** The newest are shown. */
const SHOWN_MAX = 1_000

/** For a person with curl: put channels and videos into the simulator, change them, look at them. Not part of YouTube. */
export const catalogueRoutes = (catalogue: Catalogue, clock: Clock) =>
  new Hono()
    .use('/simulator/*', limitedBody)
    .get('/simulator', () => {
      const [channels, videos] = [catalogue.channels(), catalogue.videos()]
      return json(200, {
        now: written(clock.now()),
        totals: { channels: channels.length, videos: videos.length },
        channels: channels.slice(-SHOWN_MAX).map(showChannel),
        videos: videos.slice(-SHOWN_MAX).map((video) => showVideo(video, clock.now())),
      })
    })
    .post('/simulator/channels', (c) =>
      carryOut(c, newChannel, (channel) => {
        const id = catalogue.addChannel(channel)
        return json(201, { id, url: channelUrl(id) })
      }),
    )
    .patch('/simulator/channels/:id', (c) => {
      const known = catalogue.channel(c.req.param('id'))
      if (known === null) return complain(404, ['no such channel'])
      return carryOut(c, channelChange, (change) => {
        catalogue.changeChannel(known.id, change)
        return json(200, { id: known.id, url: channelUrl(known.id) })
      })
    })
    .post('/simulator/videos', (c) =>
      carryOut(c, newVideo, (video) => {
        const id = catalogue.addVideo(video)
        return json(201, { id, url: watchUrl(id) })
      }),
    )
    .patch('/simulator/videos/:id', (c) => {
      const known = catalogue.video(c.req.param('id'))
      if (known === null) return complain(404, ['no such video'])
      return carryOut(c, videoChange, (change) => {
        catalogue.changeVideo(known.id, change)
        return json(200, { id: known.id, url: watchUrl(known.id) })
      })
    })
    .delete('/simulator/videos/:id', (c) => {
      const known = catalogue.video(c.req.param('id'))
      if (known === null) return complain(404, ['no such video'])
      catalogue.removeVideo(known.id)
      return new Response(null, { status: 204 })
    })

const written = (instant: Instant): string => new Date(instant).toISOString()

const showChannel = (channel: SimulatedChannel) => ({
  id: channel.id,
  url: channelUrl(channel.id),
  title: channel.title,
  handle: channel.handle,
  description: channel.description,
  subscribers: channel.subscribers,
  hiddenSubscribers: channel.hiddenSubscribers,
})

/** `now` is null while the video is not there. */
const showVideo = (video: SimulatedVideo, now: Instant) => {
  const state = videoAt(video, now)
  return {
    id: video.id,
    url: watchUrl(video.id),
    channelId: video.channelId,
    now: state && { ...state, publishedAt: written(state.publishedAt) },
    life: [...video.life]
      .sort((one, other) => one.at - other.at)
      .map((event) => ({ ...event, at: written(event.at) })),
  }
}
