import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Fault } from '../../../src/adapters/youtube/simulator/faults.ts'
import { API_KEY, get, movableClock, startSimulator } from './against-simulator.ts'

/*
 * The documented shapes of YouTube's answers, as strict schemas: the simulator may serve less, but nothing that YouTube
 * does not document, and nothing in another type. Counts are strings of digits, page numbers and sizes are numbers.
 * `summary` and `durationMillis` stand in the reference of batchGetStats, though not in the discovery document.
 */
const digits = z.string().regex(/^\d{1,20}$/)
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)
const etag = z.string().min(1)
const thumbnail = z.strictObject({ url: z.url({ protocol: /^https$/ }), width: z.int(), height: z.int() })
const thumbnails = z.partialRecord(
  z.enum(['default', 'medium', 'high', 'standard', 'maxres', 'fhd', 'qhd', 'uhd']),
  thumbnail,
)
const localized = z.strictObject({ title: z.string(), description: z.string() })
const pageInfo = z.strictObject({ totalResults: z.int(), resultsPerPage: z.int() })

const video = z.strictObject({
  kind: z.literal('youtube#video'),
  etag,
  id: z.string().regex(/^[A-Za-z0-9_-]{11}$/),
  snippet: z
    .strictObject({
      publishedAt: time,
      channelId: z.string().regex(/^UC[A-Za-z0-9_-]{22}$/),
      title: z.string().max(100),
      description: z.string(),
      thumbnails,
      channelTitle: z.string(),
      tags: z.array(z.string()).optional(),
      categoryId: z.string(),
      liveBroadcastContent: z.enum(['none', 'upcoming', 'live', 'completed']),
      defaultLanguage: z.string().optional(),
      defaultAudioLanguage: z.string().optional(),
      localized,
    })
    .optional(),
  contentDetails: z
    .strictObject({
      duration: z.string().regex(/^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/),
      dimension: z.enum(['2d', '3d']),
      definition: z.enum(['hd', 'sd']),
      caption: z.enum(['true', 'false']),
      licensedContent: z.boolean(),
      contentRating: z.strictObject({ ytRating: z.literal('ytAgeRestricted').optional() }),
      projection: z.enum(['rectangular', '360']),
    })
    .optional(),
  status: z
    .strictObject({
      uploadStatus: z.enum(['uploaded', 'processed', 'failed', 'rejected', 'deleted']),
      privacyStatus: z.enum(['public', 'unlisted', 'private']),
      license: z.enum(['youtube', 'creativeCommon']),
      embeddable: z.boolean(),
      publicStatsViewable: z.boolean(),
      madeForKids: z.boolean(),
    })
    .optional(),
  statistics: z
    .strictObject({
      viewCount: digits.optional(),
      likeCount: digits.optional(),
      favoriteCount: digits.optional(),
      commentCount: digits.optional(),
    })
    .optional(),
})

const channel = z.strictObject({
  kind: z.literal('youtube#channel'),
  etag,
  id: z.string().regex(/^UC[A-Za-z0-9_-]{22}$/),
  snippet: z
    .strictObject({
      title: z.string(),
      description: z.string(),
      customUrl: z.string().startsWith('@').optional(),
      publishedAt: time,
      thumbnails,
      localized,
      country: z.string().length(2).optional(),
    })
    .optional(),
  contentDetails: z
    .strictObject({ relatedPlaylists: z.strictObject({ uploads: z.string().startsWith('UU') }) })
    .optional(),
  statistics: z
    .strictObject({
      viewCount: digits,
      subscriberCount: digits.optional(),
      hiddenSubscriberCount: z.boolean(),
      videoCount: digits,
    })
    .optional(),
  status: z
    .strictObject({
      privacyStatus: z.enum(['public', 'unlisted', 'private']),
      isLinked: z.boolean(),
      longUploadsStatus: z.string(),
    })
    .optional(),
})

