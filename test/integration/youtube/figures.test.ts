import { describe, expect, it, test } from 'vitest'
import { YOUTUBE_LIMITS } from '../../../src/adapters/youtube/meter.ts'
import type { Fault } from '../../../src/adapters/youtube/simulator/faults.ts'
import { API_KEY, at, connect, errorAnswer, videoId } from './against-simulator.ts'

const START = '2026-11-20T03:00:00Z'
const SOME = videoId('AAAAAAAAAAA')
const NOT_SERVED = { ok: false, error: { kind: 'figures-not-served' } }

const statsAnswer = (items: readonly unknown[]): Fault => ({
  kind: 'answer',
  status: 200,
  body: { kind: 'youtube#batchGetStatsResponse', items },
})

describe('figures alone', () => {
  it('are read from the allowance of batch statistics, 50 videos a call', async () => {
    const { catalogue, simulator, youTube } = await connect({ now: START })
    const channelId = catalogue.addChannel({})
    const ids = Array.from({ length: 51 }, () => catalogue.addVideo({ channelId, views: 1_000, life: [] }))
    const answer = await youTube.figures([...ids, ...ids])
    expect(answer.ok && [...answer.value.keys()]).toEqual(ids)
    expect(answer.ok && answer.value.get(ids[50] ?? SOME)).toEqual({
      id: ids[50],
      views: 1_000,
      likes: 40,
      comments: 4,
    })
    expect(simulator.calls()).toEqual([
      { day: '2026-11-19', method: 'videos:batchGetStats', calls: 2, units: 2 },
    ])
    expect(simulator.quota.used('general')).toBe(0)
  })

  it('are what `videos` tells at the same time', async () => {
    const { catalogue, youTube, clock } = await connect({ now: START })
    const channelId = catalogue.addChannel({})
    const id = catalogue.addVideo({
      channelId,
      life: [
        { at: at(START), what: 'grows', viewsPerHour: 1_234 },
        { at: at('2026-11-20T05:00:00Z'), what: 'hides-likes' },
        { at: at('2026-11-20T06:00:00Z'), what: 'closes-comments' },
        { at: at('2026-11-20T07:00:00Z'), what: 'hides-views' },
        { at: at('2026-11-20T08:00:00Z'), what: 'shows-views' },
        { at: at('2026-11-20T08:00:00Z'), what: 'opens-comments' },
      ],
    })
    const seen: unknown[] = []
    for (const hour of ['04', '05', '06', '07', '08']) {
      clock.moveTo(`2026-11-20T${hour}:30:00Z`)
      const [figures, videos] = [await youTube.figures([id]), await youTube.videos([id])]
      const [alone, all] = [figures.ok && figures.value.get(id), videos.ok && videos.value.get(id)]
      expect(all).toMatchObject({ ...alone })
      seen.push(alone)
    }
    expect(seen).toMatchObject([
      { views: 1_851, likes: 74, comments: 7 },
      { likes: null, comments: 12 },
      { likes: null, comments: null },
      { views: null, likes: null, comments: null },
      { views: 6_787, likes: null, comments: 27 },
    ])
  })

  it('are absent for unlisted, private and missing videos, which proves nothing', async () => {
    const { catalogue, youTube } = await connect()
    const channelId = catalogue.addChannel({})
    const shown = catalogue.addVideo({ channelId })
    const unlisted = catalogue.addVideo({ channelId, privacy: 'unlisted' })
    const hidden = catalogue.addVideo({ channelId, privacy: 'private' })
    const answer = await youTube.figures([unlisted, hidden, SOME, shown])
    expect(answer.ok && [...answer.value.keys()]).toEqual([shown])
    const videos = await youTube.videos([unlisted, hidden, SOME, shown])
    expect(videos.ok && [...videos.value.keys()]).toEqual([unlisted, shown])
  })

  test.each<[what: string, statistics: unknown, figures: unknown]>([
    ['strings', { viewCount: '70', likeCount: '3', commentCount: '0' }, { views: 70, likes: 3, comments: 0 }],
    ['numbers', { viewCount: 70, likeCount: 3, commentCount: 0 }, { views: 70, likes: 3, comments: 0 }],
    ['left out', {}, { views: null, likes: null, comments: null }],
    ['without statistics', undefined, { views: null, likes: null, comments: null }],
    ['too large to be exact', { viewCount: '9007199254740993' }, { views: null }],
    [
      'no numbers',
      { viewCount: 'many', likeCount: -1, commentCount: 1.5 },
      { views: null, likes: null, comments: null },
    ],
  ])('understand counts that are %s', async (_what, statistics, figures) => {
    const { simulator, youTube } = await connect()
    simulator.faults.add(
      statsAnswer([
        { id: SOME, statistics },
        { id: 'BBBBBBBBBBB', statistics },
      ]),
    )
    const answer = await youTube.figures([SOME])
    expect(answer.ok && [...answer.value]).toMatchObject([[SOME, figures]])
  })

  it('need no summary and mind no further fields', async () => {
    const { simulator, youTube } = await connect()
    simulator.faults.add({
      kind: 'answer',
      status: 200,
      body: {
        kind: 'youtube#batchGetStatsResponse',
        items: [{ kind: 'youtube#videoStats', id: SOME, statistics: { viewCount: '7' }, more: 1 }],
        summary: { failedVideoIds: ['BBBBBBBBBBB'] },
      },
    })
    expect(await youTube.figures([SOME])).toMatchObject({ ok: true, value: { size: 1 } })
  })
})

