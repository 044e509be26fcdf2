import type { Instant } from '../primitives.ts'
import { PROMISED_MS } from './pace.ts'
import { IDS_PER_CALL } from './youtube-call.ts'

/**
 * How many calls this tick may spend on reads that were not promised yet: what is left of the day's units without those
 * that the promised reads of the rest of the day will need, in equal parts for the ticks until the allowance is full
 * again. What one tick leaves, the later ones have.
 */
export const earlyAllowance = ({
  unitsLeft,
  fullAgainAt,
  now,
  promisedSoon,
  promisedToday,
  tickMs,
}: {
  readonly unitsLeft: number
  readonly fullAgainAt: Instant
  readonly now: Instant
  /** Videos that are promised within the five hours of the promise. */
  readonly promisedSoon: number
  /** Videos that are promised before the allowance is full again, those included. */
  readonly promisedToday: number
  /** How often the schedule asks for what is due. */
  readonly tickMs: number
}): number => {
  const leftMs = Math.max(0, fullAgainAt - now)
  const ticksLeft = Math.max(1, Math.ceil(leftMs / tickMs))
  // Who is promised within one interval is a video of a live ad and comes again with each; the others come once.
  const rounds = Math.max(1, leftMs / PROMISED_MS)
  const again = Math.min(promisedSoon, promisedToday)
  const reads = leftMs === 0 ? 0 : again * rounds + (promisedToday - again)
  // They do not come in full calls: each tick can have one that is not full.
  const promisedUnits = Math.min(reads, reads / IDS_PER_CALL + ticksLeft)
  return Math.max(0, Math.floor((unitsLeft - Math.ceil(promisedUnits)) / ticksLeft))
}
