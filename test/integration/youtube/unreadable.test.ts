import { describe, expect, test } from 'vitest'
import { memoryPersistence } from '../../../src/adapters/memory/memory.ts'
import { youTubeDataApi } from '../../../src/adapters/youtube/youtube-data-api.ts'
import { ok } from '../../../src/domain/result.ts'
import { UNREADABLE } from '../../../src/ports/video-platform.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { NOON } from '../../fixtures/instants.ts'
import { aVideoId } from '../../fixtures/video.ts'

const [A, B, C] = [aVideoId('a'), aVideoId('b'), aVideoId('c')]

const aVideoItem = (id: unknown, snippet: object = {}) => ({
  id,
  snippet: { channelId: aChannelId(), title: '제목', publishedAt: '2026-01-01T00:00:00Z', ...snippet },
  status: { privacyStatus: 'public' },
  statistics: { viewCount: '1' },
})
const aChannelItem = (id: unknown, over: object = {}) => ({ id, snippet: { title: '채널' }, ...over })

/** Answers each call with these items, and counts the calls. */
const answering = (kind: string, items: readonly unknown[]) => {
  let calls = 0
  const platform = youTubeDataApi({
    apiKey: 'key',
    ledger: memoryPersistence().quota,
    clock: { now: () => NOON },
    wait: async () => undefined,
    fetch: async () => {
      calls += 1
      return Response.json({ kind: `youtube#${kind}`, items })
    },
  })
  return { platform, calls: () => calls }
}
const videos = (...items: readonly unknown[]) => answering('videoListResponse', items)
const channels = (...items: readonly unknown[]) => answering('channelListResponse', items)

const WITHOUT_TIME = { publishedAt: undefined }

describe('an item in a form of its own', () => {
  test('is said to be unreadable, and its neighbours are answered by the one call', async () => {
    const { platform, calls } = videos(aVideoItem(A), aVideoItem(B, WITHOUT_TIME))
    const answer = await platform.videos([A, B, C])
    if (!answer.ok) throw new Error(answer.error.kind)
    expect(answer.value.get(A)).toMatchObject({ id: A, views: 1 })
    expect(answer.value.get(B)).toBe(UNREADABLE)
    expect(answer.value.has(C)).toBe(false)
    expect(calls()).toBe(1)
  })

  test('is said to be unreadable when it was asked for alone', async () => {
    const { platform, calls } = videos(aVideoItem(A, WITHOUT_TIME))
    expect(await platform.videos([A])).toEqual(ok(new Map([[A, UNREADABLE]])))
    expect(calls()).toBe(1)
  })

  test.each([[aVideoItem(7)], [null], ['text'], [{}]])(
    'without its id (%j) leaves nothing that is absent for missing',
    async (nameless) => {
      const answer = await videos(aVideoItem(A), nameless).platform.videos([A, B, C])
      if (!answer.ok) throw new Error(answer.error.kind)
      expect(answer.value.get(A)).toMatchObject({ id: A })
      expect([answer.value.get(B), answer.value.get(C)]).toEqual([UNREADABLE, UNREADABLE])
    },
  )

  test('as all the others are is no answer', async () => {
    const { platform, calls } = videos(aVideoItem(A, WITHOUT_TIME), aVideoItem(B, WITHOUT_TIME))
    expect(await platform.videos([A, B])).toMatchObject({ error: { kind: 'youtube-unavailable' } })
    expect(calls()).toBe(3)
  })

  test('among figures was not answered', async () => {
    const { platform } = answering('batchGetStatsResponse', [{ id: A }, { id: B, statistics: 'none' }])
    const answer = await platform.figures([A, B])
    expect(answer.ok && [...answer.value.keys()]).toEqual([A])
  })

  test('among channels is said to be unreadable', async () => {
    const [first, second] = [aChannelId(1), aChannelId(2)]
    const { platform } = channels(aChannelItem(first), aChannelItem(second, { snippet: null }))
    const answer = await platform.channels([first, second])
    if (!answer.ok) throw new Error(answer.error.kind)
    expect(answer.value.get(first)).toMatchObject({ id: first, title: '채널' })
    expect(answer.value.get(second)).toBe(UNREADABLE)
  })

  test.each([[aChannelItem(aChannelId(), { snippet: null })], [{}]])(
    'that is the one channel asked for (%j) is no answer',
    async (item) => {
      const unavailable = { ok: false, error: { kind: 'youtube-unavailable' } }
      const { platform } = channels(item)
      expect(await platform.channel({ by: 'id', id: aChannelId() })).toEqual(unavailable)
      expect(await platform.channel({ by: 'handle', handle: '@x' })).toEqual(unavailable)
    },
  )
})
