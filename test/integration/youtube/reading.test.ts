import { describe, expect, it, test } from 'vitest'
import { quotaLedger } from '../../../src/adapters/memory/quota.ts'
import { youTubeDataApi } from '../../../src/adapters/youtube/youtube-data-api.ts'
import {
  type ChannelId,
  isChannelId,
  isVideoId,
  type VideoId,
} from '../../../src/domain/video/youtube-url.ts'
import { UNREADABLE } from '../../../src/ports/video-platform.ts'
import { API_KEY, at, connect, movableClock } from './against-simulator.ts'

const videoId = (text: string): VideoId => {
  if (!isVideoId(text)) throw new RangeError(text)
  return text
}
const channelId = (text: string): ChannelId => {
  if (!isChannelId(text)) throw new RangeError(text)
  return text
}
const NOWHERE = videoId('AAAAAAAAAAA')
const NOBODY = channelId(`UC${'A'.repeat(22)}`)

describe('reading videos', () => {
  it('tells what YouTube says of a video', async () => {
    const { catalogue, youTube } = await connect()
    const channel = catalogue.addChannel({ title: '한강 캠핑' })
    const id = catalogue.addVideo({
      channelId: channel,
      title: '캠핑 의자 리뷰 <1>',
      description: '#광고 #캠핑\n"따옴표"',
      publishedAt: at('2026-11-19T03:00:00Z'),
      views: 1_000,
      likesPerThousandViews: 50,
      commentsPerThousandViews: 5,
      life: [{ at: at('2026-11-19T03:00:00Z'), what: 'grows', viewsPerHour: 500 }],
    })
    const answer = await youTube.videos([id])
    expect(answer).toEqual({
      ok: true,
      value: new Map([
        [
          id,
          {
            id,
            channelId: channel,
            channelTitle: '한강 캠핑',
            title: '캠핑 의자 리뷰 <1>',
            description: '#광고 #캠핑\n"따옴표"',
            publishedAt: at('2026-11-19T03:00:00Z'),
            privacy: 'public',
            watchable: true,
            thumbnailUrl: `https://i.ytimg.com/vi/${id}/hqdefault.jpg`,
            views: 13_000,
            likes: 650,
            comments: 65,
          },
        ],
      ]),
    })
  })

  it('asks once for an id that is wanted twice, by id and without maxResults', async () => {
    const { catalogue, simulator, youTube } = await connect()
    const id = catalogue.addVideo({ channelId: catalogue.addChannel({}) })
    await youTube.videos([id, id, NOWHERE])
    expect(simulator.requests).toEqual([
      { path: '/youtube/v3/videos', params: { part: 'snippet,statistics,status', id: `${id},${NOWHERE}` } },
    ])
  })

  it('asks for 51 videos in two calls and matches them by id', async () => {
    const { catalogue, simulator, youTube } = await connect()
    const channel = catalogue.addChannel({})
    const ids = Array.from({ length: 51 }, (_, number) =>
      catalogue.addVideo({ channelId: channel, title: `No. ${number}` }),
    )
    const answer = await youTube.videos(ids)
    expect(simulator.requests.map(({ params }) => params.id?.split(',').length)).toEqual([50, 1])
    if (!answer.ok) throw new Error(answer.error.kind)
    expect([...answer.value.keys()]).toEqual(ids)
    expect([...answer.value.values()]).toMatchObject(ids.map((_, number) => ({ title: `No. ${number}` })))
  })

  it('fails as a whole when its second call fails', async () => {
    const { catalogue, simulator, youTube } = await connect({ simulator: { quota: { general: 1 } } })
    const channel = catalogue.addChannel({})
    const ids = Array.from({ length: 51 }, () => catalogue.addVideo({ channelId: channel }))
    expect(await youTube.videos(ids)).toMatchObject({ ok: false, error: { kind: 'youtube-quota-exhausted' } })
    expect(simulator.requests).toHaveLength(2)
  })

  it('asks nothing when nothing is wanted', async () => {
    const { simulator, youTube } = await connect()
    expect(await youTube.videos([])).toEqual({ ok: true, value: new Map() })
    expect(await youTube.channels([])).toEqual({ ok: true, value: new Map() })
    expect(simulator.requests).toEqual([])
  })

  it('leaves out videos that are private, removed, to come, or never were', async () => {
    const { catalogue, youTube } = await connect()
    const channel = catalogue.addChannel({})
    const there = catalogue.addVideo({ channelId: channel, privacy: 'unlisted' })
    const hidden = catalogue.addVideo({ channelId: channel, privacy: 'private' })
    const removed = catalogue.addVideo({ channelId: channel })
    const toCome = catalogue.addVideo({ channelId: channel, publishedAt: at('2026-12-01T00:00:00Z') })
    catalogue.removeVideo(removed)
    const answer = await youTube.videos([hidden, removed, toCome, NOWHERE, there])
    expect(answer.ok && [...answer.value.values()]).toMatchObject([{ id: there, privacy: 'unlisted' }])
  })

  it('knows an empty answer from a missing one', async () => {
    const { youTube } = await connect()
    expect(await youTube.videos([NOWHERE])).toEqual({ ok: true, value: new Map() })
  })

  it('takes hidden likes and closed comments as unknown, not as none', async () => {
    const { catalogue, youTube, clock } = await connect()
    const id = catalogue.addVideo({
      channelId: catalogue.addChannel({}),
      views: 5_000,
      life: [
        { at: clock.now(), what: 'hides-likes' },
        { at: clock.now(), what: 'closes-comments' },
      ],
    })
    const answer = await youTube.videos([id])
    expect(answer.ok && answer.value.get(id)).toMatchObject({ views: 5_000, likes: null, comments: null })
  })

  test.each([
    [{ uploadStatus: 'uploaded' }, true],
    [{ uploadStatus: 'rejected' }, false],
    [{ uploadStatus: 'failed' }, false],
    [{ liveBroadcastContent: 'upcoming' }, false],
    [{ liveBroadcastContent: 'completed' }, true],
  ] as const)('says of %j whether it can be watched: %j', async (video, watchable) => {
    const { catalogue, youTube } = await connect()
    const id = catalogue.addVideo({ channelId: catalogue.addChannel({}), ...video })
    const answer = await youTube.videos([id])
    expect(answer.ok && answer.value.get(id)).toMatchObject({ watchable })
  })
})

