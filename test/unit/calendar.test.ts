import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  daysLeft,
  endOfDay,
  formatCompact,
  formatCompactShort,
  formatDay,
  formatDayTime,
  formatDotted,
  formatDottedTime,
  formatIso,
  formatSlashed,
  formatWeek,
  fromCivil,
  koreanDayOf,
  koreanMonthOf,
  koreanWeekOf,
  lastFullWeek,
  parseDotted,
  parseInstant,
  parseWeek,
  startOfDay,
  startOfWeek,
  toCivil,
} from '../../src/domain/calendar.ts'
import { type Instant, toInstant } from '../../src/domain/primitives.ts'
import { at } from './examples.ts'

const between = (from: string, to: string): fc.Arbitrary<Instant> =>
  fc.integer({ min: at(from), max: at(to) }).map(toInstant)

/** From 1989 on, since Korea last changed its clocks in 1988 and the calendar leaves those years alone. */
const anyInstant = between('1989-01-01T00:00:00Z', '2199-12-31T23:59:59.999Z')

const SEOUL = new Intl.DateTimeFormat('en', {
  timeZone: 'Asia/Seoul',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

/** What the runtime's own time zone data says about Seoul. */
const inSeoul = (instant: Instant) => {
  const parts = new Map(SEOUL.formatToParts(instant).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return {
    year: part('year'),
    yy: part('year').slice(-2),
    month: part('month'),
    day: part('day'),
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    ms: part('fractionalSecond'),
  }
}

describe('a displayed date is the one that clocks in Seoul show', () => {
  test.each<[format: string, shown: (at: Instant) => string | number, expected: (at: Instant) => string]>([
    ['26.11.22', formatDotted, (i) => `${inSeoul(i).yy}.${inSeoul(i).month}.${inSeoul(i).day}`],
    [
      '26.11.22 14:05:09',
      formatDottedTime,
      (i) => `${inSeoul(i).yy}.${inSeoul(i).month}.${inSeoul(i).day} ${inSeoul(i).time}`,
    ],
    ['26/ 11/ 22', formatSlashed, (i) => `${inSeoul(i).yy}/ ${inSeoul(i).month}/ ${inSeoul(i).day}`],
    ['20261122', formatCompact, (i) => `${inSeoul(i).year}${inSeoul(i).month}${inSeoul(i).day}`],
    ['2026-11-22', formatDay, (i) => `${inSeoul(i).year}-${inSeoul(i).month}-${inSeoul(i).day}`],
    [
      '2026-11-22 14:05:09',
      formatDayTime,
      (i) => `${inSeoul(i).year}-${inSeoul(i).month}-${inSeoul(i).day} ${inSeoul(i).time}`,
    ],
    [
      '2026-11-22T14:05:09.000+09:00',
      formatIso,
      (i) =>
        `${inSeoul(i).year}-${inSeoul(i).month}-${inSeoul(i).day}T${inSeoul(i).time}.${inSeoul(i).ms}+09:00`,
    ],
  ])('%s', (_, shown, expected) => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(String(shown(instant))).toBe(expected(instant))
      }),
    )
  })

  it('of one known moment', () => {
    const moment = at('2026-01-02T15:04:05.678Z')
    expect(formatDotted(moment)).toBe('26.01.03')
    expect(formatDottedTime(moment)).toBe('26.01.03 00:04:05')
    expect(formatSlashed(moment)).toBe('26/ 01/ 03')
    expect(formatCompact(moment)).toBe(20_260_103)
    expect(formatDay(moment)).toBe('2026-01-03')
    expect(formatIso(moment)).toBe('2026-01-03T00:04:05.678+09:00')
  })

  it('H145: as a number of YYMMDD that sorts, also before 2010', () => {
    expect(formatCompactShort(at('2020-01-04T00:00:00+09:00'))).toBe(200_104)
    expect(formatCompactShort(at('2009-01-04T23:59:59+09:00'))).toBe(90_104)
    expect(formatCompactShort(at('2000-01-01T00:00:00+09:00'))).toBe(101)
  })

  it('also before 1970', () => {
    expect(formatIso(at('1969-12-31T14:59:59.999Z'))).toBe('1969-12-31T23:59:59.999+09:00')
    expect(formatDottedTime(at('1969-12-31T14:59:59.999Z'))).toBe('69.12.31 23:59:59')
  })
})

