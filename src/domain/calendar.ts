import { type Branded, DAY_MS, HOUR_MS, type Instant, MINUTE_MS, toInstant } from './primitives.ts'

/**
 * Days, D-days and displayed dates are South Korean ones: UTC+9, no daylight saving time since 1988.
 * Worked out by arithmetic (Howard Hinnant's civil calendar), so no time zone of any process can leak in.
 */
const KOREA_OFFSET_MS = 9 * HOUR_MS

/** Days since 1970-01-01 in Korea. */
export type KoreanDay = Branded<number, 'KoreanDay'>

export type CivilDate = { readonly year: number; readonly month: number; readonly day: number }

export const koreanDayOf = (at: Instant): KoreanDay =>
  Math.floor((at + KOREA_OFFSET_MS) / DAY_MS) as KoreanDay

/** 00:00:00.000 of that day in Korea. */
export const startOfDay = (day: KoreanDay): Instant => toInstant(day * DAY_MS - KOREA_OFFSET_MS)

/** The last millisecond of that day in Korea: a date without time that ends a period runs to here. */
export const endOfDay = (day: KoreanDay): Instant => toInstant((day + 1) * DAY_MS - KOREA_OFFSET_MS - 1)

/** Korean days from `now` until `deadline`: 0 on the last day, negative after it. */
export const daysLeft = (now: Instant, deadline: Instant): number => koreanDayOf(deadline) - koreanDayOf(now)

export const toCivil = (day: KoreanDay): CivilDate => {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}

/** Undefined for a date that no calendar has, such as 30 February. */
export const fromCivil = ({ year, month, day }: CivilDate): KoreanDay | undefined => {
  const shiftedYear = month <= 2 ? year - 1 : year
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const monthFromMarch = month > 2 ? month - 3 : month + 9
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const found = (era * 146_097 + dayOfEra - 719_468) as KoreanDay
  const back = toCivil(found)
  return back.year === year && back.month === month && back.day === day ? found : undefined
}

/** The Korean calendar month as one number that grows by 1 a month: the withdrawal limit counts by it. */
export const koreanMonthOf = (at: Instant): number => {
  const { year, month } = toCivil(koreanDayOf(at))
  return year * 12 + month - 1
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `26.11.22`: ad details and most lists of the 2020 app. */
export const formatDotted = (at: Instant): string => {
  const { year, month, day } = toCivil(koreanDayOf(at))
  return `${two(year % 100)}.${two(month)}.${two(day)}`
}

/** `26.11.22 14:05:09`: the history of cash. */
export const formatDottedTime = (at: Instant): string => `${formatDotted(at)} ${formatTime(at)}`

/** `26/ 11/ 22`: the look-up of a video in the 2020 app. */
export const formatSlashed = (at: Instant): string => {
  const { year, month, day } = toCivil(koreanDayOf(at))
  return `${two(year % 100)}/ ${two(month)}/ ${two(day)}`
}

/** 20261122 as a number: the sort keys of the app's own campaigns. */
export const formatCompact = (at: Instant): number => {
  const { year, month, day } = toCivil(koreanDayOf(at))
  return year * 10_000 + month * 100 + day
}

/** 261122 as a number: the sort keys of the app's questions. A year before 2010 has fewer digits and sorts all the same. */
export const formatCompactShort = (at: Instant): number => formatCompact(at) % 1_000_000

/** `2026-11-22`, Korean day. */
export const formatDay = (at: Instant): string => {
  const { year, month, day } = toCivil(koreanDayOf(at))
  return `${year}-${two(month)}-${two(day)}`
}

/** `2026-11-22 14:05:09`: notices, of which the app shows the first ten characters. */
export const formatDayTime = (at: Instant): string => `${formatDay(at)} ${formatTime(at)}`

/** `2026-11-22T14:05:09.000+09:00`: what newer clients read. */
export const formatIso = (at: Instant): string => {
  const ms = (((at + KOREA_OFFSET_MS) % 1000) + 1000) % 1000
  return `${formatDay(at)}T${formatTime(at)}.${String(ms).padStart(3, '0')}+09:00`
}

const formatTime = (at: Instant): string => {
  const seconds = Math.floor((at + KOREA_OFFSET_MS - koreanDayOf(at) * DAY_MS) / 1000)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

const WRITTEN_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * Reads ISO 8601 with offset, or `YYYY-MM-DD HH:mm[:ss]` as Korean time. A date without time is the start of that
 * Korean day, or its end when it closes a period (`edge: 'to'`). Undefined for anything else, such as 30 February.
 */
export const parseInstant = (text: string, edge: 'from' | 'to'): Instant | undefined => {
  const parts = WRITTEN_TIME.exec(text.trim())
  if (parts === null) return undefined
  const day = fromCivil({ year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) })
  if (day === undefined) return undefined
  if (parts[4] === undefined) return edge === 'from' ? startOfDay(day) : endOfDay(day)
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)]
  const offsetMs = parts[8] === undefined ? KOREA_OFFSET_MS : readOffset(parts[8])
  if (hour > 23 || minute > 59 || second > 59 || offsetMs === undefined) return undefined
  const ms = Number((parts[7] ?? '0').padEnd(3, '0'))
  return toInstant(day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + ms - offsetMs)
}

