import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { endOfDay, formatDay, koreanDayOf, startOfDay } from '../../../src/domain/calendar.ts'
import { deadlineDays, deadlineFact } from '../../../src/domain/notification/deadline-notice.ts'
import { DAY_MS, HOUR_MS, type Instant, later, toInstant } from '../../../src/domain/primitives.ts'
import { anAdNamed } from '../../fixtures/notification.ts'
import { at } from '../examples.ts'

const ad = anAdNamed()

/** Both ends are whole Korean days, as dates without a time are. */
const ending = (uploadTo: string, completeDate = '2027-12-31') => ({
  ad,
  uploadTo: endOfDay(koreanDayOf(at(`${uploadTo}T00:00:00+09:00`))),
  completeDate: endOfDay(koreanDayOf(at(`${completeDate}T00:00:00+09:00`))),
})
const nine = (day: string): Instant => at(`${day}T09:00:00+09:00`)

const dueTomorrow = { kind: 'due-tomorrow', ad }
const dueToday = { kind: 'due-today', ad }
const overdueBy = (days: number) => ({ kind: 'overdue', ad, days })

describe('the day of a run', () => {
  test.each([
    ['2026-11-22', ['2026-11-23', '2026-11-21']],
    ['2026-11-30', ['2026-12-01', '2026-11-29']],
    ['2027-01-01', ['2027-01-02', '2026-12-31']],
    ['2028-02-28', ['2028-02-29', '2028-02-27']],
    ['2028-03-01', ['2028-03-02', '2028-02-29']],
  ])('%s speaks of the ends of %s', (day, ends) => {
    const days = (slot: Instant) => deadlineDays(slot).map((end) => formatDay(startOfDay(end)))
    expect(days(nine(day))).toEqual(ends)
    expect(days(at(`${day}T00:00:00.000+09:00`))).toEqual(ends)
    expect(days(at(`${day}T23:59:59.999+09:00`))).toEqual(ends)
  })
})

describe('the day before an upload period ends', () => {
  test.each([
    ['2026-11-22T09:00:00.000+09:00', dueTomorrow],
    ['2026-11-22T23:59:59.999+09:00', dueTomorrow],
    ['2026-11-23T00:00:00.000+09:00', dueToday],
    ['2026-11-23T23:59:59.999+09:00', dueToday],
    ['2026-11-24T00:00:00.000+09:00', null],
    ['2026-12-24T00:00:00.000+09:00', null],
  ])('is told at %s as %j', (now, fact) => {
    expect(deadlineFact(nine('2026-11-22'), ending('2026-11-23'), at(now))).toEqual(fact)
  })

  it('is not told in the hours after an end that lies within the last day', () => {
    const uploadTo = at('2026-11-23T18:00:00.000+09:00')
    const deadline = { ...ending('2026-11-23'), uploadTo }
    expect(deadlineFact(nine('2026-11-22'), deadline, uploadTo)).toEqual(dueToday)
    expect(deadlineFact(nine('2026-11-22'), deadline, later(uploadTo, 1))).toBeNull()
  })
})

describe('the day after an upload period ended', () => {
  test.each([
    ['2026-11-22T09:00:00.000+09:00', overdueBy(1)],
    ['2026-11-22T23:59:59.999+09:00', overdueBy(1)],
    ['2026-11-23T00:00:00.000+09:00', overdueBy(2)],
    ['2026-12-01T00:00:00.000+09:00', overdueBy(10)],
  ])('is told at %s as %j', (now, fact) => {
    expect(deadlineFact(nine('2026-11-22'), ending('2026-11-21'), at(now))).toEqual(fact)
  })

  it('is told to the last millisecond at which the upload can be submitted, and not after it', () => {
    const deadline = ending('2026-11-21', '2026-11-25')
    const { completeDate } = deadline
    expect(deadlineFact(nine('2026-11-22'), deadline, completeDate)).toEqual(overdueBy(4))
    expect(deadlineFact(nine('2026-11-22'), deadline, later(completeDate, 1))).toBeNull()
  })

  it('is not told when the submission ended with the upload period', () => {
    expect(
      deadlineFact(nine('2026-11-22'), ending('2026-11-21', '2026-11-21'), nine('2026-11-22')),
    ).toBeNull()
  })
})

describe('whatever is told', () => {
  const anyTime = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-12-31T00:00:00Z') })
  const anyDeadline = fc.record({
    uploadTo: anyTime.map(toInstant),
    graceMs: fc.integer({ min: 0, max: 10 * DAY_MS }),
    lateMs: fc.integer({ min: 0, max: 10 * DAY_MS }),
  })

  it('is true when it is told, and told while something can be done', () => {
    fc.assert(
      fc.property(anyDeadline, fc.constantFrom(-1, 1), ({ uploadTo, graceMs, lateMs }, distance) => {
        const slot = later(startOfDay(koreanDayOf(later(uploadTo, distance * DAY_MS))), 9 * HOUR_MS)
        const [now, completeDate] = [later(slot, lateMs), later(uploadTo, graceMs)]
        const fact = deadlineFact(slot, { ad, uploadTo, completeDate }, now)
        if (fact === null) return
        expect(now).toBeLessThanOrEqual(completeDate)
        const [today, end] = [koreanDayOf(now), koreanDayOf(uploadTo)]
        if (fact.kind === 'overdue') {
          expect(fact.days).toBe(today - end)
          expect(fact.days).toBeGreaterThan(0)
        } else {
          expect(now).toBeLessThanOrEqual(uploadTo)
          expect(end - today).toBe(fact.kind === 'due-tomorrow' ? 1 : 0)
        }
      }),
    )
  })
})