describe('a Korean day', () => {
  it('begins at 15:00Z of the day before', () => {
    expect(formatDay(at('2026-11-21T14:59:59.999Z'))).toBe('2026-11-21')
    expect(formatDay(at('2026-11-21T15:00:00.000Z'))).toBe('2026-11-22')
  })

  it('runs from its start to the last millisecond before the next one', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const day = koreanDayOf(instant)
        expect(startOfDay(day)).toBeLessThanOrEqual(instant)
        expect(endOfDay(day)).toBeGreaterThanOrEqual(instant)
        expect(koreanDayOf(startOfDay(day))).toBe(day)
        expect(koreanDayOf(endOfDay(day))).toBe(day)
        expect(koreanDayOf(toInstant(endOfDay(day) + 1))).toBe(day + 1)
        expect(koreanDayOf(toInstant(startOfDay(day) - 1))).toBe(day - 1)
      }),
    )
  })
})

describe('a civil date', () => {
  /** The runtime's own Gregorian calendar; undefined where it had to repair the date. */
  const dayByRuntime = (year: number, month: number, day: number): number | undefined => {
    const date = new Date(0)
    date.setUTCFullYear(year, month - 1, day)
    const kept = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1
    return kept && date.getUTCDate() === day ? date.getTime() / 86_400_000 : undefined
  }

  it('counts days as the Gregorian calendar does, and knows which dates there are', () => {
    const year = fc.integer({ min: -400, max: 9999 })
    const month = fc.integer({ min: 0, max: 13 })
    const day = fc.integer({ min: 0, max: 32 })
    fc.assert(
      fc.property(year, month, day, (y, m, d) => {
        const found = fromCivil({ year: y, month: m, day: d })
        expect(found).toBe(dayByRuntime(y, m, d))
        if (found !== undefined) expect(toCivil(found)).toEqual({ year: y, month: m, day: d })
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    [2024, 2, 29, true],
    [2023, 2, 29, false],
    [2000, 2, 29, true],
    [1900, 2, 29, false],
    [2026, 2, 30, false],
    [2026, 4, 31, false],
    [2026, 13, 1, false],
    [2026, 0, 1, false],
    [2026, 1, 0, false],
  ])('%d-%d-%d: %s', (year, month, day, exists) => {
    expect(fromCivil({ year, month, day }) !== undefined).toBe(exists)
  })
})

describe('the days left until a deadline', () => {
  const deadline = at('2026-11-22T23:59:59.999+09:00')

  test.each([
    ['2026-11-20T14:59:59.999Z', 2],
    ['2026-11-20T15:00:00.000Z', 1],
    ['2026-11-21T14:59:59.999Z', 1],
    ['2026-11-21T15:00:00.000Z', 0],
    ['2026-11-22T14:59:59.999Z', 0],
    ['2026-11-22T15:00:00.000Z', -1],
    ['2026-11-23T15:00:00.000Z', -2],
  ])('at %s: %d', (now, left) => {
    expect(daysLeft(at(now), deadline)).toBe(left)
  })

  it('do not depend on the hour of the deadline', () => {
    const now = at('2026-11-20T23:00:00+09:00')
    expect(daysLeft(now, at('2026-11-22T00:00:00+09:00'))).toBe(2)
    expect(daysLeft(now, deadline)).toBe(2)
  })
})

describe('a Korean month', () => {
  it('changes at 15:00Z of the last day', () => {
    const last = koreanMonthOf(at('2026-11-30T14:59:59.999Z'))
    expect(koreanMonthOf(at('2026-10-31T15:00:00.000Z'))).toBe(last)
    expect(koreanMonthOf(at('2026-11-30T15:00:00.000Z'))).toBe(last + 1)
  })
  it('goes on by one over the turn of the year', () => {
    const december = koreanMonthOf(at('2026-12-31T14:59:59.999Z'))
    expect(koreanMonthOf(at('2026-12-31T15:00:00.000Z'))).toBe(december + 1)
  })
  it('is the same for instants with the same year and month in Seoul, and grows with time', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (one, other) => {
        const name = (instant: Instant): string => `${inSeoul(instant).year}-${inSeoul(instant).month}`
        expect(koreanMonthOf(one) === koreanMonthOf(other)).toBe(name(one) === name(other))
        expect(koreanMonthOf(one) < koreanMonthOf(other)).toBe(name(one) < name(other))
      }),
    )
  })
})