describe('reading answers that YouTube shortens or changes', () => {
  const bare = {
    id: NOWHERE,
    snippet: { channelId: NOBODY, title: 'T', description: '', publishedAt: '2026-11-19T03:00:00.123456Z' },
    status: { privacyStatus: 'public', uploadStatus: 'processed' },
  }
  const readOne = async (item: unknown) => {
    const { simulator, youTube } = await connect()
    simulator.faults.add(
      { kind: 'answer', status: 200, body: { kind: 'youtube#videoListResponse', items: [item] } },
      Number.POSITIVE_INFINITY,
    )
    const answer = await youTube.videos([NOWHERE])
    return answer.ok ? answer.value.get(NOWHERE) : answer.error
  }

  it('does without statistics and thumbnails, and reads parts of a second', async () => {
    expect(await readOne(bare)).toMatchObject({
      views: null,
      likes: null,
      comments: null,
      thumbnailUrl: null,
      publishedAt: at('2026-11-19T03:00:00.123Z'),
    })
  })

  test.each([
    ['12', 12],
    [12, 12],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', null],
    ['18446744073709551615', null],
    ['-1', null],
    ['1.5', null],
    ['', null],
    [null, null],
  ])('reads the count %j as %j', async (viewCount, views) => {
    expect(await readOne({ ...bare, statistics: { viewCount } })).toMatchObject({ views })
  })

  test.each([
    [{ default: 'd', medium: 'm', high: 'h', standard: 's', maxres: 'x' }, 'x'],
    [{ default: 'd', medium: 'm', high: 'h', standard: 's' }, 's'],
    [{ default: 'd', medium: 'm', high: 'h' }, 'h'],
    [{ default: 'd', medium: 'm' }, 'm'],
    [{ default: 'd' }, 'd'],
    [{ uhd: 'u' }, null],
    [{}, null],
  ])('of the thumbnails %j takes %j', async (sizes, taken) => {
    const thumbnails = Object.fromEntries(
      Object.entries(sizes).map(([size, name]) => [
        size,
        { url: `https://i.ytimg.com/${name}`, width: 1, height: 1 },
      ]),
    )
    expect(await readOne({ ...bare, snippet: { ...bare.snippet, thumbnails } })).toMatchObject({
      thumbnailUrl: taken === null ? null : `https://i.ytimg.com/${taken}`,
    })
  })

  it('does not take a new word for privacy as public', async () => {
    expect(await readOne({ ...bare, status: { privacyStatus: 'membersOnly' } })).toMatchObject({
      privacy: 'private',
    })
  })

  it('ignores keys it does not know', async () => {
    expect(await readOne({ ...bare, news: { of: 2027 } })).toMatchObject({ id: NOWHERE })
  })

  it('ignores a video it did not ask for', async () => {
    expect(await readOne({ ...bare, id: 'BBBBBBBBBBA' })).toBeUndefined()
  })

  it('takes a video without its channel as one that cannot be read', async () => {
    expect(await readOne({ ...bare, snippet: { title: 'T' } })).toBe(UNREADABLE)
  })
})

