import { isOfWrongClock } from '../clocks.ts'
import { DAY_MS, type Instant, later } from '../primitives.ts'

/** A reward that waits until its video has been live for long enough (4주 유지). */
export type Hold = {
  readonly publishedAt: Instant
  readonly completedAt: Instant
  readonly holdDays: number
  /** Times that do not count, each ended. */
  readonly pausedMs: number
  /** Since when time does not count now; null while it does. */
  readonly pausedSince: Instant | null
}

/** What a hold is put together from. */
export type HoldFacts = {
  readonly upload: { readonly publishedAt: Instant }
  readonly terms: { readonly holdDays: number }
  /** Null until an operator has completed the participation: it is due at its earliest then. */
  readonly completedAt: Instant | null
  /** Ended ones. */
  readonly pauses: readonly Span[]
  readonly pausedSince: Instant | null
}
type Span = { readonly from: Instant; readonly to: Instant }

/** The one place where a hold is put together: a pause, or the part of one, before the publication is none of it. */
export const holdOf = ({ upload, terms, completedAt, pauses, pausedSince }: HoldFacts): Hold => {
  const { publishedAt } = upload
  return {
    publishedAt,
    completedAt: completedAt ?? publishedAt,
    holdDays: terms.holdDays,
    pausedMs: pauses.reduce((total, { from, to }) => total + lengthMs(notBefore(publishedAt, from), to), 0),
    pausedSince: pausedSince === null ? null : notBefore(publishedAt, pausedSince),
  }
}

const notBefore = (first: Instant, at: Instant): Instant => (at > first ? at : first)

const lengthMs = (from: Instant, to: Instant): number => Math.max(0, to - from)

/** How the video stood at the last check: `live` is false while a miss is unconfirmed or a pause runs. */
export type HoldWatch = { readonly live: boolean; readonly lastGoodAt: Instant }

/** A release needs a check that found all in order and is at most this old. */
export const GOOD_CHECK_MAX_AGE_MS = DAY_MS

/** All time until now that does not count, with the pause that runs. */
export const totalPausedMs = ({ pausedMs, pausedSince }: Hold, now: Instant): number =>
  pausedMs + (pausedSince === null ? 0 : lengthMs(pausedSince, now))

/**
 * Publication + hold days + all times in which the video was not there as agreed, never before completion. While a
 * pause lasts, the date moves with the clock. Rule: what the app tells its users, and design, section 13.
 */
export const releaseDueAt = (hold: Hold, now: Instant): Instant => {
  const due = later(hold.publishedAt, hold.holdDays * DAY_MS + totalPausedMs(hold, now))
  return due > hold.completedAt ? due : hold.completedAt
}

/** By how much pauses moved the release, also one that runs. */
export const releaseMovedMs = (hold: Hold, now: Instant): number =>
  releaseDueAt(hold, now) - releaseDueAt({ ...hold, pausedMs: 0, pausedSince: null }, now)

/** Due, not paused, without an unconfirmed miss, and seen in order within the last 24 hours, by a clock that was right. */
export const mayRelease = (hold: Hold, watch: HoldWatch, now: Instant): boolean =>
  hold.pausedSince === null &&
  watch.live &&
  !isOfWrongClock(watch.lastGoodAt, now) &&
  now - watch.lastGoodAt <= GOOD_CHECK_MAX_AGE_MS &&
  now >= releaseDueAt(hold, now)
