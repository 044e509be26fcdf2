import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseInstant, startOfDay } from '../../../src/domain/calendar.ts'
import {
  formatConsultationDate,
  formatConsultationTime,
  parseConsultationDate,
  parseConsultationTime,
} from '../../../src/domain/expert/consultation-time.ts'
import { later, MINUTE_MS, toInstant } from '../../../src/domain/primitives.ts'

const written = (iso: string) => parseInstant(`${iso}+09:00`, 'from')

const read = (date: string, time: string) => {
  const [day, ms] = [parseConsultationDate(date), parseConsultationTime(time)]
  return day === undefined || ms === undefined ? undefined : later(startOfDay(day), ms)
}

describe('the time of a consultation', () => {
  test.each([
    ['2020 / 01 / 15', 'PM 03 : 30', '2020-01-15T15:30:00'],
    ['2020 / 01 / 15', 'AM 03 : 30', '2020-01-15T03:30:00'],
    ['2026 / 12 / 31', 'PM 11 : 59', '2026-12-31T23:59:00'],
    ['2028 / 02 / 29', 'PM 12 : 00', '2028-02-29T12:00:00'],
    ['2026 / 03 / 01', 'AM 12 : 00', '2026-03-01T00:00:00'],
  ])('H135: %s and %s is %s in Korea, as the app writes and reads it', (date, time, iso) => {
    const at = read(date, time)
    expect(at).toBe(written(iso))
    if (at === undefined) throw new Error('it was read')
    expect(formatConsultationDate(at)).toBe(date)
    expect(formatConsultationTime(at)).toBe(time)
  })

  it('may be written with fewer or no blanks', () => {
    expect(read('2020/1/15', 'pm3:30')).toBe(written('2020-01-15T15:30:00'))
  })

  test.each([
    ['2026 / 02 / 30', 'PM 03 : 30'],
    ['2026 / 13 / 01', 'PM 03 : 30'],
    ['2026-01-15', 'PM 03 : 30'],
    ['26 / 01 / 15', 'PM 03 : 30'],
    ['', 'PM 03 : 30'],
    ['2026 / 01 / 15', 'PM 13 : 00'],
    ['2026 / 01 / 15', 'AM 00 : 30'],
    ['2026 / 01 / 15', 'PM 03 : 60'],
    ['2026 / 01 / 15', '15 : 30'],
    ['2026 / 01 / 15', '오후 03 : 30'],
    ['2026 / 01 / 15', ''],
  ])('is not %s and %s', (date, time) => {
    expect(read(date, time)).toBeUndefined()
  })

  it('is the same minute after it was written and read, whenever it is', () => {
    const minutes = fc.integer({ min: 0, max: 130_000_000 })
    fc.assert(
      fc.property(minutes, (minute) => {
        const at = toInstant(minute * MINUTE_MS)
        expect(read(formatConsultationDate(at), formatConsultationTime(at))).toBe(at)
      }),
    )
  })
})