describe('where YouTube does not serve figures', () => {
  test.each<[what: string, fault: Fault]>([
    ['404 with a page', { kind: 'not-served' }],
    [
      '404 in YouTube’s envelope',
      errorAnswer(404, { message: 'Not Found', errors: [{ reason: 'notFound' }] }),
    ],
    ['405', errorAnswer(405, { message: 'Method Not Allowed' })],
    ['501', errorAnswer(501, { status: 'UNIMPLEMENTED', errors: [{ reason: 'notImplemented' }] })],
    ['501 with a page', { kind: 'no-json', status: 501 }],
    ['400 methodNotFound', errorAnswer(400, { errors: [{ reason: 'methodNotFound' }] })],
    ['400 Unknown method', errorAnswer(400, { message: 'Unknown method: videos.batchGetStats' })],
    [
      'an allowance of nothing',
      errorAnswer(429, {
        errors: [{ reason: 'rateLimitExceeded' }],
        details: [{ metadata: { quota_unit: '1/d/{project}', quota_limit_value: '0' } }],
      }),
    ],
  ])('%s: says so at once, and does not ask again for an hour', async (_what, fault) => {
    const { simulator, youTube, clock } = await connect({ now: START })
    simulator.faults.add(fault)
    expect(await youTube.figures([SOME])).toEqual(NOT_SERVED)
    clock.moveTo('2026-11-20T03:59:59Z')
    expect(await youTube.figures([SOME])).toEqual(NOT_SERVED)
    expect(simulator.requests).toHaveLength(1)
    clock.moveTo('2026-11-20T04:00:00Z')
    expect(await youTube.figures([SOME])).toEqual({ ok: true, value: new Map() })
    expect(simulator.requests).toHaveLength(2)
  })

  it('everything else is answered', async () => {
    const { simulator, catalogue, youTube } = await connect()
    const id = catalogue.addVideo({ channelId: catalogue.addChannel({}), views: 5, life: [] })
    simulator.serve('videos:batchGetStats', false)
    expect(await youTube.figures([id])).toEqual(NOT_SERVED)
    const answer = await youTube.videos([id])
    expect(answer.ok && answer.value.get(id)).toMatchObject({ views: 5 })
    expect((await youTube.budget()).statistics.unitsLeft).toBe(9_999)
    simulator.serve('videos:batchGetStats', true)
  })

  it('a setting of no units does without them, and costs nothing', async () => {
    const { simulator, another, ledger } = await connect({ now: START })
    const youTube = another('schedule', { ...YOUTUBE_LIMITS, statistics: 0 })
    expect(await youTube.figures([SOME])).toEqual(NOT_SERVED)
    expect(simulator.requests).toEqual([])
    expect((await ledger.today('statistics', '2026-11-19')).used).toBe(0)
  })

  test.each<[what: string, fault: Fault, kind: string]>([
    ['a refused key', errorAnswer(403, { errors: [{ reason: 'forbidden' }] }), 'youtube-key-refused'],
    ['an outage', { kind: 'backend-error', status: 503 }, 'youtube-unavailable'],
    ['a spent day', { kind: 'day-is-spent', status: 429 }, 'youtube-quota-exhausted'],
  ])('%s is not taken for it', async (_what, fault, kind) => {
    const { simulator, youTube } = await connect()
    simulator.faults.add(fault, Number.POSITIVE_INFINITY)
    expect(await youTube.figures([SOME])).toMatchObject({ ok: false, error: { kind } })
  })

  it('a request that YouTube does not understand is not taken for it either, and repeats no key', async () => {
    const { simulator, youTube } = await connect()
    simulator.faults.add(
      errorAnswer(400, { message: API_KEY, errors: [{ reason: 'invalidFilters', message: API_KEY }] }),
    )
    const failure = youTube.figures([SOME])
    await expect(failure).rejects.toThrow('videos:batchGetStats request: 400 invalidFilters')
    await expect(failure).rejects.not.toThrow(API_KEY)
  })
})
