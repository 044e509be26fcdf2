import { HOUR_MS, type Instant } from './primitives.ts'

/**
 * Clocks of servers that take part may differ by less than this. What lies further in the future was written by a clock
 * that was wrong: nobody waits for it, and nothing rests on it.
 */
export const CLOCKS_APART_MAX_MS = HOUR_MS

export const isOfWrongClock = (at: Instant, now: Instant): boolean => at > now + CLOCKS_APART_MAX_MS
