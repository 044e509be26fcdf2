import { describe, expect, it, test } from 'vitest'
import type { LifeEvent } from '../../../src/adapters/youtube/simulator/life.ts'
import { isChannelId, isVideoId } from '../../../src/domain/video/youtube-url.ts'
import { API_KEY, at, connect, get, movableClock, startSimulator } from './against-simulator.ts'

const START = '2026-11-20T00:00:00Z'
const hoursIn = (hours: number) =>
  `2026-11-${20 + Math.floor(hours / 24)}T${String(hours % 24).padStart(2, '0')}:00:00Z`

describe('the life of a simulated video', () => {
  /** What the adapter reads at each hour after the upload; null where the video is missing. */
  const follow = async (life: readonly LifeEvent[], hours: readonly number[], privacy?: 'private') => {
    const { catalogue, youTube, clock } = await connect({ now: START })
    const id = catalogue.addVideo({
      channelId: catalogue.addChannel({}),
      description: '#캠핑',
      likesPerThousandViews: 100,
      life,
      privacy,
    })
    const seen = []
    for (const hour of hours) {
      clock.moveTo(hoursIn(hour))
      const answer = await youTube.videos([id])
      seen.push(answer.ok ? (answer.value.get(id) ?? null) : answer.error)
    }
    return seen
  }

  it('grows, freezes and grows again', async () => {
    const seen = await follow(
      [
        { at: at(hoursIn(20)), what: 'grows', viewsPerHour: 10 },
        { at: at(START), what: 'grows', viewsPerHour: 100 },
        { at: at(hoursIn(10)), what: 'freezes' },
      ],
      [0, 1, 10, 15, 20, 30],
    )
    expect(seen).toMatchObject(
      [0, 100, 1_000, 1_000, 1_000, 1_100].map((views) => ({ views, likes: views / 10 })),
    )
  })

  it('loses views that YouTube does not believe', async () => {
    const seen = await follow(
      [
        { at: at(START), what: 'grows', viewsPerHour: 100 },
        { at: at(hoursIn(10)), what: 'is-purged', views: 700 },
        { at: at(hoursIn(30)), what: 'is-purged', views: 1_000_000 },
      ],
      [9, 10, 11, 30],
    )
    expect(seen).toMatchObject([{ views: 900 }, { views: 300 }, { views: 400 }, { views: 0 }])
  })

  it('goes private, vanishes, returns', async () => {
    const seen = await follow(
      [
        { at: at(hoursIn(5)), what: 'changes-privacy', privacy: 'private' },
        { at: at(hoursIn(10)), what: 'changes-privacy', privacy: 'unlisted' },
        { at: at(hoursIn(15)), what: 'vanishes' },
        { at: at(hoursIn(20)), what: 'returns' },
      ],
      [0, 5, 10, 15, 20],
    )
    expect(seen).toMatchObject([
      { privacy: 'public' },
      null,
      { privacy: 'unlisted' },
      null,
      { privacy: 'unlisted' },
    ])
  })

  it('is published when a private one becomes public', async () => {
    const seen = await follow(
      [{ at: at(hoursIn(5)), what: 'changes-privacy', privacy: 'public' }],
      [4, 6],
      'private',
    )
    expect(seen).toMatchObject([null, { publishedAt: at(hoursIn(5)) }])
  })

  it('loses its hashtag, is renamed, hides its likes', async () => {
    const seen = await follow(
      [
        { at: at(hoursIn(1)), what: 'is-described', description: '' },
        { at: at(hoursIn(2)), what: 'is-renamed', title: 'New' },
        { at: at(hoursIn(3)), what: 'hides-likes' },
        { at: at(hoursIn(4)), what: 'shows-likes' },
      ],
      [0, 1, 2, 3, 4],
    )
    expect(seen).toMatchObject([
      { description: '#캠핑', likes: 0 },
      { description: '' },
      { title: 'New', likes: 0 },
      { likes: null },
      { likes: 0 },
    ])
  })

  it('is changed from now on, and its figures before stay', async () => {
    const { catalogue, youTube, clock } = await connect({ now: START })
    const id = catalogue.addVideo({ channelId: catalogue.addChannel({}) })
    clock.moveTo(hoursIn(10))
    catalogue.changeVideo(id, { title: 'New', description: 'D', privacy: 'unlisted', viewsPerHour: 0 })
    clock.moveTo(hoursIn(30))
    const answer = await youTube.videos([id])
    expect(answer.ok && answer.value.get(id)).toMatchObject({
      title: 'New',
      description: 'D',
      privacy: 'unlisted',
      views: 1_200,
      publishedAt: at(START),
    })
  })
})

