import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { reopensAt, type YouTubeLimits } from '../../../src/adapters/youtube/meter.ts'
import { nextPacificMidnight, pacificDate } from '../../../src/adapters/youtube/pacific-day.ts'
import type { Fault } from '../../../src/adapters/youtube/simulator/faults.ts'
import { DAY_MS, HOUR_MS, type Instant, later, MINUTE_MS, toInstant } from '../../../src/domain/primitives.ts'
import { Outage } from '../../../src/ports/outage.ts'
import type { QuotaBucket } from '../../../src/ports/quota.ts'
import type { VideoPlatform } from '../../../src/ports/video-platform.ts'
import { at, connect, errorAnswer, videoId } from './against-simulator.ts'

const SOME = videoId('AAAAAAAAAAA')
const SOME_DAYS: readonly Instant[] = [
  at('2026-11-20T20:00:00Z'),
  // 23 hours, and 25.
  at('2027-03-14T20:00:00Z'),
  at('2027-11-07T20:00:00Z'),
]

const spentPerDay = (unit: string | null, message: string): Fault =>
  errorAnswer(429, {
    message,
    errors: [{ message, domain: 'global', reason: 'rateLimitExceeded' }],
    status: 'RESOURCE_EXHAUSTED',
    ...(unit === null
      ? {}
      : { details: [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_unit: unit } }] }),
  })

/** The same question to each bucket. */
const BUCKETS: readonly (readonly [QuotaBucket, (youTube: VideoPlatform) => Promise<unknown>])[] = [
  ['general', (youTube) => youTube.videos([SOME])],
  ['statistics', (youTube) => youTube.figures([SOME])],
]
const exhausted = (retryAt: string) => ({
  ok: false,
  error: { kind: 'youtube-quota-exhausted', retryAt: at(retryAt) },
})

describe.each(BUCKETS)('when YouTube says that the quota of the day is spent (%s)', (bucket, ask) => {
  test.each<[what: string, fault: Fault]>([
    ['403 quotaExceeded', errorAnswer(403, { errors: [{ reason: 'quotaExceeded' }] })],
    ['403 dailyLimitExceeded', { kind: 'daily-limit-of-old' }],
    ['429 with a unit per day', spentPerDay('1/d/{project}', 'Quota exceeded.')],
    ['429 with the words "per day"', spentPerDay(null, "limit 'Queries per day' of service")],
  ])('%s: the bucket is closed for all until after midnight in California', async (_what, fault) => {
    const { simulator, youTube, another } = await connect({ now: '2026-11-20T03:00:00Z' })
    simulator.faults.add(fault)
    const first = await ask(youTube)
    // `random` is 1: ten minutes after.
    expect(first).toEqual(exhausted('2026-11-20T08:10:00Z'))
    expect(await ask(youTube)).toEqual(first)
    expect(await ask(another('schedule'))).toEqual(first)
    expect(simulator.requests).toHaveLength(1)
  })

  test('the other bucket goes on', async () => {
    const { simulator, youTube } = await connect()
    simulator.faults.add({ kind: 'daily-limit-of-old' })
    await ask(youTube)
    for (const [other, askOther] of BUCKETS)
      if (other !== bucket) expect(await askOther(youTube)).toMatchObject({ ok: true })
  })

  test.each([
    ['in winter', '2027-01-10T12:00:00Z', '2027-01-11T08:06:00Z'],
    ['in summer', '2027-07-10T12:00:00Z', '2027-07-11T07:06:00Z'],
    ['on the evening before summer time', '2027-03-14T05:00:00Z', '2027-03-14T08:06:00Z'],
    ['on the day of 23 hours', '2027-03-14T20:00:00Z', '2027-03-15T07:06:00Z'],
    ['on the evening before winter time', '2027-11-07T06:59:59Z', '2027-11-07T07:06:00Z'],
    ['on the day of 25 hours, in the doubled hour', '2027-11-07T09:30:00Z', '2027-11-08T08:06:00Z'],
    ['on the last day of a year', '2027-01-01T07:59:59Z', '2027-01-01T08:06:00Z'],
  ])('%s it is asked again from the right minute on, and no sooner', async (_when, now, reopens) => {
    const { simulator, youTube, clock } = await connect({ now, adapter: { random: () => 0.5 } })
    for (const each of ['general', 'batchGetStats'] as const) simulator.quota.exhaust(each)
    expect(await ask(youTube)).toEqual(exhausted(reopens))
    clock.set(later(at(reopens), -1))
    expect(await ask(youTube)).toEqual(exhausted(reopens))
    expect(simulator.requests).toHaveLength(1)
    clock.set(at(reopens))
    expect(await ask(youTube)).toMatchObject({ ok: true })
    expect(simulator.requests).toHaveLength(2)
  })

  test('what is refused in the first hour of the new day is tried again every quarter of an hour', async () => {
    const { simulator, youTube, clock } = await connect({ now: '2026-11-20T03:00:00Z' })
    simulator.faults.add({ kind: 'daily-limit-of-old' }, Number.POSITIVE_INFINITY)
    const tries = ['08:10', '08:25', '08:40', '08:55', '09:10']
    for (const time of tries) {
      expect(await ask(youTube)).toEqual(exhausted(`2026-11-20T${time}:00Z`))
      clock.moveTo(`2026-11-20T${time}:00Z`)
    }
    // The hour is over: this day is spent, too.
    expect(await ask(youTube)).toEqual(exhausted('2026-11-21T08:10:00Z'))
    expect(simulator.requests).toHaveLength(tries.length + 1)
  })
})