describe('a Korean week', () => {
  test.each([
    ['2026-11-15T14:59:59.999Z', '2026-W46'],
    ['2026-11-15T15:00:00.000Z', '2026-W47'],
    ['2026-11-22T14:59:59.999Z', '2026-W47'],
    // The year of a week is the one of its Thursday.
    ['2024-12-30T00:00:00+09:00', '2025-W01'],
    ['2027-01-03T23:59:59+09:00', '2026-W53'],
    ['2027-01-04T00:00:00+09:00', '2027-W01'],
    ['1970-01-01T00:00:00+09:00', '1970-W01'],
  ])('%s is in %s', (text, name) => {
    expect(formatWeek(koreanWeekOf(at(text)))).toBe(name)
  })
  it('begins on Monday at midnight in Seoul', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const start = startOfWeek(koreanWeekOf(instant))
        expect(new Date(start + 9 * 3_600_000).getUTCDay()).toBe(1)
        expect(inSeoul(start).time).toBe('00:00:00')
        expect(start).toBeLessThanOrEqual(instant)
        expect(instant - start).toBeLessThan(7 * 86_400_000)
      }),
    )
  })
  it('is read as it is written', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const week = koreanWeekOf(instant)
        expect(parseWeek(formatWeek(week))).toBe(week)
      }),
    )
  })
  test.each([
    '2025-W53',
    '2026-W54',
    '2026-W00',
    '2026-W7',
    '2026W47',
    '2026-w47',
    ' 2026-W47',
    '26-W47',
    'W47',
    '',
  ])('%j is none', (text) => {
    expect(parseWeek(text)).toBeUndefined()
  })
  it('is over when the next one has begun', () => {
    expect(formatWeek(lastFullWeek(at('2026-11-22T14:59:59.999Z')))).toBe('2026-W46')
    expect(formatWeek(lastFullWeek(at('2026-11-22T15:00:00.000Z')))).toBe('2026-W47')
  })
})

describe('a written time', () => {
  test.each([
    ['2026-11-22T14:05:09.123Z', '2026-11-22T14:05:09.123Z'],
    ['2026-11-22T14:05:09Z', '2026-11-22T14:05:09.000Z'],
    ['2026-11-22T14:05Z', '2026-11-22T14:05:00.000Z'],
    ['2026-11-22 14:05Z', '2026-11-22T14:05:00.000Z'],
    ['2026-11-22T14:05:09.5Z', '2026-11-22T14:05:09.500Z'],
    ['2026-11-22T14:05:09.05Z', '2026-11-22T14:05:09.050Z'],
    ['2026-11-22T14:05:09.123999Z', '2026-11-22T14:05:09.123Z'],
    ['2026-11-22T14:05:09+09:00', '2026-11-22T05:05:09.000Z'],
    ['2026-11-22T14:05:09+0900', '2026-11-22T05:05:09.000Z'],
    ['2026-11-22T14:05:09-03:30', '2026-11-22T17:35:09.000Z'],
    ['2026-11-22T14:05:09+14:00', '2026-11-22T00:05:09.000Z'],
    ['2026-11-22T14:05:09-00:00', '2026-11-22T14:05:09.000Z'],
    ['2026-11-22 14:05', '2026-11-22T05:05:00.000Z'],
    ['2026-11-22 14:05:09', '2026-11-22T05:05:09.000Z'],
    ['2026-11-22T14:05:09', '2026-11-22T05:05:09.000Z'],
    ['  2026-11-22 00:00\n', '2026-11-21T15:00:00.000Z'],
    ['2026-11-22 23:59:59.999', '2026-11-22T14:59:59.999Z'],
    ['2024-02-29 00:00', '2024-02-28T15:00:00.000Z'],
  ])('%j is %s, whichever end of a period it is', (text, instant) => {
    expect(parseInstant(text, 'from')).toBe(at(instant))
    expect(parseInstant(text, 'to')).toBe(at(instant))
  })

  it('without a time is the first or the last millisecond of that Korean day', () => {
    expect(parseInstant('2026-11-22', 'from')).toBe(at('2026-11-22T00:00:00.000+09:00'))
    expect(parseInstant('2026-11-22', 'to')).toBe(at('2026-11-22T23:59:59.999+09:00'))
  })
})

