import { HOUR_MS, type Instant, later, MINUTE_MS } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { QuotaBucket, QuotaLedger } from '../../ports/quota.ts'
import type { Budget, PlatformFailure } from '../../ports/video-platform.ts'
import { nextPacificMidnight, pacificDate } from './pacific-day.ts'

/** Units of a Pacific day. Other programs that share the project's quota are not in our ledger: leave them theirs. */
export type YouTubeLimits = {
  /** Of everything but batch statistics. */
  readonly general: number
  /** Of batch statistics (`videos.batchGetStats`); with 0 they are not asked for. */
  readonly statistics: number
  /** Of the general units, those that are kept for people. */
  readonly reserved: number
}

/** What YouTube gives a project that has not asked for more. */
export const YOUTUBE_LIMITS: YouTubeLimits = { general: 10_000, statistics: 10_000, reserved: 500 }

/** Whose calls they are: somebody waits for the answer, or a job that can come again. */
export type Purpose = 'people' | 'schedule'

/** Counts units before they are spent. */
export type Meter = {
  /** Null when a unit was reserved, and the call may be sent. */
  readonly reserve: (bucket: QuotaBucket) => Promise<PlatformFailure | null>
  /** After YouTube has said that the day's quota is spent: nothing is sent until it can be full again. */
  readonly close: (bucket: QuotaBucket) => Promise<PlatformFailure>
  readonly budget: (bucket: QuotaBucket) => Promise<Budget>
}

const FIRST_TRY_MS = 2 * MINUTE_MS
const LAST_TRY_MS = 10 * MINUTE_MS
const STILL_SPENT_MS = 15 * MINUTE_MS

export const meterOn = ({
  ledger,
  limits,
  purpose,
  clock,
  random,
}: {
  readonly ledger: QuotaLedger
  readonly limits: YouTubeLimits
  readonly purpose: Purpose
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
}): Meter => {
  const limitOf = (bucket: QuotaBucket): number => {
    if (bucket === 'statistics') return limits.statistics
    return purpose === 'people' ? limits.general : Math.max(0, limits.general - limits.reserved)
  }
  return {
    reserve: async (bucket) => {
      const now = clock.now()
      const reservation = await ledger.reserve({
        bucket,
        day: pacificDate(now),
        limit: limitOf(bucket),
        now,
      })
      if (reservation === 'reserved') return null
      // Not at midnight itself, when YouTube may still count the old day.
      const retryAt =
        reservation === 'spent' ? later(nextPacificMidnight(now), FIRST_TRY_MS) : reservation.closedUntil
      return { kind: 'youtube-quota-exhausted', retryAt }
    },
    close: async (bucket) => {
      const now = clock.now()
      const until = reopensAt(now, random())
      await ledger.close({ bucket, days: [...new Set([pacificDate(now), pacificDate(until)])], until })
      return { kind: 'youtube-quota-exhausted', retryAt: until }
    },
    budget: async (bucket) => {
      const now = clock.now()
      const { used, closedUntil } = await ledger.today(bucket, pacificDate(now))
      return closedUntil !== null && now < closedUntil
        ? { unitsLeft: 0, fullAgainAt: closedUntil }
        : { unitsLeft: Math.max(0, limitOf(bucket) - used), fullAgainAt: nextPacificMidnight(now) }
    },
  }
}

/**
 * When a bucket that YouTube says is spent is tried again: two to ten minutes after the next Pacific midnight, so that not
 * everybody comes at once. What is refused in the first hour of a day is the quota of the day before, which YouTube has not
 * filled again everywhere: a quarter of an hour is enough. `random` is from 0 to 1.
 */
export const reopensAt = (now: Instant, random: number): Instant =>
  pacificDate(later(now, -HOUR_MS)) === pacificDate(now)
    ? later(nextPacificMidnight(now), FIRST_TRY_MS + Math.round(random * (LAST_TRY_MS - FIRST_TRY_MS)))
    : later(now, STILL_SPENT_MS)
