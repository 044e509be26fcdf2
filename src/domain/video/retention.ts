import { DAY_MS, type Instant, later } from '../primitives.ts'

/**
 * How long what YouTube told may be kept: the least is a day more than the 25 days within which settled videos are read
 * again, since the purge takes what would be too old a day later; the most is what YouTube grants after an audit.
 */
export const STATISTICS_RETENTION = { leastDays: 26, defaultDays: 30, mostDays: 1096 } as const

/**
 * What YouTube told before this goes with today's purge: kept until the next one, a day later, it would be older than
 * `retentionDays`. Rule: YouTube's developer policies, III.E.4, which allow 30 days without the owner's consent.
 */
export const purgeBefore = (now: Instant, retentionDays: number): Instant =>
  later(now, -(retentionDays - 1) * DAY_MS)