describe('reading channels', () => {
  it('finds a channel by id, by handle in any case, and by its old user name', async () => {
    const { catalogue, youTube } = await connect()
    const id = catalogue.addChannel({
      title: '크리커',
      handle: '@크리커Channel',
      legacyUser: 'Crecker',
      description: 'crk-ABCD',
      subscribers: 1_234,
    })
    const found = { ok: true, value: { id, title: '크리커', description: 'crk-ABCD', subscribers: 1_230 } }
    expect(await youTube.channel({ by: 'id', id })).toEqual(found)
    expect(await youTube.channel({ by: 'handle', handle: '@크리커channel' })).toEqual(found)
    expect(await youTube.channel({ by: 'legacy-user', user: 'crecker' })).toEqual(found)
    expect(await youTube.channels([id, NOBODY])).toEqual({ ok: true, value: new Map([[id, found.value]]) })
  })

  it('says null where YouTube leaves out the list itself', async () => {
    const { youTube } = await connect()
    expect(await youTube.channel({ by: 'handle', handle: '@nobody' })).toEqual({ ok: true, value: null })
    expect(await youTube.channel({ by: 'id', id: NOBODY })).toEqual({ ok: true, value: null })
    expect(await youTube.channels([NOBODY])).toEqual({ ok: true, value: new Map() })
  })

  it('does not ask for a custom name, which YouTube cannot look up', async () => {
    const { simulator, youTube } = await connect()
    expect(await youTube.channel({ by: 'custom-name', name: 'Crecker' })).toEqual({ ok: true, value: null })
    expect(simulator.requests).toEqual([])
  })

  it('takes hidden subscribers as unknown, whatever number stands there', async () => {
    const { catalogue, youTube } = await connect()
    const id = catalogue.addChannel({ subscribers: 50_000, hiddenSubscribers: true })
    expect(await youTube.channel({ by: 'id', id })).toMatchObject({ value: { subscribers: null } })
  })

  it('reads more than five, and more than fifty in two calls', async () => {
    const { catalogue, simulator, youTube } = await connect()
    const ids = Array.from({ length: 60 }, () => catalogue.addChannel({}))
    const answer = await youTube.channels(ids)
    expect(answer.ok && [...answer.value.keys()]).toEqual(ids)
    expect(simulator.requests.map(({ params }) => params.maxResults)).toEqual(['50', '50'])
  })
})

describe('without a key', () => {
  test.each([
    ['no key', undefined],
    ['an empty key', ''],
  ])('%s: every question is answered so', async (_why, apiKey) => {
    const clock = movableClock('2026-11-20T03:00:00Z')
    const youTube = youTubeDataApi({ apiKey, clock, ledger: quotaLedger() })
    const refused = { ok: false, error: { kind: 'youtube-not-configured' } }
    expect(await youTube.videos([])).toEqual(refused)
    expect(await youTube.figures([NOWHERE])).toEqual(refused)
    expect(await youTube.channels([NOBODY])).toEqual(refused)
    expect(await youTube.channel({ by: 'custom-name', name: 'x' })).toEqual(refused)
    const nothing = { unitsLeft: 0, fullAgainAt: at('2026-11-20T08:00:00Z') }
    expect(await youTube.budget()).toEqual({ statistics: nothing, general: nothing })
  })
})

test.each(['ftp://youtube.example', 'youtube', 'https://u:p@youtube.example', 'https://youtube.example?x=1'])(
  'refuses the base address %s without repeating key or address',
  (baseUrl) => {
    const build = () =>
      youTubeDataApi({
        apiKey: API_KEY,
        baseUrl,
        clock: movableClock('2026-11-20T03:00:00Z'),
        ledger: quotaLedger(),
      })
    expect(build).toThrow(/base URL/)
    expect(build).not.toThrow(API_KEY)
  },
)
