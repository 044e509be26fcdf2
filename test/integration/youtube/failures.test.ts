import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { quotaLedger } from '../../../src/adapters/memory/quota.ts'
import type { YouTubeTrouble } from '../../../src/adapters/youtube/asking.ts'
import type { Fault } from '../../../src/adapters/youtube/simulator/faults.ts'
import { type YouTubeSettings, youTubeDataApi } from '../../../src/adapters/youtube/youtube-data-api.ts'
import { API_KEY, connect, errorAnswer, movableClock, videoId } from './against-simulator.ts'

const SOME = videoId('AAAAAAAAAAA')
const UNAVAILABLE = { ok: false, error: { kind: 'youtube-unavailable' } }
const KEY_REFUSED = { ok: false, error: { kind: 'youtube-key-refused' } }

describe('when the key is refused', () => {
  test.each<[what: string, fault: Fault]>([
    ['wrong, in the old words', { kind: 'key-invalid-of-old' }],
    ['API not enabled', { kind: 'api-not-enabled' }],
    ['blocked for this address', { kind: 'key-blocked-here' }],
    ['expired', errorAnswer(400, { errors: [{ reason: 'keyExpired' }] })],
    ['suspended', errorAnswer(403, { errors: [], details: [{ reason: 'CONSUMER_SUSPENDED' }] })],
    ['not authorised', errorAnswer(401, { errors: [{ reason: 'authError' }], status: 'UNAUTHENTICATED' })],
  ])('%s', async (_what, fault) => {
    const { simulator, youTube, pauses } = await connect()
    simulator.faults.add(fault)
    expect(await youTube.videos([SOME])).toEqual(KEY_REFUSED)
    expect(pauses).toEqual([])
  })

  it('wrong', async () => {
    const { youTube } = await connect({ simulator: { apiKey: 'another' } })
    expect(await youTube.videos([SOME])).toEqual(KEY_REFUSED)
    expect(await youTube.channel({ by: 'handle', handle: '@someone' })).toEqual(KEY_REFUSED)
  })

  it('ends everything: of many videos no more are asked for', async () => {
    const { catalogue, simulator, youTube } = await connect()
    const channelId = catalogue.addChannel({})
    const ids = Array.from({ length: 120 }, () => catalogue.addVideo({ channelId }))
    simulator.faults.add({ kind: 'api-not-enabled' })
    expect(await youTube.videos(ids)).toEqual(KEY_REFUSED)
    expect(simulator.requests).toHaveLength(1)
  })

  it('missing on the way', async () => {
    const withoutKey: typeof fetch = (input, init) =>
      fetch(String(input).replace(`key=${API_KEY}`, 'key='), init)
    const { youTube } = await connect({ adapter: { fetch: withoutKey } })
    expect(await youTube.videos([SOME])).toEqual(KEY_REFUSED)
  })
})