describe('the catalogue', () => {
  it('invents well-formed ids, the same each time', async () => {
    const build = async () => {
      const { catalogue } = await startSimulator(movableClock(START))
      const channels = [catalogue.addChannel({}), catalogue.addChannel({})]
      const videos = channels.map((channelId) => catalogue.addVideo({ channelId }))
      return [...channels, ...videos]
    }
    const ids = await build()
    expect(await build()).toEqual(ids)
    expect(new Set(ids).size).toBe(4)
    expect(ids.map((id) => isChannelId(id) || isVideoId(id))).toEqual([true, true, true, true])
  })

  it('refuses a taken id, a taken handle, and a video without its channel', async () => {
    const { catalogue } = await startSimulator(movableClock(START))
    const channelId = catalogue.addChannel({ handle: '@One' })
    const id = catalogue.addVideo({ channelId })
    expect(() => catalogue.addChannel({ id: channelId })).toThrow(/taken/)
    expect(() => catalogue.addChannel({ handle: '@oNE' })).toThrow(/taken/)
    expect(() => catalogue.addVideo({ channelId, id })).toThrow(/taken/)
    const elsewhere = (await startSimulator(movableClock(START))).catalogue
    expect(() => elsewhere.addVideo({ channelId })).toThrow(/has no/)
  })
})

