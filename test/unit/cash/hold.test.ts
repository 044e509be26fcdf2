import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  GOOD_CHECK_MAX_AGE_MS,
  type Hold,
  type HoldFacts,
  type HoldWatch,
  holdOf,
  mayRelease,
  releaseDueAt,
  releaseMovedMs,
  totalPausedMs,
} from '../../../src/domain/cash/hold.ts'
import { CLOCKS_APART_MAX_MS } from '../../../src/domain/clocks.ts'
import { DAY_MS, HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'

/** Published at NOON, approved two days later, to be live for 28 days. */
const HOLD: Hold = { publishedAt: NOON, completedAt: inDays(2), holdDays: 28, pausedMs: 0, pausedSince: null }
const DUE = inDays(28)
const pausedFrom = (pausedSince: Instant | null, hold: Hold = HOLD): Hold => ({ ...hold, pausedSince })

describe('a hold', () => {
  const facts: HoldFacts = {
    upload: { publishedAt: NOON },
    terms: { holdDays: 28 },
    completedAt: inDays(2),
    pauses: [],
    pausedSince: null,
  }
  const pause = (from: number, to: number) => ({ from: inHours(from), to: inHours(to) })

  it('is put together from the upload, the terms, the completion and the pauses', () => {
    expect(holdOf(facts)).toEqual(HOLD)
    expect(holdOf({ ...facts, pauses: [pause(1, 3), pause(5, 6)], pausedSince: inHours(9) })).toEqual({
      ...HOLD,
      pausedMs: 3 * HOUR_MS,
      pausedSince: inHours(9),
    })
  })

  it('is over at its earliest, as long as nobody has completed it', () => {
    expect(holdOf({ ...facts, completedAt: null }).completedAt).toBe(NOON)
  })

  it('knows no pause before the publication, and of one that lies around it only the part after it', () => {
    expect(holdOf({ ...facts, pauses: [pause(-5, -3)] }).pausedMs).toBe(0)
    expect(holdOf({ ...facts, pauses: [pause(-5, 0)] }).pausedMs).toBe(0)
    expect(holdOf({ ...facts, pauses: [pause(-5, 2)] }).pausedMs).toBe(2 * HOUR_MS)
    expect(holdOf({ ...facts, pausedSince: inHours(-5) }).pausedSince).toBe(NOON)
  })

  it('is never shortened, not even by a pause that ended before it began', () => {
    expect(holdOf({ ...facts, pauses: [pause(5, 3), pause(7, 8)] }).pausedMs).toBe(HOUR_MS)
  })

  it('tells all that does not count until now, and by how much that moved it', () => {
    const hold = { ...HOLD, pausedMs: HOUR_MS, pausedSince: inDays(3) }
    expect(totalPausedMs(hold, inDays(4))).toBe(DAY_MS + HOUR_MS)
    expect(totalPausedMs(hold, inDays(1))).toBe(HOUR_MS)
    expect(releaseMovedMs(hold, inDays(4))).toBe(DAY_MS + HOUR_MS)
    expect(releaseMovedMs({ ...hold, completedAt: inDays(29) }, inDays(4))).toBe(HOUR_MS)
  })
})

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
    expect(releaseDueAt(pausedFrom(pausedSince, hold), now)).toBe(due)
  })

  const holds: fc.Arbitrary<Hold> = fc.record({
    publishedAt: fc.integer({ min: -90, max: 0 }).map((days) => inDays(days)),
    completedAt: fc.integer({ min: 0, max: 90 }).map((days) => inDays(days)),
    holdDays: fc.nat(60),
    pausedMs: fc.nat(60 * DAY_MS),
    pausedSince: fc.constant(null),
  })

  it('never before completion, and never before publication plus hold days', () => {
    fc.assert(
      fc.property(holds, fc.option(fc.nat(500)), fc.nat(500), (hold, pausedFor, nowIn) => {
        const now = inHours(nowIn)
        const due = releaseDueAt(pausedFrom(pausedFor === null ? null : inHours(-pausedFor, now), hold), now)
        expect(due).toBeGreaterThanOrEqual(hold.completedAt)
        expect(due).toBeGreaterThanOrEqual(later(hold.publishedAt, hold.holdDays * DAY_MS))
      }),
    )
  })

  it('at the same distance for as long as a pause lasts, once that decides', () => {
    fc.assert(
      fc.property(holds, fc.nat(500), fc.nat(500), (hold, one, more) => {
        const paused = pausedFrom(NOON, hold)
        const [first, second] = [inHours(one), inHours(one + more)]
        const moved = releaseDueAt(paused, second) - releaseDueAt(paused, first)
        expect(moved).toBeLessThanOrEqual(second - first)
        if (releaseDueAt(paused, first) > hold.completedAt) expect(moved).toBe(second - first)
      }),
    )
  })

  it('at the same time whether the pause still runs or has just ended', () => {
    fc.assert(
      fc.property(holds, fc.nat(500), (hold, hours) => {
        const now = inHours(hours)
        const ended = { ...hold, pausedMs: hold.pausedMs + (now - NOON) }
        expect(releaseDueAt(pausedFrom(NOON, hold), now)).toBe(releaseDueAt(ended, now))
      }),
    )
  })
})

describe('a reward may be released', () => {
  const WATCH: HoldWatch = { live: true, lastGoodAt: inHours(-1, DUE) }

  it('when it is due and the video was seen in order', () => {
    expect(mayRelease(HOLD, WATCH, DUE)).toBe(true)
  })

  test.each<[why: string, hold: Hold, watch: HoldWatch, now: Instant]>([
    ['one millisecond too early', HOLD, WATCH, later(DUE, -1)],
    ['ended pauses moved the date', { ...HOLD, pausedMs: 1 }, WATCH, DUE],
    ['it was completed later', { ...HOLD, completedAt: later(DUE, 1) }, WATCH, DUE],
    ['a pause runs', pausedFrom(inHours(-2, DUE)), WATCH, DUE],
    ['a miss is unconfirmed', HOLD, { ...WATCH, live: false }, DUE],
    [
      'the last good check is a day and a millisecond old',
      HOLD,
      { ...WATCH, lastGoodAt: later(DUE, -GOOD_CHECK_MAX_AGE_MS - 1) },
      DUE,
    ],
    [
      'the last good check was made in a future that only a wrong clock knew',
      HOLD,
      { ...WATCH, lastGoodAt: later(DUE, CLOCKS_APART_MAX_MS + 1) },
      DUE,
    ],
  ])('not when %s', (_, hold, watch, now) => {
    expect(mayRelease(hold, watch, now)).toBe(false)
  })

  it('with a good check that is exactly 24 hours old', () => {
    expect(mayRelease(HOLD, { ...WATCH, lastGoodAt: inDays(-1, DUE) }, DUE)).toBe(true)
  })

  it('with a good check by a server whose clock is a little ahead', () => {
    expect(mayRelease(HOLD, { ...WATCH, lastGoodAt: later(DUE, CLOCKS_APART_MAX_MS) }, DUE)).toBe(true)
  })

  it('not during a pause, however long ago it would have been due', () => {
    const watch = { ...WATCH, lastGoodAt: inDays(400) }
    expect(mayRelease(pausedFrom(DUE), watch, inDays(400))).toBe(false)
  })
})
