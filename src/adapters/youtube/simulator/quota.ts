import { later, MINUTE_MS } from '../../../domain/primitives.ts'
import type { Clock } from '../../../ports/clock.ts'
import { pacificDate } from '../pacific-day.ts'

/** Statistics in batches have a daily allowance of their own. */
export type Bucket = 'general' | 'batchGetStats'

export type QuotaLimits = {
  readonly general: number
  readonly batchGetStats: number
  /** Requests of all kinds in a minute; YouTube does not publish its number. */
  readonly perMinute: number
}

export const YOUTUBE_QUOTA: QuotaLimits = { general: 10_000, batchGetStats: 10_000, perMinute: 3_000 }

/** How YouTube says that the quota of the day is spent: it has had both ways since 2026. */
export type SpentStatus = 403 | 429

/** Units by Pacific day, as Google counts them. */
export type Quota = {
  readonly limits: () => QuotaLimits
  /** Takes a unit. Every request costs one, also a wrong one. */
  readonly charge: (bucket: Bucket) => 'charged' | 'day-is-spent' | 'minute-is-spent'
  /** Units used today. */
  readonly used: (bucket: Bucket) => number
  /** Spends what is left of today, as another program of the same project would. */
  readonly exhaust: (bucket: Bucket) => void
  /** From now on the day, or the minute, has so many units. */
  readonly limit: (limits: Partial<QuotaLimits>) => void
  readonly spentStatus: (bucket: Bucket) => SpentStatus
  /** From now on a spent bucket says so with this status. */
  readonly sayWith: (bucket: Bucket, status: SpentStatus) => void
  /** From now on a day's quota is full again only so long after midnight, as has been seen at Google. */
  readonly refillLate: (durationMs: number) => void
}

export const createQuota = (clock: Clock, first: QuotaLimits): Quota => {
  let limits = first
  let lateMs = 0
  let statuses: Readonly<Record<Bucket, SpentStatus>> = { general: 403, batchGetStats: 429 }
  let day = { date: '', used: { general: 0, batchGetStats: 0 } }
  let minute = { number: 0, used: 0 }
  const today = () => {
    const date = pacificDate(later(clock.now(), -lateMs))
    if (day.date !== date) day = { date, used: { general: 0, batchGetStats: 0 } }
    return day.used
  }
  return {
    limits: () => limits,
    charge: (bucket) => {
      const number = Math.floor(clock.now() / MINUTE_MS)
      if (minute.number !== number) minute = { number, used: 0 }
      const used = today()
      if (used[bucket] >= limits[bucket]) return 'day-is-spent'
      if (minute.used >= limits.perMinute) return 'minute-is-spent'
      used[bucket] += 1
      minute.used += 1
      return 'charged'
    },
    used: (bucket) => today()[bucket],
    exhaust: (bucket) => {
      today()[bucket] = limits[bucket]
    },
    limit: (changed) => {
      limits = { ...limits, ...changed }
    },
    spentStatus: (bucket) => statuses[bucket],
    sayWith: (bucket, status) => {
      statuses = { ...statuses, [bucket]: status }
    },
    refillLate: (durationMs) => {
      lateMs = durationMs
    },
  }
}