describe('the simulated API', () => {
  const start = async (settings = {}) => {
    const simulator = await startSimulator(movableClock(START), settings)
    const ask = (question: string) => get(simulator.baseUrl, `/youtube/v3/${question}&key=${API_KEY}`)
    return { simulator, ask, catalogue: simulator.catalogue }
  }

  it('cuts channels at five unless asked for more', async () => {
    const { ask, catalogue } = await start()
    const ids = Array.from({ length: 7 }, () => catalogue.addChannel({})).join(',')
    expect(await ask(`channels?part=id&id=${ids}`)).toMatchObject({
      body: { items: { length: 5 }, pageInfo: { totalResults: 7, resultsPerPage: 5 } },
    })
    expect(await ask(`channels?part=id&id=${ids}&maxResults=50`)).toMatchObject({
      body: { items: { length: 7 } },
    })
  })

  it('has no list of items for no channel, and an empty one for no video', async () => {
    const { ask } = await start()
    const channels = await ask(`channels?part=id&forHandle=nobody`)
    expect(channels).toMatchObject({
      status: 200,
      body: { pageInfo: { totalResults: 0, resultsPerPage: 5 } },
    })
    expect(channels.body).not.toHaveProperty('items')
    expect(await ask('videos?part=id&id=AAAAAAAAAAA')).toMatchObject({
      status: 200,
      body: { items: [], pageInfo: { totalResults: 0, resultsPerPage: 0 } },
    })
  })

  test.each([
    [999, '999'],
    [1_000, '1000'],
    [12_345, '12300'],
    [999_999, '999000'],
    [1_234_567, '1230000'],
    [0, '0'],
  ])('rounds %d subscribers down to %s', async (subscribers, subscriberCount) => {
    const { ask, catalogue } = await start()
    const id = catalogue.addChannel({ subscribers })
    expect(await ask(`channels?part=statistics&id=${id}`)).toMatchObject({
      body: { items: [{ statistics: { subscriberCount, hiddenSubscriberCount: false } }] },
    })
  })

  it('answers only the parts that were asked for', async () => {
    const { ask, catalogue } = await start()
    const id = catalogue.addVideo({ channelId: catalogue.addChannel({}) })
    const { body } = await ask(`videos?part=status&part=id&id=${id}`)
    expect(body).toMatchObject({ items: [{ id, status: { privacyStatus: 'public' } }] })
    expect(body).not.toHaveProperty('items.0.snippet')
    expect(body).not.toHaveProperty('items.0.statistics')
  })

  test.each([
    ['no filter', 'videos?part=id', 400, 'missingRequiredParameter'],
    ['an empty filter', 'channels?part=id&id=', 400, 'missingRequiredParameter'],
    ['no part', 'videos?id=AAAAAAAAAAA', 400, 'missingRequiredParameter'],
    ['two filters', 'channels?part=id&forHandle=a&forUsername=b', 400, 'incompatibleParameters'],
    ['an unknown part', 'videos?part=id,nonsense&id=AAAAAAAAAAA', 400, 'unknownPart'],
    ['an unknown parameter', 'videos?part=id&id=AAAAAAAAAAA&nonsense=1', 400, 'badRequest'],
    ['a crooked number', 'channels?part=id&forHandle=a&maxResults=51', 400, 'badRequest'],
    ['51 ids', `videos?part=id&id=${Array(51).fill('AAAAAAAAAAA').join(',')}`, 400, 'invalidFilters'],
    ['what it does not play', 'videos?part=player&id=AAAAAAAAAAA', 501, 'notSimulated'],
    ['a chart', 'videos?part=id&chart=mostPopular', 501, 'notSimulated'],
  ])('refuses %s', async (_what, question, status, reason) => {
    const { ask } = await start()
    expect(await ask(question)).toMatchObject({
      status,
      body: { error: { code: status, errors: [{ reason }] } },
    })
  })

  it('refuses a missing and a wrong key, without charging anybody', async () => {
    const { simulator } = await start()
    const question = '/youtube/v3/videos?part=id&id=AAAAAAAAAAA'
    expect(await get(simulator.baseUrl, question)).toMatchObject({
      status: 403,
      body: { error: { errors: [{ reason: 'forbidden' }], status: 'PERMISSION_DENIED' } },
    })
    expect(await get(simulator.baseUrl, `${question}&key=wrong`)).toMatchObject({
      status: 400,
      body: { error: { errors: [{ reason: 'badRequest' }], details: [{ reason: 'API_KEY_INVALID' }, {}] } },
    })
    expect(simulator.quota.used('general')).toBe(0)
  })

  it('takes any key when none is set', async () => {
    const { simulator } = await start({ apiKey: undefined })
    const answer = await get(simulator.baseUrl, '/youtube/v3/videos?part=id&id=AAAAAAAAAAA&key=whatever')
    expect(answer.status).toBe(200)
  })

  it('charges every request, also a wrong one, to its own allowance of the Pacific day', async () => {
    const clock = movableClock('2026-11-20T07:59:00Z')
    const simulator = await startSimulator(clock, { quota: { general: 2, batchGetStats: 1 } })
    const ask = (question: string) => get(simulator.baseUrl, `/youtube/v3/${question}&key=${API_KEY}`)
    await ask('videos?part=nonsense&id=A')
    await ask('channels?part=id&forHandle=a')
    expect(simulator.quota.used('general')).toBe(2)
    expect(await ask('videos?part=id&id=A')).toMatchObject({
      status: 403,
      body: { error: { errors: [{ reason: 'quotaExceeded', domain: 'youtube.quota' }] } },
    })
    expect((await ask('videos:batchGetStats?part=id&id=A')).status).toBe(200)
    expect(await ask('videos:batchGetStats?part=id&id=A')).toMatchObject({
      status: 429,
      body: {
        error: {
          status: 'RESOURCE_EXHAUSTED',
          errors: [{ reason: 'rateLimitExceeded' }],
          details: [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_unit: '1/d/{project}' } }],
        },
      },
    })
    clock.moveTo('2026-11-20T08:00:00Z')
    expect((await ask('videos?part=id&id=A')).status).toBe(200)
  })

  it('limits the requests of a minute', async () => {
    const clock = movableClock(START)
    const simulator = await startSimulator(clock, { quota: { perMinute: 1 } })
    const ask = () => get(simulator.baseUrl, `/youtube/v3/videos?part=id&id=A&key=${API_KEY}`)
    await ask()
    expect(await ask()).toMatchObject({
      status: 429,
      body: { error: { details: [{ metadata: { quota_unit: '1/min/{project}' } }] } },
    })
    clock.moveTo('2026-11-20T00:01:00Z')
    expect((await ask()).status).toBe(200)
  })

  it('lists the failed videos of a batch of statistics', async () => {
    const { ask, catalogue } = await start()
    const channelId = catalogue.addChannel({})
    const shown = catalogue.addVideo({ channelId, views: 70 })
    const unlisted = catalogue.addVideo({ channelId, privacy: 'unlisted' })
    const answer = await ask(`videos:batchGetStats?part=statistics&id=${shown},${unlisted},AAAAAAAAAAA`)
    expect(answer).toMatchObject({
      body: {
        items: [{ id: shown, statistics: { viewCount: '70' } }],
        summary: { failedVideoIds: [unlisted, 'AAAAAAAAAAA'] },
      },
    })
  })

  it('remembers what it was asked, without the key', async () => {
    const { simulator, ask } = await start()
    await ask('videos?part=id&id=AAAAAAAAAAA')
    expect(simulator.requests).toEqual([
      { path: '/youtube/v3/videos', params: { part: 'id', id: 'AAAAAAAAAAA' } },
    ])
    expect(JSON.stringify(simulator.requests)).not.toContain(API_KEY)
  })

  it('compresses long answers', async () => {
    const { simulator, catalogue } = await start()
    const id = catalogue.addVideo({ channelId: catalogue.addChannel({}), description: '긴 글 '.repeat(500) })
    const answer = await fetch(`${simulator.baseUrl}/youtube/v3/videos?part=snippet&id=${id}&key=${API_KEY}`)
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(await answer.json()).toMatchObject({ items: [{ snippet: { description: '긴 글 '.repeat(500) } }] })
  })

  it('can be reached from this machine only', async () => {
    const { simulator } = await start()
    expect(simulator.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })
})