describe('when something fails on the way', () => {
  test.each<[what: string, fault: Fault]>([
    ['500', { kind: 'backend-error', status: 500 }],
    ['503', { kind: 'backend-error', status: 503 }],
    ['500 without a word', { kind: 'wordless-error' }],
    ['too many requests in a minute', { kind: 'too-fast' }],
    ['too many requests, in the old words', { kind: 'too-fast-of-old' }],
    ['429 without any detail', errorAnswer(429, { message: null })],
    ['a cut connection', { kind: 'cut' }],
    ['a page with status 200', { kind: 'no-json', status: 200 }],
    ['a page with status 403', { kind: 'no-json', status: 403 }],
    ['a page with status 404', { kind: 'no-json', status: 404 }],
    ['an empty object', { kind: 'answer', status: 200, body: {} }],
    ['an error with status 200', { kind: 'answer', status: 200, body: { error: { code: 500 } } }],
    ['a body without end', { kind: 'endless' }],
  ])('%s: tries again and succeeds', async (_what, fault) => {
    const { catalogue, simulator, youTube, pauses } = await connect()
    const id = catalogue.addVideo({ channelId: catalogue.addChannel({}) })
    simulator.faults.add(fault)
    const answer = await youTube.videos([id])
    expect(answer.ok && answer.value.has(id)).toBe(true)
    expect(pauses).toHaveLength(1)
  })

  it('gives up after three attempts, with pauses that grow', async () => {
    const { simulator, youTube, pauses } = await connect()
    simulator.faults.add({ kind: 'backend-error', status: 503 }, Number.POSITIVE_INFINITY)
    expect(await youTube.videos([SOME])).toEqual(UNAVAILABLE)
    expect(simulator.requests).toHaveLength(3)
    expect(pauses).toEqual([400, 800])
  })

  it('spreads its pauses', async () => {
    const pauses: number[] = []
    const { simulator, youTube } = await connect({
      adapter: { random: () => 0, wait: async (durationMs) => void pauses.push(durationMs) },
    })
    simulator.faults.add({ kind: 'backend-error', status: 503 }, Number.POSITIVE_INFINITY)
    await youTube.videos([SOME])
    expect(pauses).toEqual([200, 400])
  })

  it('waits as long as YouTube asks for, when that is not long', async () => {
    const { simulator, youTube, pauses } = await connect()
    simulator.faults.add({ kind: 'too-fast', retryAfterMs: 2_500 })
    simulator.faults.add({ kind: 'too-fast', retryAfterMs: 1 })
    expect(await youTube.videos([SOME])).toMatchObject({ ok: true })
    expect(pauses).toEqual([2_500, 800])
  })

  it('does not wait, nor ask in vain, when YouTube asks for longer than there is time', async () => {
    const { simulator, youTube, pauses } = await connect()
    simulator.faults.add({ kind: 'too-fast', retryAfterMs: 30_000 })
    expect(await youTube.videos([SOME])).toEqual(UNAVAILABLE)
    expect([simulator.requests.length, pauses]).toEqual([1, []])
  })

  it('has more patience for jobs', async () => {
    const { simulator, another, pauses } = await connect()
    const jobs = another('schedule')
    simulator.faults.add({ kind: 'backend-error', status: 500 }, Number.POSITIVE_INFINITY)
    expect(await jobs.videos([SOME])).toEqual(UNAVAILABLE)
    expect(pauses).toEqual([1_000, 2_000, 4_000])
    simulator.faults.clear()
    simulator.faults.add({ kind: 'too-fast', retryAfterMs: 15_000 })
    expect(await jobs.videos([SOME])).toMatchObject({ ok: true })
    expect(pauses.at(-1)).toBe(15_000)
  })

  it('does not follow a redirect, which would carry the key elsewhere', async () => {
    const { simulator, youTube } = await connect()
    let visits = 0
    const elsewhere = createServer((_request, response) => {
      visits += 1
      response.end()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void elsewhere.close())
    const address = elsewhere.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    simulator.faults.add({ kind: 'redirect', to: `http://127.0.0.1:${port}/` }, Number.POSITIVE_INFINITY)
    expect(await youTube.videos([SOME])).toEqual(UNAVAILABLE)
    expect(visits).toBe(0)
  })

  test.each([
    [3, { ok: true, value: new Map() }],
    [5, UNAVAILABLE],
  ])('reads an answer of %d million letters: %j', async (millions, outcome) => {
    const { simulator, youTube } = await connect()
    const body = { kind: 'youtube#videoListResponse', items: [], filler: 'x'.repeat(millions * 1_000_000) }
    simulator.faults.add({ kind: 'answer', status: 200, body }, Number.POSITIVE_INFINITY)
    expect(await youTube.videos([SOME])).toEqual(outcome)
  })

  it('is unavailable when nobody is there', async () => {
    const { simulator, youTube } = await connect()
    await simulator.close()
    expect(await youTube.videos([SOME])).toEqual(UNAVAILABLE)
  })

  it('does not wait longer than three times the limit of an attempt', async () => {
    const { simulator, youTube } = await connect({ adapter: { timeoutMs: 60 } })
    simulator.faults.add({ kind: 'slow', delayMs: 60_000 }, Number.POSITIVE_INFINITY)
    const start = performance.now()
    expect(await youTube.videos([SOME])).toEqual(UNAVAILABLE)
    expect(performance.now() - start).toBeLessThan(3_000)
    expect(simulator.requests).toHaveLength(3)
  })

  it('does not try again once the limit of the whole call is reached', async () => {
    const { simulator, youTube } = await connect({ adapter: { timeoutMs: 60_000, overallTimeoutMs: 80 } })
    simulator.faults.add({ kind: 'slow', delayMs: 60_000 }, Number.POSITIVE_INFINITY)
    const start = performance.now()
    expect(await youTube.videos([SOME])).toEqual(UNAVAILABLE)
    expect(performance.now() - start).toBeLessThan(3_000)
    expect(simulator.requests).toHaveLength(1)
  })

  it('takes an answer that is late, but not too late', async () => {
    const { simulator, youTube } = await connect()
    simulator.faults.add({ kind: 'slow', delayMs: 30 })
    expect(await youTube.videos([SOME])).toEqual({ ok: true, value: new Map() })
    expect(simulator.requests).toHaveLength(1)
  })
})

describe('when YouTube does not understand us', () => {
  test.each([
    [400, 'invalidFilters'],
    [400, 'unknownPart'],
    [404, 'channelNotFound'],
  ])('%d %s is thrown, as a fault of this program', async (status, reason) => {
    const { simulator, youTube } = await connect()
    simulator.faults.add(errorAnswer(status, { message: 'x', errors: [{ reason, domain: 'youtube' }] }))
    await expect(youTube.videos([SOME])).rejects.toThrow(`${status} ${reason}`)
    expect(simulator.requests).toHaveLength(1)
  })
})

describe('what operators learn of trouble', () => {
  const withTroubles = async (adapter: Partial<YouTubeSettings> = {}) => {
    const troubles: YouTubeTrouble[] = []
    const onTrouble = (trouble: YouTubeTrouble) => void troubles.push(trouble)
    return { ...(await connect({ adapter: { onTrouble, ...adapter } })), troubles }
  }

  test.each<[fault: Fault, trouble: YouTubeTrouble]>([
    [
      { kind: 'backend-error', status: 503 },
      { kind: 'no-answer', cause: '503 backendError' },
    ],
    [
      { kind: 'answer', status: 500, body: { error: {} } },
      { kind: 'no-answer', cause: '500' },
    ],
    [{ kind: 'too-fast' }, { kind: 'no-answer', cause: '429 rateLimitExceeded RATE_LIMIT_EXCEEDED' }],
    [{ kind: 'too-fast-of-old' }, { kind: 'no-answer', cause: '403 rateLimitExceeded' }],
    [
      { kind: 'no-json', status: 200 },
      { kind: 'no-answer', cause: '200, and no JSON' },
    ],
    [{ kind: 'not-served' }, { kind: 'no-answer', cause: '404, and no JSON' }],
    [
      { kind: 'answer', status: 200, body: {} },
      { kind: 'no-answer', cause: '200, but not in the form of YouTube' },
    ],
    [
      { kind: 'answer', status: 418, body: {} },
      { kind: 'no-answer', cause: '418' },
    ],
    [{ kind: 'cut' }, { kind: 'no-answer', cause: 'the connection was cut off' }],
    [{ kind: 'endless' }, { kind: 'no-answer', cause: '200, with more than any answer has' }],
    [
      { kind: 'redirect', to: 'http://127.0.0.1:1/' },
      { kind: 'no-answer', cause: 'a redirect, which is not followed' },
    ],
    [{ kind: 'api-not-enabled' }, { kind: 'key-refused', cause: '403 accessNotConfigured SERVICE_DISABLED' }],
    [
      { kind: 'day-is-spent', status: 403 },
      {
        kind: 'units-spent',
        cause: 'general, until 2026-11-20T17:10:00.000+09:00 (403 quotaExceeded)',
      },
    ],
  ])('%o', async (fault, trouble) => {
    const { simulator, youTube, troubles } = await withTroubles()
    simulator.faults.add(fault, Number.POSITIVE_INFINITY)
    await youTube.videos([SOME])
    expect(troubles).toEqual([trouble])
  })

  it('names what cannot be reached, what is slow, and what is spent by our own count', async () => {
    const { simulator, troubles } = await withTroubles()
    simulator.faults.add({ kind: 'slow', delayMs: 60_000 }, Number.POSITIVE_INFINITY)
    const onTrouble = (trouble: YouTubeTrouble) => void troubles.push(trouble)
    const slow = await connect({ adapter: { onTrouble, baseUrl: simulator.baseUrl, timeoutMs: 60 } })
    await slow.youTube.videos([SOME])
    const nowhere = await connect({ adapter: { onTrouble } })
    await nowhere.simulator.close()
    await nowhere.youTube.videos([SOME])
    const limits = { general: 0, statistics: 0, reserved: 0 }
    await nowhere.another('people', limits).videos([SOME])
    expect(troubles).toEqual([
      { kind: 'no-answer', cause: 'timed out' },
      { kind: 'no-answer', cause: 'ECONNREFUSED' },
      { kind: 'units-spent', cause: 'general, until 2026-11-20T17:02:00.000+09:00' },
    ])
  })

  it('is nothing when a repetition was answered', async () => {
    const { simulator, youTube, troubles } = await withTroubles()
    simulator.faults.add({ kind: 'backend-error', status: 503 })
    expect(await youTube.videos([SOME])).toMatchObject({ ok: true })
    expect(troubles).toEqual([])
  })
})

describe('the key', () => {
  const everything = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      (value) => JSON.stringify(value),
      (error: unknown) =>
        error instanceof Error ? `${error.message}\n${error.stack}\n${String(error.cause)}` : String(error),
    )

  test.each<[what: string, fault: Fault]>([
    ['an error that repeats it', errorAnswer(400, { message: API_KEY, errors: [{ reason: API_KEY }] })],
    [
      'a refused key',
      errorAnswer(403, { message: API_KEY, errors: [{ reason: 'forbidden', message: API_KEY }] }),
    ],
    ['an answer of another shape', { kind: 'answer', status: 200, body: { key: API_KEY } }],
    ['a cut connection', { kind: 'cut' }],
    ['a redirect', { kind: 'redirect', to: `http://127.0.0.1:1/?key=${API_KEY}` }],
    [
      'an unknown method',
      errorAnswer(404, { errors: [{ reason: 'notFound', message: `/?key=${API_KEY}` }] }),
    ],
  ])('is in nothing that is returned, thrown or told to operators: %s', async (_what, fault) => {
    const told: YouTubeTrouble[] = []
    const { simulator, youTube } = await connect({ adapter: { onTrouble: (trouble) => told.push(trouble) } })
    simulator.faults.add(fault, Number.POSITIVE_INFINITY)
    expect(await everything(youTube.videos([SOME]))).not.toContain(API_KEY)
    expect(await everything(youTube.channel({ by: 'handle', handle: '@x' }))).not.toContain(API_KEY)
    expect(JSON.stringify(told)).not.toMatch(new RegExp(`${API_KEY}|127\\.0\\.0\\.1|http`))
  })

  it('is not in the error of a connection that tells its address', async () => {
    const told: YouTubeTrouble[] = []
    const youTube = youTubeDataApi({
      apiKey: API_KEY,
      baseUrl: 'http://127.0.0.1',
      clock: movableClock('2026-11-20T03:00:00Z'),
      ledger: quotaLedger(),
      wait: async () => {},
      onTrouble: (trouble) => told.push(trouble),
      fetch: async (input) => {
        throw new TypeError(`cannot reach ${String(input)}`, { cause: new Error(String(input)) })
      },
    })
    expect(await everything(youTube.videos([SOME]))).toBe(JSON.stringify(UNAVAILABLE))
    expect(told).toEqual([{ kind: 'no-answer', cause: 'the connection failed' }])
  })
})
