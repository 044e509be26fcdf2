import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { HOUR_MS, type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import {
  CONFIRMATION_MS,
  type LiveCheck,
  type Liveness,
  observeLiveness,
  type Pause,
} from '../../../src/domain/video/live-check.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'

const LAST_GOOD = inHours(-10)
const MISSED = inHours(-7)
const DOWN_SINCE = inHours(-8)

const LIVE: Liveness = { state: 'live', lastGoodAt: LAST_GOOD }
const MISSING: Liveness = { state: 'missing', lastGoodAt: LAST_GOOD, firstMissedAt: MISSED }
const down = (cause: Pause['cause'], downSince: Instant = DOWN_SINCE): Liveness => ({
  state: 'down',
  lastGoodAt: LAST_GOOD,
  downSince,
  cause,
})
const LIVE_NOW: Liveness = { state: 'live', lastGoodAt: NOON }

describe('every check in every state', () => {
  test.each<[was: Liveness, check: LiveCheck, is: Liveness, ended: Pause | null]>([
    [LIVE, 'good', LIVE_NOW, null],
    [LIVE, 'missing', { state: 'missing', lastGoodAt: LAST_GOOD, firstMissedAt: NOON }, null],
    [LIVE, 'not-public', down('not-public', NOON), null],
    [LIVE, 'hashtags-missing', down('hashtags-missing', NOON), null],
    [LIVE, 'unanswered', LIVE, null],

    [MISSING, 'good', LIVE_NOW, null],
    [MISSING, 'missing', down('unavailable', MISSED), null],
    [MISSING, 'not-public', down('not-public', NOON), null],
    [MISSING, 'hashtags-missing', down('hashtags-missing', NOON), null],
    [MISSING, 'unanswered', LIVE, null],

    [down('unavailable'), 'good', LIVE_NOW, { from: DOWN_SINCE, to: NOON, cause: 'unavailable' }],
    [down('not-public'), 'good', LIVE_NOW, { from: DOWN_SINCE, to: NOON, cause: 'not-public' }],
    [down('hashtags-missing'), 'good', LIVE_NOW, { from: DOWN_SINCE, to: NOON, cause: 'hashtags-missing' }],
  ])('%o, %s', (was, check, is, ended) => {
    expect(observeLiveness(was, check, NOON)).toEqual({ liveness: is, ended })
  })
})

describe('a video that is down', () => {
  test.each<[Pause['cause'], readonly LiveCheck[]]>([
    ['unavailable', ['missing', 'unanswered']],
    ['not-public', ['missing', 'not-public', 'unanswered']],
    ['hashtags-missing', ['missing', 'hashtags-missing', 'unanswered']],
  ])('as %s stays so, since then and for this cause, by %o', (cause, checks) => {
    for (const check of checks)
      expect(observeLiveness(down(cause), check, NOON)).toEqual({ liveness: down(cause), ended: null })
  })

  test.each<[Pause['cause'], 'not-public' | 'hashtags-missing']>([
    ['unavailable', 'hashtags-missing'],
    ['unavailable', 'not-public'],
    ['not-public', 'hashtags-missing'],
    ['hashtags-missing', 'not-public'],
  ])('as %s and is found as %s goes on for that cause, and no time lies between the two', (cause, check) => {
    expect(observeLiveness(down(cause), check, NOON)).toEqual({
      liveness: down(check, NOON),
      ended: { from: DOWN_SINCE, to: NOON, cause },
    })
  })
})

/** Takes checks in one after the other, each so many milliseconds after `NOON`. */
const observed = (...checks: readonly (readonly [afterMs: number, check: LiveCheck])[]) => {
  let liveness: Liveness = { state: 'live', lastGoodAt: NOON }
  const pauses: Pause[] = []
  for (const [afterMs, check] of checks) {
    const taken = observeLiveness(liveness, check, later(NOON, afterMs))
    liveness = taken.liveness
    if (taken.ended !== null) pauses.push(taken.ended)
  }
  return { liveness, pauses }
}

describe('a video that is absent from an answer', () => {
  it('is down once a second miss, at least six hours later, confirms it, counted from the first', () => {
    const first = HOUR_MS
    expect(observed([first, 'missing'], [first + CONFIRMATION_MS - 1, 'missing']).liveness).toEqual({
      state: 'missing',
      lastGoodAt: NOON,
      firstMissedAt: later(NOON, first),
    })
    expect(observed([first, 'missing'], [first + CONFIRMATION_MS, 'missing']).liveness).toEqual({
      state: 'down',
      lastGoodAt: NOON,
      downSince: later(NOON, first),
      cause: 'unavailable',
    })
  })

  it('keeps its first miss over any number of misses that come too soon', () => {
    const soon = [0, 1, 2, 3, 4, 5].map((hour) => [hour * HOUR_MS, 'missing'] as const)
    expect(observed(...soon).liveness).toMatchObject({ state: 'missing', firstMissedAt: NOON })
    expect(observed(...soon, [CONFIRMATION_MS, 'missing']).liveness).toMatchObject({
      state: 'down',
      downSince: NOON,
    })
  })

  it('is not down when an outage lies between the misses: the first is forgotten', () => {
    const again = 7 * HOUR_MS
    const interrupted = [
      [0, 'missing'],
      [HOUR_MS, 'unanswered'],
      [again, 'missing'],
    ] as const
    expect(observed(...interrupted).liveness).toMatchObject({
      state: 'missing',
      firstMissedAt: later(NOON, again),
    })
    expect(observed(...interrupted, [again + CONFIRMATION_MS, 'missing']).liveness).toMatchObject({
      state: 'down',
      downSince: later(NOON, again),
    })
  })

  it('that comes back unconfirmed was never away', () => {
    expect(observed([0, 'missing'], [HOUR_MS, 'good'])).toEqual({
      liveness: { state: 'live', lastGoodAt: later(NOON, HOUR_MS) },
      pauses: [],
    })
  })

  it('that comes back confirmed was away from the first miss on', () => {
    const back = 3 * CONFIRMATION_MS
    expect(observed([HOUR_MS, 'missing'], [2 * CONFIRMATION_MS, 'missing'], [back, 'good']).pauses).toEqual([
      { from: later(NOON, HOUR_MS), to: later(NOON, back), cause: 'unavailable' },
    ])
  })

  it('does not come back by an outage', () => {
    const away = [
      [0, 'missing'],
      [CONFIRMATION_MS, 'missing'],
      [2 * CONFIRMATION_MS, 'unanswered'],
    ] as const
    expect(observed(...away).liveness).toMatchObject({ state: 'down', downSince: NOON })
  })
})

const checks = fc.array(
  fc.tuple(
    fc.integer({ min: 1, max: 15 * HOUR_MS }),
    fc.constantFrom<LiveCheck>('good', 'missing', 'missing', 'not-public', 'hashtags-missing', 'unanswered'),
  ),
  { maxLength: 40 },
)
/** The same checks at growing times after `NOON`. */
const inOrder = (steps: readonly (readonly [number, LiveCheck])[]) => {
  let afterMs = 0
  return steps.map(([gap, check]) => {
    afterMs += gap
    return [afterMs, check] as const
  })
}

describe('whatever is checked, whenever', () => {
  it('pauses never overlap, lie in the past, and sum up to no more than the time that went by', () => {
    fc.assert(
      fc.property(checks, (steps) => {
        const timed = inOrder(steps)
        const elapsed = timed.at(-1)?.[0] ?? 0
        const { pauses, liveness } = observed(...timed)
        let free = NOON
        for (const { from, to } of pauses) {
          expect(from).toBeGreaterThanOrEqual(free)
          expect(to).toBeGreaterThan(from)
          free = to
        }
        expect(free - NOON).toBeLessThanOrEqual(elapsed)
        const ended = pauses.reduce((total, { from, to }) => total + (to - from), 0)
        const running = liveness.state === 'down' ? NOON + elapsed - liveness.downSince : 0
        expect(ended + running).toBeLessThanOrEqual(elapsed)
        if (liveness.state === 'down') expect(liveness.downSince).toBeGreaterThanOrEqual(free)
      }),
      { numRuns: 1_000 },
    )
  })

  it('a good check always ends in live, and the newest one is remembered', () => {
    fc.assert(
      fc.property(checks, (steps) => {
        const timed = inOrder(steps)
        const newest = timed.findLast(([, check]) => check === 'good')?.[0] ?? 0
        expect(observed(...timed).liveness.lastGoodAt).toBe(later(NOON, newest))
        const end = (timed.at(-1)?.[0] ?? 0) + MINUTE_MS
        expect(observed(...timed, [end, 'good']).liveness).toEqual({
          state: 'live',
          lastGoodAt: later(NOON, end),
        })
      }),
    )
  })

  it('outages alone change nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(LIVE, down('not-public'), down('unavailable')),
        fc.nat(99),
        (was, hours) => {
          expect(observeLiveness(was, 'unanswered', inHours(hours))).toEqual({ liveness: was, ended: null })
        },
      ),
    )
  })
})
