import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { quietUntil } from '../../../src/domain/notification/quiet-hours.ts'
import { DAY_MS, HOUR_MS, toInstant } from '../../../src/domain/primitives.ts'
import { at } from '../examples.ts'

/** What the runtime's own time zone data says. */
const HOUR_IN_SEOUL = new Intl.DateTimeFormat('en', {
  timeZone: 'Asia/Seoul',
  hourCycle: 'h23',
  hour: '2-digit',
})
const hourOf = (instant: number): number => Number(HOUR_IN_SEOUL.format(instant))

const anyInstant = fc
  .integer({ min: at('1989-01-01T00:00:00Z'), max: at('2199-12-31T23:59:59.999Z') })
  .map(toInstant)

describe('the quiet hours', () => {
  test.each([
    ['2026-11-22T20:59:59.999+09:00', null],
    ['2026-11-22T21:00:00.000+09:00', '2026-11-23T08:00:00.000+09:00'],
    ['2026-11-22T23:59:59.999+09:00', '2026-11-23T08:00:00.000+09:00'],
    ['2026-11-23T00:00:00.000+09:00', '2026-11-23T08:00:00.000+09:00'],
    ['2026-11-23T07:59:59.999+09:00', '2026-11-23T08:00:00.000+09:00'],
    ['2026-11-23T08:00:00.000+09:00', null],
    ['2026-12-31T21:00:00.000+09:00', '2027-01-01T08:00:00.000+09:00'],
    ['2028-02-28T23:00:00.000+09:00', '2028-02-29T08:00:00.000+09:00'],
  ])('at %s last until %s', (now, until) => {
    expect(quietUntil(at(now))).toBe(until === null ? null : at(until))
  })

  it('are those in which clocks in Seoul show 21 to 7, whatever the day', () => {
    fc.assert(
      fc.property(anyInstant, (now) => {
        const hour = hourOf(now)
        expect(quietUntil(now) !== null).toBe(hour >= 21 || hour < 8)
      }),
    )
  })

  it('end at the next 08:00 sharp, eleven hours after they began at the most, when they are over', () => {
    fc.assert(
      fc.property(anyInstant, (now) => {
        const until = quietUntil(now)
        if (until === null) return
        expect(until).toBeGreaterThan(now)
        expect(until - now).toBeLessThanOrEqual(11 * HOUR_MS)
        expect([hourOf(until), until % HOUR_MS]).toEqual([8, 0])
        expect(quietUntil(until)).toBeNull()
        expect(quietUntil(toInstant(until - 1))).toBe(until)
        expect(quietUntil(toInstant(until + DAY_MS - 1))).toBe(until + DAY_MS)
      }),
    )
  })
})
