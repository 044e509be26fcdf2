import { HOUR_MS, type Instant, later, MINUTE_MS, toInstant } from '../../domain/primitives.ts'

// YouTube's daily quota starts anew at midnight Pacific time, summer time included.
// `hour12: false` would print midnight as 24:00, hence the explicit cycle.
const pacificTime = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
})

type PacificTime = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
}

const readPacificTime = (instant: Instant): PacificTime => {
  const parts = pacificTime.formatToParts(instant)
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? Number.NaN)
  return { year: read('year'), month: read('month'), day: read('day'), hour: read('hour') }
}

/** The calendar date in California, as `2027-03-14`: the day a quota unit is charged to. */
export const pacificDate = (instant: Instant): string => {
  const { year, month, day } = readPacificTime(instant)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The first instant of the next Californian day: when YouTube's daily quota is full again. */
export const nextPacificMidnight = (now: Instant): Instant => {
  const { year, month, day } = readPacificTime(now)
  const midnightUtc = toInstant(Date.UTC(year, month - 1, day + 1))
  // Seven hours behind UTC in summer, eight in winter. The clocks change at two at night, so midnight is never ambiguous.
  const inSummerTime = later(midnightUtc, 7 * HOUR_MS)
  return readPacificTime(inSummerTime).hour === 0 ? inSummerTime : later(midnightUtc, 8 * HOUR_MS)
}

/**
 * By then whoever waits for YouTube's quota has been served: it may still be refused in the first hour of a Californian
 * day, and half an hour is for those who come after that.
 */
export const servedBy = (now: Instant): Instant =>
  later(nextPacificMidnight(later(now, -HOUR_MS)), HOUR_MS + 30 * MINUTE_MS)
