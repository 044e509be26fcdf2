import { type Instant, toInstant } from '../../src/domain/primitives.ts'

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d)?)?$/i
const EPOCH = /^\d{1,16}(?:\.\d+)?$/

/** As milliseconds in March 1973, as seconds in the year 5138: what is smaller is meant as seconds. */
const SMALLEST_MILLISECONDS = 100_000_000_000

/**
 * An instant as `2027-05-01T09:00:00+09:00`, `2027-05-01 00:00:00` (UTC where no offset is written), `2027-05-01` (its
 * first moment in UTC), or seconds or milliseconds since 1970; null for anything else.
 */
export const readInstant = (text: string): Instant | null => {
  const written = text.trim()
  if (EPOCH.test(written)) {
    const number = Number(written)
    return instantOf(number < SMALLEST_MILLISECONDS ? number * 1000 : number)
  }
  const [, date, time = '00:00', offset = 'Z'] = ISO.exec(written) ?? []
  return date === undefined ? null : instantOf(Date.parse(`${date}T${time}${withColon(offset)}`))
}

const withColon = (offset: string): string => offset.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase()

/** The last one that a date can be. */
const LAST = 8_640_000_000_000_000

const instantOf = (milliseconds: number): Instant | null =>
  milliseconds <= LAST ? toInstant(Math.round(milliseconds)) : null
