import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JobName } from '../../../src/domain/job/schedule.ts'
import {
  ATTEMPTS_MAX,
  isHeld,
  isLate,
  type JobStanding,
  over,
  paused,
  retryAfterMs,
  takeByHand,
  takeDue,
  whenBroken,
} from '../../../src/domain/job/standing.ts'
import { type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'

const LEASE_MS = MINUTE_MS
const by = (now: Instant, owner = 'two:2') => ({ owner, now, leaseMs: LEASE_MS })

type Running = Extract<JobStanding, { state: 'running' }>

const running = (over: Partial<Running> = {}): Running => ({
  job: 'refresh-statistics',
  slot: NOON,
  token: 7,
  cursor: 'abc',
  attempts: 1,
  owner: 'one:1',
  state: 'running',
  leaseUntil: later(NOON, LEASE_MS),
  ...over,
})

const begun = (slot: Instant, token: number, now: Instant): JobStanding => ({
  job: 'refresh-statistics',
  slot,
  token,
  cursor: null,
  attempts: 1,
  owner: 'two:2',
  state: 'running',
  leaseUntil: later(now, LEASE_MS),
})

describe('a job that is asked for because a clock rang', () => {
  test('is begun when it never ran', () => {
    expect(takeDue('refresh-statistics', null, by(NOON))).toEqual(begun(NOON, 1, NOON))
  })

  test('is left to its owner until the very end of the lease, and then taken up where it was', () => {
    const end = later(NOON, LEASE_MS)
    expect(takeDue('refresh-statistics', running(), by(later(end, -1)))).toBeNull()
    expect(takeDue('refresh-statistics', running(), by(end))).toEqual({
      ...running(),
      token: 8,
      attempts: 2,
      owner: 'two:2',
      leaseUntil: later(end, LEASE_MS),
    })
  })

  test('is left alone while it pauses, and then taken up where it was', () => {
    const pause = paused(running(), { at: inHours(1), why: 'it rains' })
    expect(takeDue('refresh-statistics', pause, by(later(inHours(1), -1)))).toBeNull()
    expect(takeDue('refresh-statistics', pause, by(inHours(1)))).toMatchObject({
      slot: NOON,
      token: 8,
      cursor: 'abc',
      attempts: 1,
    })
  })

  test('is begun anew for its next slot when it is over, and not before', () => {
    const done = over(running())
    expect(takeDue('refresh-statistics', done, by(later(NOON, 5 * MINUTE_MS - 1)))).toBeNull()
    const next = later(NOON, 5 * MINUTE_MS)
    expect(takeDue('refresh-statistics', done, by(next))).toEqual(begun(next, 8, next))
  })

  test('is given up when it was taken up too often without getting further, and its next slot has its turn', () => {
    const stuck = running({ attempts: ATTEMPTS_MAX })
    expect(takeDue('refresh-statistics', stuck, by(later(NOON, 2 * MINUTE_MS)))).toBeNull()
    const next = later(NOON, 5 * MINUTE_MS)
    expect(takeDue('refresh-statistics', stuck, by(next))).toEqual(begun(next, 8, next))
  })

  test('does not wait for a lease that only a wrong clock can have given', () => {
    expect(takeDue('refresh-statistics', running({ leaseUntil: inHours(1) }), by(NOON))).toBeNull()
    expect(takeDue('refresh-statistics', running({ leaseUntil: inDays(300) }), by(NOON))).toMatchObject({
      token: 8,
      cursor: 'abc',
    })
  })
})

describe('a pause', () => {
  const pauseUntil = (at: Instant) => paused(running(), { at, why: 'it rains' })

  test('of two days is waited for', () => {
    expect(takeDue('refresh-statistics', pauseUntil(inDays(2)), by(NOON))).toBeNull()
  })

  test('that only a wrong clock can have meant is not waited for', () => {
    const pause = pauseUntil(later(inDays(2), 1))
    expect(takeDue('refresh-statistics', pause, by(NOON))).toMatchObject({ token: 8, cursor: 'abc' })
  })
})

describe('a job that an operator runs', () => {
  test('is begun at once though nothing be due, under a new token', () => {
    const done = over(running())
    expect(takeByHand('refresh-statistics', done, by(later(NOON, 1)))).toEqual(
      begun(later(NOON, 1), 8, later(NOON, 1)),
    )
  })

  test('is begun anew where it pauses or its owner is gone, and is not to be had while somebody is at it', () => {
    expect(takeByHand('refresh-statistics', running(), by(NOON))).toBeNull()
    const gone = by(later(NOON, LEASE_MS))
    expect(takeByHand('refresh-statistics', running(), gone)).toMatchObject({ cursor: null, token: 8 })
    const pause = paused(running(), { at: inHours(9), why: 'it rains' })
    expect(takeByHand('refresh-statistics', pause, by(NOON))).toMatchObject({ cursor: null, attempts: 1 })
  })

  describe('and that has a run for each day', () => {
    /** 09:00 in Korea. */
    const NINE = inHours(-3)
    const ofDay = (slot: Instant) => running({ job: 'send-deadline-notices', slot, leaseUntil: slot })
    const take = (standing: JobStanding | null, now: Instant) =>
      takeByHand('send-deadline-notices', standing, by(now))?.slot

    test('takes the oldest day that was missed', () => {
      expect(take(over(ofDay(inDays(-3, NINE))), NOON)).toBe(inDays(-2, NINE))
    })

    test('takes a day that was begun once more before the days after it', () => {
      expect(take(ofDay(inDays(-3, NINE)), NOON)).toBe(inDays(-3, NINE))
      expect(take(paused(ofDay(NINE), { at: inHours(2), why: 'it rains' }), NOON)).toBe(NINE)
    })

    test('takes the day of today again when none was missed', () => {
      expect(take(over(ofDay(NINE)), NOON)).toBe(NINE)
      expect(take(null, NOON)).toBe(NINE)
    })

    test('takes the day of today when a wrong clock has left one in the future', () => {
      expect(take(over(ofDay(inDays(5, NINE))), NOON)).toBe(NINE)
      expect(take(paused(ofDay(inDays(5, NINE)), { at: NOON, why: 'it rains' }), NOON)).toBe(NINE)
    })
  })
})

describe('a run that broke', () => {
  const broken = { why: 'out of luck', isOutage: false, now: NOON }

  test('is tried again after 1, 2, 4 and 8 minutes, and then given up', () => {
    const waits = [1, 2, 3, 4].map((attempts) => whenBroken(running({ attempts }), broken))
    expect(waits).toMatchObject(
      [1, 2, 4, 8].map((minutes) => ({
        state: 'paused',
        resumeAt: later(NOON, minutes * MINUTE_MS),
        why: 'out of luck',
      })),
    )
    expect(waits.map(({ attempts }) => attempts)).toEqual([1, 2, 3, 4])
    expect(whenBroken(running({ attempts: ATTEMPTS_MAX }), broken)).toMatchObject({ state: 'over' })
  })

  test('is never given up over what cannot be reached, and no attempt is used up by it', () => {
    let standing: JobStanding = running()
    for (let outage = 0; outage < 50; outage += 1) {
      if (standing.state !== 'running') throw new Error('not taken up')
      standing = whenBroken(standing, { ...broken, isOutage: true })
      expect(standing).toMatchObject({ state: 'paused', cursor: 'abc', resumeAt: later(NOON, MINUTE_MS) })
      standing = takeDue('refresh-statistics', standing, by(later(NOON, MINUTE_MS))) ?? standing
    }
    expect(standing).toMatchObject({ attempts: 1, token: 57 })
  })

  test('waits longer each time, a quarter of an hour at the most', () => {
    expect([1, 2, 3, 4, 5, 6, 99].map((attempts) => retryAfterMs(attempts) / MINUTE_MS)).toEqual([
      1, 2, 4, 8, 15, 15, 15,
    ])
  })
})

test('whoever takes a job gets a newer token, and nobody else has it for as long as the lease', () => {
  const anyStanding = fc.record({
    slotHours: fc.integer({ min: -100, max: 0 }),
    token: fc.integer({ min: 1, max: 1_000 }),
    attempts: fc.integer({ min: 0, max: ATTEMPTS_MAX }),
    state: fc.constantFrom('running', 'paused', 'over'),
    endMinutes: fc.integer({ min: -90, max: 59 }),
    job: fc.constantFrom<JobName>('refresh-statistics', 'send-deadline-notices'),
    take: fc.constantFrom(takeDue, takeByHand),
  })
  fc.assert(
    fc.property(anyStanding, ({ slotHours, token, attempts, state, endMinutes, job, take }) => {
      const common = running({
        job,
        slot: inHours(slotHours),
        token,
        attempts,
        leaseUntil: later(NOON, endMinutes * MINUTE_MS),
      })
      const standing =
        state === 'running'
          ? common
          : state === 'over'
            ? over(common)
            : paused(common, { at: common.leaseUntil, why: 'it rains' })
      const mine = take(job, standing, by(NOON))
      if (mine === null) return
      expect(mine.token).toBe(token + 1)
      expect(isHeld(mine, NOON)).toBe(true)
      for (const again of [takeDue, takeByHand]) {
        expect(again(job, mine, by(NOON))).toBeNull()
        expect(again(job, mine, by(later(NOON, LEASE_MS - 1)))).toBeNull()
      }
      if (mine.attempts === ATTEMPTS_MAX) return
      expect(takeDue(job, mine, by(later(NOON, LEASE_MS)))).toMatchObject({
        slot: mine.slot,
        token: token + 2,
      })
    }),
  )
})

describe('a job is late', () => {
  const JOB = 'refresh-statistics'
  const at = (minutes: number) => later(NOON, minutes * MINUTE_MS)
  const pausing = (until: Instant) => paused(running(), { at: until, why: 'it rains' })

  test.each<[string, JobName, JobStanding | null, Instant, boolean]>([
    ['when its run is a quarter of an hour ago', JOB, over(running()), at(15), false],
    ['when it is longer ago than that', JOB, over(running()), later(at(15), 1), true],
    ['when it comes daily, and for three days did not', 'sweep-leftovers', over(running()), inDays(3), false],
    ['when that is longer ago', 'sweep-leftovers', over(running()), later(inDays(3), 1), true],
    ['when it pauses for a reason', JOB, pausing(inHours(20)), inHours(19), false],
    ['when its pause was over a while ago', JOB, pausing(inHours(20)), at(20 * 60 + 15), false],
    ['when nobody took it up after a pause', JOB, pausing(inHours(20)), later(at(20 * 60 + 15), 1), true],
    ['when somebody is at it', JOB, running({ leaseUntil: inHours(5) }), later(inHours(5), -1), false],
    ['when whoever had it fell silent long ago', JOB, running(), at(17), true],
    ['when it never ran', JOB, null, NOON, false],
  ])('%s', (_when, job, standing, now, late) => {
    expect(isLate(job, standing, now)).toBe(late)
  })
})