const DOTTED_DATE = /^(\d{2})\.(\d{2})\.(\d{2})$/

/** Reads `26.11.22`, as `formatDotted` writes it, of this century; and everything that `parseInstant` reads. */
export const parseDotted = (text: string, edge: 'from' | 'to'): Instant | undefined => {
  const parts = DOTTED_DATE.exec(text.trim())
  return parseInstant(parts === null ? text : `20${parts[1]}-${parts[2]}-${parts[3]}`, edge)
}

const readOffset = (text: string): number | undefined => {
  if (text === 'Z') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(-2))
  if (hours > 14 || minutes > 59) return undefined
  return (text.startsWith('-') ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS)
}

/** Weeks from Monday 00:00 to Sunday in Korea; each is one more than the week before. */
export type KoreanWeek = Branded<number, 'KoreanWeek'>

/** 1970 began on a Thursday, by which ISO 8601 also tells which year a week is of. */
const THURSDAY = 3
const DAYS_A_WEEK = 7

export const koreanWeekOf = (at: Instant): KoreanWeek =>
  Math.floor((koreanDayOf(at) + THURSDAY) / DAYS_A_WEEK) as KoreanWeek

export const startOfWeek = (week: KoreanWeek): Instant =>
  startOfDay((week * DAYS_A_WEEK - THURSDAY) as KoreanDay)

/** The last one that is over. */
export const lastFullWeek = (now: Instant): KoreanWeek => (koreanWeekOf(now) - 1) as KoreanWeek

/** `2026-W47`, as ISO 8601 counts: the first week of a year is the one with its first Thursday. */
export const formatWeek = (week: KoreanWeek): string => {
  const thursday = (week * DAYS_A_WEEK) as KoreanDay
  const { year } = toCivil(thursday)
  const newYear = fromCivil({ year, month: 1, day: 1 }) ?? thursday
  return `${year}-W${two(Math.floor((thursday - newYear) / DAYS_A_WEEK) + 1)}`
}

const WRITTEN_WEEK = /^(\d{4})-W(\d{2})$/

/** Reads what `formatWeek` writes. Undefined for anything else, such as the 53rd week of a year that has 52. */
export const parseWeek = (text: string): KoreanWeek | undefined => {
  const parts = WRITTEN_WEEK.exec(text)
  // The fourth of January is in the first week of every year.
  const first = fromCivil({ year: Number(parts?.[1] ?? Number.NaN), month: 1, day: 4 })
  if (first === undefined) return undefined
  const week = (koreanWeekOf(startOfDay(first)) + Number(parts?.[2]) - 1) as KoreanWeek
  return formatWeek(week) === text ? week : undefined
}
