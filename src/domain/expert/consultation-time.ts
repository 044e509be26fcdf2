import { fromCivil, type KoreanDay, koreanDayOf, startOfDay, toCivil } from '../calendar.ts'
import { HOUR_MS, type Instant, MINUTE_MS } from '../primitives.ts'

/**
 * Day and time of a consultation as the 2020 app writes and reads them: `2026 / 11 / 22` and `PM 03 : 30`. Arithmetic
 * alone: no language or time zone of any process changes what they mean.
 */
const DATE = /^(\d{4}) *\/ *(\d{1,2}) *\/ *(\d{1,2})$/
const TIME = /^(AM|PM) *(\d{1,2}) *: *(\d{2})$/i

/** Undefined for what no calendar has, such as 30 February. */
export const parseConsultationDate = (text: string): KoreanDay | undefined => {
  const parts = DATE.exec(text.trim())
  if (parts === null) return undefined
  return fromCivil({ year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) })
}

/** Milliseconds since the day began in Korea. Undefined for what no clock shows, such as `PM 13 : 00`. */
export const parseConsultationTime = (text: string): number | undefined => {
  const parts = TIME.exec(text.trim())
  if (parts === null) return undefined
  const [hour, minute] = [Number(parts[2]), Number(parts[3])]
  if (hour < 1 || hour > 12 || minute > 59) return undefined
  // 12 AM is midnight and 12 PM is noon.
  const hourOfDay = (hour % 12) + (parts[1]?.toUpperCase() === 'PM' ? 12 : 0)
  return hourOfDay * HOUR_MS + minute * MINUTE_MS
}

/** `2026 / 11 / 22`, Korean day. */
export const formatConsultationDate = (at: Instant): string => {
  const { year, month, day } = toCivil(koreanDayOf(at))
  return `${year} / ${two(month)} / ${two(day)}`
}

/** `PM 03 : 30`, Korean time; seconds are left out. */
export const formatConsultationTime = (at: Instant): string => {
  const minutes = Math.floor((at - startOfDay(koreanDayOf(at))) / MINUTE_MS)
  const hourOfDay = Math.floor(minutes / 60)
  return `${hourOfDay < 12 ? 'AM' : 'PM'} ${two(hourOfDay % 12 || 12)} : ${two(minutes % 60)}`
}

const two = (value: number): string => String(value).padStart(2, '0')
