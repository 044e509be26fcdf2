import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  GOOD_CHECK_MAX_AGE_MS,
  type Hold,
  type HoldWatch,
  mayRelease,
  releaseDueAt,
} from '../../../src/domain/cash/hold.ts'
import { DAY_MS, HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'

/** Published at NOON, approved two days later, to be live for 28 days. */
const HOLD: Hold = { publishedAt: NOON, completedAt: inDays(2), holdDays: 28, pausedMs: 0 }
const DUE = inDays(28)

describe('a reward is due', () => {
  test.each<[when: string, hold: Hold, pausedSince: Instant | null, now: Instant, due: Instant]>([
    ['its hold days after publication', HOLD, null, inDays(3), DUE],
    ['after 5 days for a paid trial', { ...HOLD, holdDays: 5 }, null, inDays(3), inDays(5)],
    ['later by all pauses', { ...HOLD, pausedMs: 90_000 }, null, inDays(3), later(DUE, 90_000)],
    ['later by the running pause, so far', HOLD, inDays(5), inDays(6), later(DUE, DAY_MS)],
    [
      'later by ended pauses and the running one',
      { ...HOLD, pausedMs: HOUR_MS },
      inDays(5),
      inDays(6),
      later(DUE, DAY_MS + HOUR_MS),
    ],
    ['not earlier by a pause that is yet to come', HOLD, inDays(9), inDays(6), DUE],
    ['not before completion', { ...HOLD, completedAt: inDays(40) }, null, inDays(41), inDays(40)],
    ['at completion without hold days', { ...HOLD, holdDays: 0 }, null, inDays(2), inDays(2)],
    [
      'after completion when pauses carry it there',
      { ...HOLD, completedAt: inDays(40), pausedMs: 20 * DAY_MS },
      null,
      inDays(41),
      inDays(48),
    ],
  ])('%s', (_, hold, pausedSince, now, due) => {
    expect(releaseDueAt(hold, pausedSince, now)).toBe(due)
  })

  const holds: fc.Arbitrary<Hold> = fc.record({
    publishedAt: fc.integer({ min: -90, max: 0 }).map((days) => inDays(days)),
    completedAt: fc.integer({ min: 0, max: 90 }).map((days) => inDays(days)),
    holdDays: fc.nat(60),
    pausedMs: fc.nat(60 * DAY_MS),
  })

  it('never before completion, and never before publication plus hold days', () => {
    fc.assert(
      fc.property(holds, fc.option(fc.nat(500)), fc.nat(500), (hold, pausedFor, nowIn) => {
        const now = inHours(nowIn)
        const due = releaseDueAt(hold, pausedFor === null ? null : inHours(-pausedFor, now), now)
        expect(due).toBeGreaterThanOrEqual(hold.completedAt)
        expect(due).toBeGreaterThanOrEqual(later(hold.publishedAt, hold.holdDays * DAY_MS))
      }),
    )
  })

  it('at the same distance for as long as a pause lasts, once that decides', () => {
    fc.assert(
      fc.property(holds, fc.nat(500), fc.nat(500), (hold, one, more) => {
        const since = NOON
        const [first, second] = [inHours(one), inHours(one + more)]
        const moved = releaseDueAt(hold, since, second) - releaseDueAt(hold, since, first)
        expect(moved).toBeLessThanOrEqual(second - first)
        if (releaseDueAt(hold, since, first) > hold.completedAt) expect(moved).toBe(second - first)
      }),
    )
  })

  it('at the same time whether the pause still runs or has just ended', () => {
    fc.assert(
      fc.property(holds, fc.nat(500), (hold, hours) => {
        const now = inHours(hours)
        const ended = { ...hold, pausedMs: hold.pausedMs + (now - NOON) }
        expect(releaseDueAt(hold, NOON, now)).toBe(releaseDueAt(ended, null, now))
      }),
    )
  })
})

describe('a reward may be released', () => {
  const WATCH: HoldWatch = { pausedSince: null, live: true, lastGoodAt: inHours(-1, DUE) }

  it('when it is due and the video was seen in order', () => {
    expect(mayRelease(HOLD, WATCH, DUE)).toBe(true)
  })

  test.each<[why: string, hold: Hold, watch: HoldWatch, now: Instant]>([
    ['one millisecond too early', HOLD, WATCH, later(DUE, -1)],
    ['ended pauses moved the date', { ...HOLD, pausedMs: 1 }, WATCH, DUE],
    ['it was completed later', { ...HOLD, completedAt: later(DUE, 1) }, WATCH, DUE],
    ['a pause runs', HOLD, { ...WATCH, pausedSince: inHours(-2, DUE) }, DUE],
    ['a miss is unconfirmed', HOLD, { ...WATCH, live: false }, DUE],
    [
      'the last good check is a day and a millisecond old',
      HOLD,
      { ...WATCH, lastGoodAt: later(DUE, -GOOD_CHECK_MAX_AGE_MS - 1) },
      DUE,
    ],
  ])('not when %s', (_, hold, watch, now) => {
    expect(mayRelease(hold, watch, now)).toBe(false)
  })

  it('with a good check that is exactly 24 hours old', () => {
    expect(mayRelease(HOLD, { ...WATCH, lastGoodAt: inDays(-1, DUE) }, DUE)).toBe(true)
  })

  it('not during a pause, however long ago it would have been due', () => {
    const watch = { ...WATCH, pausedSince: DUE, lastGoodAt: inDays(400) }
    expect(mayRelease(HOLD, watch, inDays(400))).toBe(false)
  })
})
