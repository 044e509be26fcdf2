import { DAY_MS, type Instant, later } from '../primitives.ts'

/**
 * What YouTube told before this goes with today's purge: kept until the next one, a day later, it would be older than
 * `retentionDays`. Rule: YouTube's developer policies, III.E.4, which allow 30 days without the owner's consent.
 */
export const purgeBefore = (now: Instant, retentionDays: number): Instant =>
  later(now, -(retentionDays - 1) * DAY_MS)
