import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { toInstant } from '../../../src/domain/primitives.ts'
import { API_KEY, connect, get, movableClock, startSimulator, videoId } from './against-simulator.ts'

const START = '2026-11-20T03:00:00Z'
const SOME = videoId('AAAAAAAAAAA')

/** By hand, and by the adapter. */
const withCurl = async () => {
  const world = await connect({ now: START })
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${world.simulator.baseUrl}/simulator/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const written = await response.text()
    return { status: response.status, body: written === '' ? null : JSON.parse(written) }
  }
  return { ...world, send }
}

describe('the calls of a simulated YouTube', () => {
  it('are all counted, by Pacific day and method, with the units that they took', async () => {
    const { youTube, simulator, clock, send } = await withCurl()
    await youTube.videos([SOME])
    await youTube.figures([SOME])
    await youTube.channel({ by: 'handle', handle: '@x' })
    clock.moveTo('2026-11-20T08:00:00Z')
    simulator.faults.add({ kind: 'backend-error', status: 500 })
    await youTube.videos([SOME])
    simulator.quota.exhaust('batchGetStats')
    await youTube.figures([SOME])
    await get(simulator.baseUrl, `/youtube/v3/search?part=id&key=${API_KEY}`).catch(() => undefined)
    const calls = [
      { day: '2026-11-19', method: 'videos', calls: 1, units: 1 },
      { day: '2026-11-19', method: 'videos:batchGetStats', calls: 1, units: 1 },
      { day: '2026-11-19', method: 'channels', calls: 1, units: 1 },
      { day: '2026-11-20', method: 'videos', calls: 2, units: 2 },
      { day: '2026-11-20', method: 'videos:batchGetStats', calls: 1, units: 0 },
      { day: '2026-11-20', method: null, calls: 1, units: 0 },
    ]
    expect(simulator.calls()).toEqual(calls)
    expect(simulator.quota.used('general')).toBe(2)
    expect(await send('GET', 'calls')).toMatchObject({
      body: { calls, newest: [{ path: '/youtube/v3/videos', params: { id: SOME } }, {}, {}, {}, {}, {}, {}] },
    })
    expect(JSON.stringify((await send('GET', 'calls')).body)).not.toContain(API_KEY)
  })

  it('are counted beyond the thousand that are remembered word for word', async () => {
    const simulator = await startSimulator(movableClock(START))
    for (let call = 0; call < 1_010; call += 1)
      await (await fetch(`${simulator.baseUrl}/youtube/v3/videos?part=id&id=A&key=${API_KEY}`)).arrayBuffer()
    expect(simulator.requests).toHaveLength(1_000)
    expect(simulator.calls()).toMatchObject([{ calls: 1_010, units: 1_010 }])
  })
})