describe('playing with the simulator by hand', () => {
  const start = async () => {
    const simulator = await startSimulator(movableClock(START))
    const send = async (method: string, path: string, body: unknown) => {
      const response = await fetch(`${simulator.baseUrl}${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      const written = await response.text()
      return { status: response.status, body: written === '' ? null : JSON.parse(written) }
    }
    return { simulator, send }
  }
  const channelId = 'UCsimulated-00000000001A'
  const id = 'sim-000001A'

  it('adds a channel and a video, changes the video, removes it', async () => {
    const { simulator, send } = await start()
    expect(
      await send('POST', '/simulator/channels', { title: '캠핑', handle: '@camp', subscribers: 20 }),
    ).toEqual({
      status: 201,
      body: { id: channelId, url: `https://www.youtube.com/channel/${channelId}` },
    })
    const video = { channelId, title: 'T', publishedAt: '2026-11-19T09:00:00+09:00', views: 5, life: [] }
    expect(await send('POST', '/simulator/videos', video)).toEqual({
      status: 201,
      body: { id, url: `https://www.youtube.com/watch?v=${id}` },
    })
    const change = { description: 'crk-1', privacy: 'unlisted' }
    expect((await send('PATCH', `/simulator/videos/${id}`, change)).status).toBe(200)
    expect((await send('PATCH', `/simulator/channels/${channelId}`, { description: 'crk-2' })).status).toBe(
      200,
    )
    expect(await get(simulator.baseUrl, '/simulator')).toMatchObject({
      status: 200,
      body: {
        now: '2026-11-20T00:00:00.000Z',
        channels: [{ id: channelId, title: '캠핑', handle: '@camp', description: 'crk-2', subscribers: 20 }],
        videos: [
          {
            id,
            channelId,
            now: {
              title: 'T',
              description: 'crk-1',
              privacy: 'unlisted',
              publishedAt: '2026-11-19T00:00:00.000Z',
            },
          },
        ],
      },
    })
    expect((await fetch(`${simulator.baseUrl}/simulator/videos/${id}`, { method: 'DELETE' })).status).toBe(
      204,
    )
    expect(await get(simulator.baseUrl, '/simulator')).toMatchObject({
      body: { videos: [{ id, now: null }] },
    })
  })

  test.each([
    ['no JSON', 'POST', '/simulator/channels', '{', 400, /expected object/],
    ['an unknown key', 'POST', '/simulator/channels', { titel: 'x' }, 400, /titel/],
    ['a crooked handle', 'POST', '/simulator/channels', { handle: 'x y' }, 400, /handle/],
    ['no channel', 'POST', '/simulator/videos', { title: 'x' }, 400, /channelId/],
    ['a channel that is not there', 'POST', '/simulator/videos', { channelId }, 400, /has no UCsimulated/],
    ['a crooked id', 'POST', '/simulator/videos', { channelId, id: 'x' }, 400, /id: not 11 letters/],
    ['a crooked time', 'POST', '/simulator/videos', { channelId, publishedAt: 'soon' }, 400, /publishedAt/],
    ['an unknown privacy', 'POST', '/simulator/videos', { channelId, privacy: 'secret' }, 400, /privacy/],
    ['an unknown video', 'PATCH', `/simulator/videos/${id}`, {}, 404, /no such video/],
    ['an unknown channel', 'PATCH', `/simulator/channels/${channelId}`, {}, 404, /no such channel/],
    ['too much', 'POST', '/simulator/channels', { title: 'x'.repeat(300_000) }, 413, /too long/],
  ])('says what is wrong: %s', async (_what, method, path, body, status, problem) => {
    const { send } = await start()
    const answer = await send(method, path, body)
    expect(answer.status).toBe(status)
    expect(answer.body.problems.join()).toMatch(problem)
  })
})
