import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CLOCKS_APART_MAX_MS } from '../../../src/domain/clocks.ts'
import {
  isJobName,
  JOB_NAMES,
  type JobName,
  newestSlot,
  SCHEDULES,
  type Schedule,
  slotDue,
} from '../../../src/domain/job/schedule.ts'
import { DAY_MS, HOUR_MS, type Instant, later, MINUTE_MS, toInstant } from '../../../src/domain/primitives.ts'
import { at } from '../examples.ts'

const anyInstant: fc.Arbitrary<Instant> = fc
  .integer({ min: at('1989-01-01T00:00:00Z'), max: at('2199-12-31T23:59:59.999Z') })
  .map(toInstant)
const anyJob = fc.constantFrom<JobName>(...JOB_NAMES)

const SEOUL = new Intl.DateTimeFormat('en', {
  timeZone: 'Asia/Seoul',
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

const NOTICES: Schedule = SCHEDULES['send-deadline-notices']
const REFRESH: Schedule = SCHEDULES['refresh-statistics']

/** All slots that have their run, one after the other, when a clock asks again and again without time passing. */
const runsNow = (schedule: Schedule, last: Instant | null, now: Instant): readonly Instant[] => {
  const slot = slotDue(schedule, last, now)
  return slot === null ? [] : [slot, ...runsNow(schedule, slot, now)]
}

describe('the slots of a job', () => {
  test('are as far apart as it comes often, and the newest is never in the future', () => {
    fc.assert(
      fc.property(anyJob, anyInstant, (job, now) => {
        const { everyMs } = SCHEDULES[job]
        const slot = newestSlot(SCHEDULES[job], now)
        expect(slot).toBeLessThanOrEqual(now)
        expect(now - slot).toBeLessThan(everyMs)
        expect(newestSlot(SCHEDULES[job], slot)).toBe(slot)
        expect(newestSlot(SCHEDULES[job], later(slot, -1))).toBe(slot - everyMs)
      }),
    )
  })

  test('are the same for two processes that ask within one of them', () => {
    fc.assert(
      fc.property(anyJob, anyInstant, fc.nat(), (job, now, more) => {
        const slot = newestSlot(SCHEDULES[job], now)
        const elsewhere = later(slot, more % SCHEDULES[job].everyMs)
        expect(newestSlot(SCHEDULES[job], elsewhere)).toBe(slot)
      }),
    )
  })

  test.each([
    ['send-deadline-notices', '09:00:00'],
    ['announce-recommended', '10:00:00'],
    ['purge-observations', '04:00:00'],
    ['expire-sessions', '04:20:00'],
    ['sweep-leftovers', '04:40:00'],
    ['refit-weights', '05:00:00'],
  ] as const)('%s comes daily at %s in Korea', (job, time) => {
    fc.assert(
      fc.property(anyInstant, (now) => {
        expect(SEOUL.format(newestSlot(SCHEDULES[job], now))).toBe(time)
      }),
    )
  })

  test.each([
    ['refresh-statistics', 5 * MINUTE_MS],
    ['refresh-channels', HOUR_MS],
    ['check-owed-proofs', 10 * MINUTE_MS],
    ['close-selections', HOUR_MS],
    ['release-rewards', 10 * MINUTE_MS],
  ] as const)('%s comes every %i ms, on the full one', (job, everyMs) => {
    expect(newestSlot(SCHEDULES[job], at('2026-11-22T12:00:00+09:00'))).toBe(at('2026-11-22T12:00:00+09:00'))
    expect(SCHEDULES[job].everyMs).toBe(everyMs)
  })
})

describe('what is due', () => {
  test('is the newest slot of a job that never ran, and nothing when that had its run', () => {
    fc.assert(
      fc.property(anyJob, anyInstant, (job, now) => {
        const slot = newestSlot(SCHEDULES[job], now)
        expect(slotDue(SCHEDULES[job], null, now)).toBe(slot)
        expect(slotDue(SCHEDULES[job], slot, now)).toBeNull()
        expect(slotDue(SCHEDULES[job], slot, later(slot, SCHEDULES[job].everyMs - 1))).toBeNull()
        expect(slotDue(SCHEDULES[job], slot, later(slot, SCHEDULES[job].everyMs))).toBe(
          slot + SCHEDULES[job].everyMs,
        )
      }),
    )
  })

  test('is one run after a time in which nothing ran, for the newest slot', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 5 * MINUTE_MS, max: 400 * DAY_MS }), (last, awayMs) => {
        const now = later(last, awayMs)
        expect(runsNow(REFRESH, last, now)).toEqual([newestSlot(REFRESH, now)])
      }),
    )
  })

  test('is each missed day in order where each counts, but of the last 31 only', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.integer({ min: 0, max: 60 }),
        fc.nat({ max: DAY_MS - 1 }),
        (from, days, more) => {
          const last = newestSlot(NOTICES, from)
          const now = later(last, days * DAY_MS + more)
          const runs = runsNow(NOTICES, last, now)
          expect(runs).toHaveLength(Math.min(days, 31))
          expect(runs.at(-1) ?? last).toBe(newestSlot(NOTICES, now))
          for (const [index, slot] of runs.entries())
            expect(slot).toBe(newestSlot(NOTICES, now) - (runs.length - 1 - index) * DAY_MS)
        },
      ),
    )
  })

  test('counts days from the last slot also when that was none, as after a run by hand', () => {
    const byHand = at('2026-11-20T15:30:00+09:00')
    expect(runsNow(NOTICES, byHand, at('2026-11-22T09:00:00+09:00'))).toEqual([
      at('2026-11-21T09:00:00+09:00'),
      at('2026-11-22T09:00:00+09:00'),
    ])
    expect(slotDue(REFRESH, byHand, at('2026-11-20T15:34:59+09:00'))).toBeNull()
    expect(slotDue(REFRESH, byHand, at('2026-11-20T15:35:00+09:00'))).toBe(at('2026-11-20T15:35:00+09:00'))
  })

  test('waits for a slot that clocks may be apart by, and for none that a wrong clock has left in the future', () => {
    fc.assert(
      fc.property(anyJob, anyInstant, fc.nat({ max: 400 * DAY_MS }), (job, now, aheadMs) => {
        const due = slotDue(SCHEDULES[job], later(now, aheadMs), now)
        expect(due).toBe(aheadMs <= CLOCKS_APART_MAX_MS ? null : newestSlot(SCHEDULES[job], now))
      }),
    )
  })
})

test('names of jobs are those that have a schedule', () => {
  expect(JOB_NAMES).toHaveLength(Object.keys(SCHEDULES).length)
  expect(isJobName('release-rewards')).toBe(true)
  for (const name of ['dance', '', 'toString', 'constructor']) expect(isJobName(name)).toBe(false)
})