describe('trouble by hand', () => {
  it('an outage of one method comes, is seen, and goes', async () => {
    const { youTube, send } = await withCurl()
    const fault = { kind: 'backend-error', status: 503 }
    const added = await send('POST', 'faults', { fault, times: 'always', method: 'videos' })
    expect(added).toEqual({ status: 201, body: { faults: [{ fault, times: 'always', method: 'videos' }] } })
    expect(await youTube.videos([SOME])).toEqual({ ok: false, error: { kind: 'youtube-unavailable' } })
    expect(await youTube.figures([SOME])).toMatchObject({ ok: true })
    expect((await send('GET', 'faults')).body).toEqual(added.body)
    expect(await send('DELETE', 'faults')).toEqual({ status: 204, body: null })
    expect(await youTube.videos([SOME])).toMatchObject({ ok: true })
  })

  test.each([
    ['cut', { kind: 'cut' }],
    ['a page', { kind: 'no-json', status: 200 }],
    ['a limit per minute', { kind: 'too-fast', retryAfterMs: 1_500 }],
    ['anything', { kind: 'answer', status: 500, body: {} }],
  ])('%s, once', async (_what, fault) => {
    const { youTube, send, pauses } = await withCurl()
    expect((await send('POST', 'faults', { fault })).status).toBe(201)
    expect(await youTube.videos([SOME])).toMatchObject({ ok: true })
    expect(pauses).toHaveLength(1)
    expect((await send('GET', 'faults')).body).toEqual({ faults: [] })
  })

  test.each([
    ['general', 403],
    ['general', 429],
    ['batchGetStats', 403],
    ['batchGetStats', 429],
  ] as const)('the day of %s is spent, and says so with %d', async (bucket, status) => {
    const { youTube, simulator, send } = await withCurl()
    expect(await send('PATCH', 'quota', { [bucket]: { spent: true, status } })).toMatchObject({
      status: 200,
      body: { [bucket]: { used: 10_000, limit: 10_000, status } },
    })
    const path = bucket === 'general' ? 'videos' : 'videos:batchGetStats'
    const said = await get(simulator.baseUrl, `/youtube/v3/${path}?part=id&id=A&key=${API_KEY}`)
    expect(said.status).toBe(status)
    const ask = bucket === 'general' ? youTube.videos : youTube.figures
    expect(await ask([SOME])).toMatchObject({ error: { kind: 'youtube-quota-exhausted' } })
  })

  it('a small quota, which is full again late', async () => {
    const { another, clock, send } = await withCurl()
    await send('PATCH', 'quota', { general: { limit: 2 }, refillLateMs: 12 * 60_000 })
    const youTube = another('people')
    for (const ok of [true, true, false]) expect(await youTube.videos([SOME])).toMatchObject({ ok })
    clock.moveTo('2026-11-20T08:10:00Z')
    const answer = await youTube.videos([SOME])
    expect(answer).toEqual({
      ok: false,
      error: { kind: 'youtube-quota-exhausted', retryAt: toInstant(Date.parse('2026-11-20T08:25:00Z')) },
    })
    clock.moveTo('2026-11-20T08:25:00Z')
    expect(await youTube.videos([SOME])).toMatchObject({ ok: true })
  })

  it('batch statistics that YouTube does not serve', async () => {
    const { youTube, send } = await withCurl()
    const served = await send('PATCH', 'methods/videos:batchGetStats', { served: false })
    expect(served.body).toEqual({ method: 'videos:batchGetStats', served: false })
    expect(await youTube.figures([SOME])).toEqual({ ok: false, error: { kind: 'figures-not-served' } })
  })

  test.each([
    ['an unknown fault', 'POST', 'faults', { fault: { kind: 'bad-mood' } }, /fault: kind/],
    ['no times', 'POST', 'faults', { fault: { kind: 'cut' }, times: 0 }, /times/],
    ['an unknown method', 'POST', 'faults', { fault: { kind: 'cut' }, method: 'search' }, /method/],
    ['an unknown bucket', 'PATCH', 'quota', { search: { spent: true } }, /search/],
    ['a crooked limit', 'PATCH', 'quota', { general: { limit: -1 } }, /general: limit/],
    ['an unknown method', 'PATCH', 'methods/search', { served: false }, /one of videos, channels/],
    ['no word', 'PATCH', 'methods/videos', {}, /served/],
  ])('says what is wrong: %s', async (_what, method, path, body, problem) => {
    const { send } = await withCurl()
    const answer = await send(method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.problems.join()).toMatch(problem)
  })
})

describe('the simulated API', () => {
  it('answers an unknown method with a page, as Google does', async () => {
    const simulator = await startSimulator(movableClock(START))
    const answer = await fetch(`${simulator.baseUrl}/youtube/v3/nonsense?key=${API_KEY}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8'])
    expect(simulator.quota.used('general')).toBe(0)
  })

  it('says that nothing has changed, and charges for it', async () => {
    const simulator = await startSimulator(movableClock(START))
    const url = `${simulator.baseUrl}/youtube/v3/videos?part=id&id=A&key=${API_KEY}`
    const { etag } = z.object({ etag: z.string() }).parse(await (await fetch(url)).json())
    const again = await fetch(url, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(simulator.quota.used('general')).toBe(2)
  })
})

describe('a large catalogue', () => {
  it('of 80,000 videos on 5,000 channels is filled and read in seconds', async () => {
    const { catalogue, youTube, simulator } = await connect({ now: START })
    const start = performance.now()
    const channels = Array.from({ length: 5_000 }, (_, index) =>
      catalogue.addChannel({ handle: `@c${index}` }),
    )
    const ids = channels.flatMap((channelId) =>
      Array.from({ length: 16 }, () => catalogue.addVideo({ channelId })),
    )
    const filledMs = performance.now() - start
    const figures = await youTube.figures(ids.slice(0, 10_000))
    expect(figures.ok && figures.value.size).toBe(10_000)
    const known = await youTube.channels(channels.slice(0, 500))
    expect(known.ok && known.value.size).toBe(500)
    expect(simulator.calls()).toMatchObject([{ calls: 200 }, { calls: 10 }])
    expect(filledMs).toBeLessThan(5_000)
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
