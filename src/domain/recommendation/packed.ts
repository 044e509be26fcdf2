import { type Instant, MINUTE_MS } from '../primitives.ts'

/**
 * A minute, an index and a small mark in one number, so that millions of them fit into memory, and sorted by number is
 * sorted by time: 26 bits of minutes since 2020, 24 of index, 3 of mark.
 */
export type Packed = number

const SINCE = 1_577_836_800_000
const INDEXES = 2 ** 24
export const MARKS = 8

/** Instants out of reach are moved to its edge: a clock that jumps breaks nothing. */
export const minuteOf = (at: Instant): number =>
  Math.min(2 ** 26 - 1, Math.max(0, Math.floor((at - SINCE) / MINUTE_MS)))

export const pack = (minute: number, index: number, mark: number): Packed =>
  (minute * INDEXES + index) * MARKS + mark

export const minuteIn = (packed: Packed): number => Math.floor(packed / (INDEXES * MARKS))
// Index and mark lie in the lowest bits, which are all that bit operations see; a division would take ten times as long.
export const indexIn = (packed: Packed): number => (packed & (INDEXES * MARKS - 1)) >>> 3
export const markIn = (packed: Packed): number => packed & (MARKS - 1)

/** What a list says about an index. */
export const lineAbout = (list: readonly Packed[], index: number): Packed | undefined =>
  list.findLast((packed) => indexIn(packed) === index)

/**
 * Keeps a sorted list sorted, and at most `max` of its newest; `instead` is the line that makes room. Answers whether it
 * was new enough: what was pushed out before is not taken in again.
 */
export const insertSorted = (list: Packed[], packed: Packed, max: number, instead?: Packed): boolean => {
  if (instead === undefined && list.length >= max && packed < (list[0] ?? 0)) return false
  if (instead !== undefined) list.splice(list.lastIndexOf(instead), 1)
  // Looked for from the end, since most that comes is newer than all before it.
  list.splice(1 + list.findLastIndex((before) => before <= packed), 0, packed)
  if (list.length > max) list.shift()
  return true
}