describe('a written time', () => {
  test.each([
    ['nothing', ''],
    ['words', 'tomorrow'],
    ['30 February', '2026-02-30'],
    ['29 February of a common year', '2025-02-29'],
    ['31 April with a time', '2026-04-31 10:00'],
    ['month 13', '2026-13-01'],
    ['month 0', '2026-00-10'],
    ['day 0', '2026-11-00'],
    ['hour 24', '2026-11-22 24:00'],
    ['minute 60', '2026-11-22 10:60'],
    ['second 60', '2026-11-22 10:00:60'],
    ['an offset of 15 hours', '2026-11-22T10:00+15:00'],
    ['an offset of 60 minutes', '2026-11-22T10:00+09:60'],
    ['an offset without minutes', '2026-11-22T10:00+09'],
    ['a date with an offset but no time', '2026-11-22+09:00'],
    ['a date with Z but no time', '2026-11-22Z'],
    ['an hour alone', '2026-11-22T10'],
    ['one-digit parts', '2026-1-2'],
    ['a short year', '26-11-22'],
    ['a long year', '12026-11-22'],
    ['dots', '2026.11.22'],
    ['a fraction of nothing', '2026-11-22 10:00:00.'],
    ['a fraction of a minute', '2026-11-22 10:00.5'],
    ['something behind', '2026-11-22 10:00 KST'],
    ['something before', 'on 2026-11-22'],
    ['full-width digits', '２０２６-11-22'],
    ['two lines', '2026-11-22\n2026-11-23'],
    ['milliseconds since 1970', '1795305600000'],
  ])('is not %s: %j', (_, text) => {
    expect(parseInstant(text, 'from')).toBeUndefined()
    expect(parseInstant(text, 'to')).toBeUndefined()
  })
})

describe('a time that was written by a program', () => {
  it('is read back as it was when we wrote it', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom('from', 'to'), (instant, edge) => {
        expect(parseInstant(formatIso(instant), edge)).toBe(instant)
        const { year, month, day, time } = inSeoul(instant)
        const seconds = toInstant(Math.floor(instant / 1000) * 1000)
        expect(parseInstant(`${year}-${month}-${day} ${time}`, edge)).toBe(seconds)
      }),
    )
  })

  it('means the same as the runtime reads, whatever its offset', () => {
    const offset = fc
      .tuple(fc.constantFrom('+', '-'), fc.nat(14), fc.nat(59))
      .map(([sign, hours, minutes]) => {
        return `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
      })
    fc.assert(
      fc.property(anyInstant, offset, (instant, shift) => {
        const text = `${new Date(instant).toISOString().slice(0, -1)}${shift}`
        expect(parseInstant(text, 'from')).toBe(at(text))
      }),
    )
  })

  it('is read or refused, but never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9TZ:+. -]{8,30}$/)), (text) => {
        const read = parseInstant(text, 'to')
        expect(read === undefined || Number.isSafeInteger(read)).toBe(true)
      }),
    )
  })
})

describe('a dotted date', () => {
  it('is the start of its Korean day, or its end when it closes a period', () => {
    expect(parseDotted('26.11.22', 'from')).toBe(at('2026-11-22T00:00:00.000+09:00'))
    expect(parseDotted(' 26.11.22 ', 'to')).toBe(at('2026-11-22T23:59:59.999+09:00'))
  })

  it('is read as it is written', () => {
    const thisCentury = between('2000-01-01T00:00:00+09:00', '2099-12-31T23:59:59.999+09:00')
    fc.assert(
      fc.property(thisCentury, (instant) => {
        const written = formatDotted(instant)
        expect(parseDotted(written, 'from')).toBe(startOfDay(koreanDayOf(instant)))
        expect(parseDotted(written, 'to')).toBe(endOfDay(koreanDayOf(instant)))
      }),
    )
  })

  it('may also be written as every other instant', () => {
    expect(parseDotted('2026-11-22 14:05', 'to')).toBe(at('2026-11-22T14:05:00.000+09:00'))
  })

  it.each(['26.02.30', '26.13.01', '26.1.5', '26.11.22.', '2026.11.22', '26-11-22', '26.11.22 14:05', ''])(
    'is none: %s',
    (text) => {
      expect(parseDotted(text, 'from')).toBeUndefined()
    },
  )
})