describe('a bucket that YouTube says is spent', () => {
  it('reopens two to ten minutes after the next Pacific midnight, whatever the day and the dice', () => {
    const instants = fc.oneof(
      fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2040, 0) }).map(toInstant),
      fc
        .tuple(fc.constantFrom(...SOME_DAYS), fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }))
        .map(([day, offset]) => later(day, offset)),
    )
    fc.assert(
      fc.property(instants, fc.double({ min: 0, max: 1, noNaN: true }), (now, random) => {
        const until = reopensAt(now, random)
        const isFirstHour = pacificDate(later(now, -HOUR_MS)) !== pacificDate(now)
        if (isFirstHour) expect(until - now).toBe(15 * MINUTE_MS)
        else {
          const midnight = nextPacificMidnight(now)
          expect(until).toBeGreaterThanOrEqual(midnight + 2 * MINUTE_MS)
          expect(until).toBeLessThanOrEqual(midnight + 10 * MINUTE_MS)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('units', () => {
  const few = (over: Partial<YouTubeLimits> = {}): YouTubeLimits => ({
    general: 5,
    statistics: 3,
    reserved: 2,
    ...over,
  })

  it('are left to people by jobs, and people may use all', async () => {
    const { simulator, another, ledger } = await connect({ now: '2026-11-20T03:00:00Z' })
    const people = another('people', few())
    const jobs = another('schedule', few())
    for (let call = 0; call < 3; call += 1) expect(await jobs.videos([SOME])).toMatchObject({ ok: true })
    expect(await jobs.videos([SOME])).toEqual(exhausted('2026-11-20T08:02:00Z'))
    expect(await jobs.channel({ by: 'handle', handle: '@x' })).toEqual(exhausted('2026-11-20T08:02:00Z'))
    for (let call = 0; call < 2; call += 1) expect(await people.videos([SOME])).toMatchObject({ ok: true })
    expect(await people.videos([SOME])).toEqual(exhausted('2026-11-20T08:02:00Z'))
    expect(simulator.requests).toHaveLength(5)
    expect((await ledger.today('general', '2026-11-19')).used).toBe(5)
  })

  it('of figures are not reserved for anybody', async () => {
    const { another } = await connect()
    const jobs = another('schedule', few())
    for (let call = 0; call < 3; call += 1) expect(await jobs.figures([SOME])).toMatchObject({ ok: true })
    expect(await jobs.figures([SOME])).toMatchObject({ error: { kind: 'youtube-quota-exhausted' } })
  })

  it('of a day that begins are all there', async () => {
    const { another, clock } = await connect({ now: '2026-11-20T07:59:59Z' })
    const jobs = another('schedule', few({ general: 3 }))
    expect(await jobs.videos([SOME])).toMatchObject({ ok: true })
    expect(await jobs.videos([SOME])).toMatchObject({ ok: false })
    clock.moveTo('2026-11-20T08:00:00Z')
    expect(await jobs.videos([SOME])).toMatchObject({ ok: true })
  })

  it('are given out no more often than there are, however many ask at once', async () => {
    const { simulator, another } = await connect()
    const both = [another('people', few({ general: 20 })), another('schedule', few({ general: 20 }))]
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) => (both[index % 2] ?? both[0])?.videos([SOME])),
    )
    expect(answers.filter((answer) => answer?.ok)).toHaveLength(20)
    expect(simulator.requests).toHaveLength(20)
  })

  it('are told as a budget, to jobs without those that are reserved', async () => {
    const { another, clock, simulator } = await connect({ now: '2026-11-20T03:00:00Z' })
    const people = another('people', few())
    const jobs = another('schedule', few())
    await people.videos([SOME])
    await jobs.figures([SOME])
    const fullAgainAt = at('2026-11-20T08:00:00Z')
    expect(await people.budget()).toEqual({
      statistics: { unitsLeft: 2, fullAgainAt },
      general: { unitsLeft: 4, fullAgainAt },
    })
    expect((await jobs.budget()).general).toEqual({ unitsLeft: 2, fullAgainAt })
    for (let call = 0; call < 4; call += 1) await people.videos([SOME])
    expect((await jobs.budget()).general.unitsLeft).toBe(0)
    simulator.faults.add({ kind: 'daily-limit-of-old' })
    await jobs.figures([SOME])
    expect((await jobs.budget()).statistics).toEqual({
      unitsLeft: 0,
      fullAgainAt: at('2026-11-20T08:10:00Z'),
    })
    clock.moveTo('2026-11-20T08:10:00Z')
    expect(await jobs.budget()).toEqual({
      statistics: { unitsLeft: 3, fullAgainAt: at('2026-11-21T08:00:00Z') },
      general: { unitsLeft: 3, fullAgainAt: at('2026-11-21T08:00:00Z') },
    })
    expect(simulator.requests).toHaveLength(7)
  })

  it('are counted for every attempt, answered or not, as YouTube sees them', async () => {
    const { simulator, youTube, ledger, clock } = await connect()
    const spent = async (bucket: QuotaBucket) => (await ledger.today(bucket, pacificDate(clock.now()))).used
    simulator.faults.add({ kind: 'backend-error', status: 503 }, 2)
    await youTube.videos([SOME])
    simulator.faults.add({ kind: 'cut' }, 2)
    await youTube.figures([SOME])
    simulator.faults.add(errorAnswer(400, { errors: [{ reason: 'keyInvalid' }] }))
    await youTube.channel({ by: 'handle', handle: '@x' })
    simulator.faults.add(errorAnswer(400, { errors: [{ reason: 'unknownPart' }] }))
    await youTube.videos([SOME]).catch(() => undefined)
    simulator.faults.add({ kind: 'daily-limit-of-old' })
    await youTube.videos([SOME])
    await youTube.videos([SOME])
    expect(await spent('general')).toBe(6)
    expect(await spent('statistics')).toBe(3)
    const asked = (path: string) => simulator.requests.filter((request) => request.path.endsWith(path)).length
    expect(asked('/videos') + asked('/channels')).toBe(6)
    expect(asked('/videos:batchGetStats')).toBe(3)
  })

  it('in the ledger are the calls that YouTube gets, whatever goes wrong', async () => {
    const { simulator, youTube, ledger, clock } = await connect({ adapter: { timeoutMs: 200 } })
    const faults: readonly Fault[] = [
      { kind: 'backend-error', status: 500 },
      { kind: 'wordless-error' },
      { kind: 'too-fast' },
      { kind: 'too-fast', retryAfterMs: 60_000 },
      { kind: 'too-fast-of-old' },
      { kind: 'key-invalid-of-old' },
      { kind: 'not-served' },
      { kind: 'cut' },
      { kind: 'no-json', status: 200 },
      { kind: 'day-is-spent', status: 403 },
      { kind: 'day-is-spent', status: 429 },
    ]
    const trouble = fc.array(fc.tuple(fc.constantFrom(...faults), fc.integer({ min: 1, max: 4 })), {
      maxLength: 3,
    })
    const asked = fc.array(fc.constantFrom(...BUCKETS), { minLength: 1, maxLength: 8 })
    let days = 0
    await fc.assert(
      fc.asyncProperty(trouble, asked, async (met, questions) => {
        // Noon of a day of its own, so that nothing is closed any more.
        days += 1
        clock.set(later(at('2026-12-01T20:00:00Z'), days * DAY_MS))
        simulator.faults.clear()
        for (const [fault, times] of met) simulator.faults.add(fault, times)
        for (const [, ask] of questions) await ask(youTube)
        const day = pacificDate(clock.now())
        const count = (isCounted: (method: string | null) => boolean) => {
          const counts = simulator.calls().filter((each) => each.day === day && isCounted(each.method))
          const sum = (figure: 'calls' | 'units') => counts.reduce((total, each) => total + each[figure], 0)
          return { calls: sum('calls'), units: sum('units') }
        }
        const statistics = count((method) => method === 'videos:batchGetStats')
        const general = count((method) => method !== 'videos:batchGetStats')
        for (const [bucket, { calls, units }] of [
          ['statistics', statistics],
          ['general', general],
        ] as const) {
          const { used } = await ledger.today(bucket, day)
          expect(used).toBe(calls)
          // Google does not charge what it turns away over a limit; we do not know that before.
          if (met.length === 0) expect(used).toBe(units)
          else expect(used).toBeGreaterThanOrEqual(units)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('are not spent on a custom name, which YouTube cannot look up, nor on no ids', async () => {
    const { simulator, youTube } = await connect()
    await youTube.channel({ by: 'custom-name', name: 'x' })
    await youTube.videos([])
    await youTube.figures([])
    await youTube.channels([])
    expect(simulator.requests).toEqual([])
  })
})

describe('a ledger that cannot be reached', () => {
  it('is an outage and nothing is sent: it says nothing of the quota', async () => {
    const { simulator, another } = await connect()
    const lost = async () => {
      throw new Outage('the database does not answer')
    }
    const youTube = another('people', undefined, { reserve: lost, close: lost, today: lost })
    await expect(youTube.videos([SOME])).rejects.toThrow(Outage)
    await expect(youTube.figures([SOME])).rejects.toThrow(Outage)
    await expect(youTube.budget()).rejects.toThrow(Outage)
    expect(simulator.requests).toEqual([])
  })
})
