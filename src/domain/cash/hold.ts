import { DAY_MS, type Instant, later } from '../primitives.ts'

/** A reward that waits until its video has been live for long enough (4주 유지). */
export type Hold = {
  readonly publishedAt: Instant
  readonly completedAt: Instant
  readonly holdDays: number
  /** Times that do not count, each ended. */
  readonly pausedMs: number
}

/** How the video stood at the last check: `live` is false while a miss is unconfirmed or a pause runs since `pausedSince`. */
export type HoldWatch = {
  readonly pausedSince: Instant | null
  readonly live: boolean
  readonly lastGoodAt: Instant
}

/** A release needs a check that found all in order and is at most this old. */
export const GOOD_CHECK_MAX_AGE_MS = DAY_MS

/**
 * Publication + hold days + all times in which the video was not there as agreed, never before completion. While a
 * pause lasts, the date moves with the clock. Rule: what the app tells its users, and design, section 13.
 */
export const releaseDueAt = (hold: Hold, pausedSince: Instant | null, now: Instant): Instant => {
  const runningPauseMs = pausedSince === null ? 0 : Math.max(0, now - pausedSince)
  const due = later(hold.publishedAt, hold.holdDays * DAY_MS + hold.pausedMs + runningPauseMs)
  return due > hold.completedAt ? due : hold.completedAt
}

/** By how much pauses moved the release, also one that runs since `pausedSince`. */
export const releaseMovedMs = (hold: Hold, pausedSince: Instant | null, now: Instant): number =>
  releaseDueAt(hold, pausedSince, now) - releaseDueAt({ ...hold, pausedMs: 0 }, null, now)

/** Due, not paused, without an unconfirmed miss, and seen in order within the last 24 hours. */
export const mayRelease = (hold: Hold, watch: HoldWatch, now: Instant): boolean =>
  watch.pausedSince === null &&
  watch.live &&
  now - watch.lastGoodAt <= GOOD_CHECK_MAX_AGE_MS &&
  now >= releaseDueAt(hold, null, now)
