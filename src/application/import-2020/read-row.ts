import { parseInstant } from '../../domain/calendar.ts'
import { type Instant, MAX_ID } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Row2020 } from '../../ports/import-2020.ts'

/** Why a row was not taken over, or not as it was: a sentence for people, since nobody else reads it. */
export type Reason = string

/** What is missing is the empty text, as the 2020 server itself answered it. */
export const textOf = (row: Row2020, column: string): string => row[column.toLowerCase()] ?? ''

/** A number under which 2020 kept a row. Null when there is none. */
export const numberOf = (row: Row2020, column: string): number | null => {
  const read = wholeOf(row, column)
  return read.ok && read.value !== null && read.value >= 1 && read.value <= MAX_ID ? read.value : null
}

const WHOLE = /^-?\d+(?:\.0+)?$/

/** `10000`, `10,000` and `10,000원` alike; null for nothing at all. */
export const wholeOf = (row: Row2020, column: string): Result<number | null, Reason> => {
  const written = textOf(row, column)
  const digits = written.replace(/[,\s₩]|원$/g, '')
  if (digits === '') return ok(null)
  const value = Number(digits)
  return WHOLE.test(digits) && Number.isSafeInteger(value)
    ? ok(value)
    : err(`its ${column} is no whole number: ${quoted(written)}`)
}

/** For figures that are told but prove nothing: what is no count is unknown. */
export const countOf = (row: Row2020, column: string): number | null => {
  const read = wholeOf(row, column)
  return read.ok && read.value !== null && read.value >= 0 ? read.value : null
}

// A BIT column is told as its byte, in a dump and by the database itself.
const YES: readonly string[] = ['1', 'true', 'y', 'yes', '\x01']
const NO: readonly string[] = ['0', 'false', 'n', 'no', '\0']

/** Only a clear yes is a yes: for what gives something away. */
export const flagOf = (row: Row2020, column: string): boolean =>
  YES.includes(textOf(row, column).trim().toLowerCase())

/** Only a clear no is a no: for what protects somebody, where nothing at all says nothing. */
export const unlessDenied = (row: Row2020, column: string): boolean =>
  !NO.includes(textOf(row, column).trim().toLowerCase())

const DAY = /^(\d{4}|\d{2})[-./](\d{1,2})[-./](\d{1,2})[.]?/
const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})/
const TIME = /^(AM|PM|오전|오후)?(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?(AM|PM)?(Z|[+-]\d{2}:?\d{2})?$/i

/**
 * A moment in any of the forms that 2020 wrote: `2020-09-01`, `2020-09-01 12:00:00`, `20.09.01 12:00:00`,
 * `2020 / 09 / 01`, `PM 03 : 30`. Without an offset it is Korean time. Midnight is a day without a time: it starts
 * that Korean day, or ends it where it closes a period. Null when there is none.
 */
export const timeOf = (row: Row2020, column: string, edge: 'from' | 'to' = 'from'): Instant | null => {
  const written = textOf(row, column)
    .trim()
    .replace(/\s*([-./:])\s*/g, '$1')
  const day = DAY.exec(written) ?? COMPACT_DAY.exec(written)
  if (day === null) return null
  const [whole, year = '', month = '', date = ''] = day
  const civil = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const rest = written.slice(whole.length).replace(/^T|\s/g, '')
  const read = rest === '' ? parseInstant(civil, edge) : withTime(civil, rest, edge)
  return read ?? null
}

const withTime = (civil: string, written: string, edge: 'from' | 'to'): Instant | undefined => {
  const parts = TIME.exec(written)
  if (parts === null) return undefined
  const [, before, hour = '', minute = '', second = '00', fraction = '', after, offset = ''] = parts
  if (`${Number(hour)}:${minute}:${second}` === '0:00:00' && offset === '') return parseInstant(civil, edge)
  const half = (before ?? after ?? '').toUpperCase()
  const hours = in24Hours(Number(hour), half)
  return parseInstant(
    `${civil} ${String(hours).padStart(2, '0')}:${minute}:${second}${fraction}${offset}`,
    edge,
  )
}

const in24Hours = (hour: number, half: string): number => {
  if (half === 'PM' || half === '오후') return hour < 12 ? hour + 12 : hour
  if (half === 'AM' || half === '오전') return hour === 12 ? 0 : hour
  return hour
}

/** Pictures of 2020 are addresses; anything else would lead nowhere here. */
export const pictureOf = (row: Row2020, column: string): string => {
  const written = textOf(row, column).trim()
  return /^https?:\/\/\S+$/.test(written) ? written : ''
}

const QUOTED_MAX = 60

export const quoted = (written: string): string =>
  JSON.stringify(written.length > QUOTED_MAX ? `${written.slice(0, QUOTED_MAX)}…` : written)