const videoList = z.strictObject({
  kind: z.literal('youtube#videoListResponse'),
  etag,
  items: z.array(video),
  pageInfo,
})
const channelList = z.strictObject({
  kind: z.literal('youtube#channelListResponse'),
  etag,
  items: z.array(channel).min(1).optional(),
  pageInfo,
})
const batchStats = z.strictObject({
  kind: z.literal('youtube#batchGetStatsResponse'),
  etag,
  items: z.array(
    z.strictObject({
      kind: z.literal('youtube#videoStats'),
      etag,
      id: z.string(),
      snippet: z.strictObject({ publishTime: time }).optional(),
      statistics: z
        .strictObject({
          viewCount: digits.optional(),
          likeCount: digits.optional(),
          commentCount: digits.optional(),
        })
        .optional(),
      contentDetails: z
        .strictObject({ duration: z.string().regex(/^\d+s$/), durationMillis: digits })
        .optional(),
    }),
  ),
  summary: z.strictObject({
    requestedVideoCount: z.int(),
    succeededVideoCount: z.int(),
    failedVideoCount: z.int(),
    failedVideoIds: z.array(z.string()),
  }),
})
const errorAnswer = z.strictObject({
  error: z.strictObject({
    code: z.int(),
    message: z.string().nullable(),
    errors: z.array(
      z.strictObject({
        message: z.string().nullable(),
        domain: z.string(),
        reason: z.string(),
        location: z.string().optional(),
        locationType: z.enum(['parameter', 'other']).optional(),
      }),
    ),
    status: z.string().optional(),
    details: z.array(z.looseObject({ '@type': z.string() })).optional(),
  }),
})

const start = async () => {
  const clock = movableClock('2026-11-20T03:00:00Z')
  const simulator = await startSimulator(clock)
  const { catalogue } = simulator
  const full = catalogue.addChannel({ handle: '@Full', subscribers: 123_456 })
  const shy = catalogue.addChannel({ hiddenSubscribers: true })
  const videos = [
    catalogue.addVideo({ channelId: full, views: 9_000 }),
    catalogue.addVideo({ channelId: full, privacy: 'unlisted', uploadStatus: 'uploaded' }),
    catalogue.addVideo({
      channelId: shy,
      life: [
        { at: clock.now(), what: 'hides-likes' },
        { at: clock.now(), what: 'closes-comments' },
      ],
    }),
  ]
  const ask = async (question: string) =>
    (await get(simulator.baseUrl, `/youtube/v3/${question}&key=${API_KEY}`)).body
  return { simulator, ask, channels: [full, shy], videos }
}

const ALL_PARTS = 'id,snippet,statistics,status,contentDetails'

describe('what the simulator answers is what YouTube documents', () => {
  it('lists of videos', async () => {
    const { ask, videos } = await start()
    expect(videoList.parse(await ask(`videos?part=${ALL_PARTS}&id=${videos}`)).items).toHaveLength(3)
    expect(videoList.parse(await ask(`videos?part=id&id=${videos}`)).items).toHaveLength(3)
    expect(videoList.parse(await ask('videos?part=id&id=AAAAAAAAAAA')).items).toEqual([])
  })

  it('lists of channels', async () => {
    const { ask, channels } = await start()
    expect(channelList.parse(await ask(`channels?part=${ALL_PARTS}&id=${channels}`)).items).toHaveLength(2)
    expect(channelList.parse(await ask('channels?part=id&forHandle=@full')).items).toHaveLength(1)
    expect(channelList.parse(await ask('channels?part=id&forUsername=nobody')).items).toBeUndefined()
  })

  it('statistics in batches', async () => {
    const { ask, videos } = await start()
    const answer = await ask(`videos:batchGetStats?part=id,snippet,statistics,contentDetails&id=${videos}`)
    expect(batchStats.parse(answer).summary).toMatchObject({ succeededVideoCount: 2, failedVideoCount: 1 })
  })

  it('errors', async () => {
    const { simulator, ask } = await start()
    const faults: readonly Fault[] = [
      { kind: 'backend-error', status: 500 },
      { kind: 'backend-error', status: 503 },
      { kind: 'wordless-error' },
      { kind: 'too-fast' },
      { kind: 'too-fast-of-old' },
      { kind: 'daily-limit-of-old' },
      { kind: 'api-not-enabled' },
      { kind: 'key-blocked-here' },
      { kind: 'key-invalid-of-old' },
    ]
    for (const fault of faults) {
      simulator.faults.add(fault)
      errorAnswer.parse(await ask('videos?part=id&id=A'))
    }
    for (const question of [
      'videos?part=id',
      'videos?part=x&id=A',
      'videos?id=A',
      'videos?part=id&id=A&x=1',
    ]) {
      errorAnswer.parse(await ask(question))
    }
    errorAnswer.parse(await ask('videos?part=id&id=A&key=wrong'))
    for (const bucket of ['general', 'batchGetStats'] as const) simulator.quota.exhaust(bucket)
    errorAnswer.parse(await ask('videos?part=id&id=A'))
    errorAnswer.parse(await ask('videos:batchGetStats?part=id&id=A'))
  })
})
