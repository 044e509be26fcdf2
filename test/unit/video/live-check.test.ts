import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { CLOCKS_APART_MAX_MS } from '../../../src/domain/clocks.ts'
import { HOUR_MS, type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import {
  CONFIRMATION_MS,
  type LiveCheck,
  type Liveness,
  observeLiveness,
  type Pause,
  sendBackLiveness,
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
    [MISSING, 'unanswered', { ...MISSING, firstMissedAt: NOON }, null],

    [down('unavailable'), 'good', LIVE_NOW, { from: DOWN_SINCE, to: NOON, cause: 'unavailable' }],
    [down('not-public'), 'good', LIVE_NOW, { from: DOWN_SINCE, to: NOON, cause: 'not-public' }],
    [down('hashtags-missing'), 'good', LIVE_NOW, { from: DOWN_SINCE, to: NOON, cause: 'hashtags-missing' }],
    [down('sent-back'), 'good', LIVE_NOW, { from: DOWN_SINCE, to: NOON, cause: 'sent-back' }],
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

  it('is not down when an outage lies between the misses, nor live: the first miss begins anew with the outage', () => {
    const outage = 3 * HOUR_MS
    const interrupted = [
      [0, 'missing'],
      [outage, 'unanswered'],
    ] as const
    const missedAnew = { state: 'missing', lastGoodAt: NOON, firstMissedAt: later(NOON, outage) }
    expect(observed(...interrupted).liveness).toEqual(missedAnew)
    const tooSoon = [outage + CONFIRMATION_MS - 1, 'missing'] as const
    expect(observed(...interrupted, tooSoon).liveness).toEqual(missedAnew)
    expect(observed(...interrupted, [outage + CONFIRMATION_MS, 'missing']).liveness).toMatchObject({
      state: 'down',
      downSince: later(NOON, outage),
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

describe('an upload that was sent back', () => {
  it('has a video that does not count until it is good again', () => {
    const missing: Liveness = { state: 'missing', lastGoodAt: LAST_GOOD, firstMissedAt: MISSED }
    for (const was of [LIVE, missing])
      expect(sendBackLiveness(was, DOWN_SINCE)).toEqual({
        state: 'down',
        lastGoodAt: LAST_GOOD,
        downSince: DOWN_SINCE,
        cause: 'sent-back',
      })
  })

  it('during a pause lets that one go on, so that no time counts twice', () => {
    expect(sendBackLiveness(down('not-public'), NOON)).toEqual(down('not-public'))
  })
})

describe('after a clock that was wrong', () => {
  const TOO_FAR = later(NOON, CLOCKS_APART_MAX_MS + 1)

  it('no pause ends before it began', () => {
    for (const downSince of [inHours(1), later(NOON, 1)]) {
      const { ended } = observeLiveness(down('not-public', downSince), 'good', NOON)
      expect(ended).toEqual({ from: downSince, to: downSince, cause: 'not-public' })
      expect(observeLiveness(down('not-public', downSince), 'hashtags-missing', NOON).ended).toEqual(ended)
    }
  })

  it('a pause that it began far ahead runs from the first check by one that is right', () => {
    const was = down('not-public', TOO_FAR)
    expect(observeLiveness(was, 'not-public', NOON).liveness).toEqual(down('not-public', NOON))
    expect(observeLiveness(was, 'good', NOON).ended).toEqual({ from: NOON, to: NOON, cause: 'not-public' })
    expect(sendBackLiveness(was, NOON)).toEqual(down('not-public', NOON))
  })

  it('a first miss far ahead begins anew, so that it need not be waited for', () => {
    const was: Liveness = { state: 'missing', lastGoodAt: LAST_GOOD, firstMissedAt: TOO_FAR }
    expect(observeLiveness(was, 'missing', NOON).liveness).toEqual({ ...was, firstMissedAt: NOON })
  })

  it('what servers may differ by is left as it is', () => {
    const was = down('not-public', later(NOON, CLOCKS_APART_MAX_MS))
    expect(observeLiveness(was, 'not-public', NOON).liveness).toBe(was)
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

  it('an outage makes no video live', () => {
    fc.assert(
      fc.property(checks, (steps) => {
        const timed = inOrder(steps)
        const before = observed(...timed).liveness
        const end = (timed.at(-1)?.[0] ?? 0) + MINUTE_MS
        const after = observed(...timed, [end, 'unanswered']).liveness
        expect([after.state, after.lastGoodAt]).toEqual([before.state, before.lastGoodAt])
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
