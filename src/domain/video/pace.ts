import { match } from 'ts-pattern'
import { isOfWrongClock } from '../clocks.ts'
import { DAY_MS, HOUR_MS, type Instant, later, MINUTE_MS } from '../primitives.ts'
import { type Correction, correctionBetween } from './correction.ts'
import { CONFIRMATION_MS, type Liveness } from './live-check.ts'

/** When a tracked video is read next, and what earlier reads taught about its growth. */
export type Pace = {
  /** By then its figures must have been read again. */
  readonly promisedBy: Instant
  /** Then a read would be worth a unit, if YouTube's daily allowance has room for it. */
  readonly wantedAt: Instant
  /** By then `videos.list` must have told how it stands; that answer has figures, too. */
  readonly checkBy: Instant
  /** The newest read; null before the first one. */
  readonly readAt: Instant | null
  /** What the newest read told, so null where it told nothing. */
  readonly views: number | null
  /** Weighted towards the newest reads, rounded; null until two reads tell. */
  readonly viewsPerDay: number | null
  /** How many reads in a row brought no new views. */
  readonly unchangedReads: number
}

/** Due in every way: nothing was read yet. */
export const unreadPace = (now: Instant): Pace => ({
  promisedBy: now,
  wantedAt: now,
  checkBy: now,
  readAt: null,
  views: null,
  viewsPerDay: null,
  unchangedReads: 0,
})

/** Nothing was read: it is due as before, but not before `until`. */
export const putOff = (pace: Pace, until: Instant): Pace => {
  const notBefore = (at: Instant): Instant => (at < until ? until : at)
  const { promisedBy, wantedAt, checkBy } = pace
  return {
    ...pace,
    promisedBy: notBefore(promisedBy),
    wantedAt: notBefore(wantedAt),
    checkBy: notBefore(checkBy),
  }
}

/** How often the figures of a video are worth reading, by its age since publication. */
const WANTED: readonly (readonly [youngerThanMs: number, everyMs: number])[] = [
  [DAY_MS, HOUR_MS],
  [3 * DAY_MS, 5 * HOUR_MS],
  [14 * DAY_MS, 12 * HOUR_MS],
  [30 * DAY_MS, DAY_MS],
  [90 * DAY_MS, 3 * DAY_MS],
]
const WANTED_OF_THE_OLD_MS = 7 * DAY_MS

/** A fast one is read earlier, when about so many new views have come. */
const NEW_VIEWS = 50
const NEW_VIEWS_PERCENT = 2
const WANTED_LEAST_MS = 15 * MINUTE_MS

/** A settled one that stands still is read half as often with each so many reads, down to once a day. */
const UNCHANGED_READS = 3
const UNCHANGED_MOST_MS = DAY_MS

/** Five hours, less a tick of the schedule and the time that a run may take. */
export const PROMISED_MS = 4 * HOUR_MS + 45 * MINUTE_MS
/** 25 days, so that the newest figures are never purged while they can be read; less a day for an allowance that is spent. */
export const PROMISED_OF_THE_SETTLED_MS = 24 * DAY_MS

/** A release needs a good check at most 24 hours old; the rest is for an outage that ends. */
export const CHECKED_MS = 20 * HOUR_MS
export const CHECKED_OF_THE_SETTLED_MS = 7 * DAY_MS
/** No check is put off for longer. */
export const CHECKED_LATEST_MS = CHECKED_OF_THE_SETTLED_MS

/** How often a video is looked for that is not as agreed, by how long it has not been: its creator waits for the hold. */
const CHECKED_WHILE_DOWN: readonly (readonly [shorterThanMs: number, everyMs: number])[] = [
  [3 * DAY_MS, HOUR_MS],
  [14 * DAY_MS, 5 * HOUR_MS],
]
const CHECKED_WHILE_LONG_DOWN_MS = DAY_MS

/** A fall that nobody believes is looked at again so soon. */
const IMPLAUSIBLE_AGAIN_MS = 10 * MINUTE_MS

/** The newest read counts as much as all before it. */
const NEWEST_READ_WEIGHT = 0.5

/** What one call of YouTube's told of a video. */
export type Reading = {
  readonly at: Instant
  /** `videos.list` tells how the video stands; `videos.batchGetStats` does not. */
  readonly by: 'check' | 'figures'
  /** `absent` when a check found no such video. */
  readonly views: number | null | 'absent'
}

/** What the pace depends on besides reads. `liveness` is how the video stands after this reading. */
export type PacedBy = {
  readonly publishedAt: Instant
  readonly liveness: Liveness
  /** See `isOfLiveAd` below. Its figures are promised every five hours. */
  readonly isOfLiveAd: boolean
}

/** What keeps the promise of five hours up for a video. */
export type Stake = {
  /** An operator has yet to look at the upload. */
  readonly isUnderReview: boolean
  /** Its reward is neither released nor forfeited. */
  readonly isRewardHeld: boolean
  /** The last moment of its ad. */
  readonly adEndsAt: Instant
}

/**
 * The ad is live for this video: not only while it runs, but for as long as somebody's upload or reward hangs on what
 * is read. Once none of the three holds, the video is settled.
 */
export const isOfLiveAd = ({ isUnderReview, isRewardHeld, adEndsAt }: Stake, now: Instant): boolean =>
  isUnderReview || isRewardHeld || now <= adEndsAt

/** Takes one reading in; answers what YouTube took back since the one before, too. */
export const paceAfter = (
  earlier: Pace,
  reading: Reading,
  video: PacedBy,
): { readonly pace: Pace; readonly correction: Correction | null } => {
  const { at, by, views } = reading
  const before = unreadBy(earlier, at)
  const checkBy = by === 'check' ? nextCheckBy(video, at) : before.checkBy
  // Nothing can be promised of a video that is not there, until a check finds it again.
  if (views === 'absent')
    return { pace: { ...before, promisedBy: checkBy, wantedAt: checkBy, checkBy }, correction: null }
  const correction = correctionBetween(before.views, views)
  const growth = growthAfter(before, at, views)
  const again = later(at, IMPLAUSIBLE_AGAIN_MS)
  return {
    pace: {
      ...growth,
      promisedBy: later(at, video.isOfLiveAd ? PROMISED_MS : PROMISED_OF_THE_SETTLED_MS),
      wantedAt: later(at, wantedEveryMs(growth, video, at)),
      checkBy: correction?.kind === 'implausible' && again < checkBy ? again : checkBy,
    },
    correction,
  }
}

/** The instant that shows that a clock far ahead has read the video, or put its check off; null when none has. */
export const wronglyPacedAt = ({ readAt, checkBy }: Pace, now: Instant): Instant | null => {
  if (readAt !== null && isOfWrongClock(readAt, now)) return readAt
  return isOfWrongClock(later(checkBy, -CHECKED_LATEST_MS), now) ? checkBy : null
}

/** What was read in a future that only a wrong clock knew was not read at any time that is known. */
const unreadBy = (pace: Pace, at: Instant): Pace =>
  pace.readAt !== null && isOfWrongClock(pace.readAt, at) ? { ...pace, readAt: null } : pace

/** What is known of its growth once this read is taken in. */
type Growth = Pick<Pace, 'readAt' | 'views' | 'viewsPerDay' | 'unchangedReads'>

const growthAfter = (before: Pace, at: Instant, views: number | null): Growth => ({
  readAt: at,
  views,
  viewsPerDay: weighted(before.viewsPerDay, viewsPerDaySince(before, at, views)),
  unchangedReads: before.readAt !== null && views === before.views ? before.unchangedReads + 1 : 0,
})

const weighted = (earlier: number | null, newest: number | null): number | null => {
  if (earlier === null || newest === null) return newest === null ? earlier : Math.round(newest)
  return Math.round(NEWEST_READ_WEIGHT * newest + (1 - NEWEST_READ_WEIGHT) * earlier)
}

/** Null where the two reads say nothing of growth: a count was not told, or hardly any time passed. */
const viewsPerDaySince = (before: Pace, at: Instant, views: number | null): number | null => {
  if (before.readAt === null || before.views === null || views === null) return null
  const passedMs = at - before.readAt
  // Views that YouTube took back are no growth, and no sign of none to come either.
  return passedMs < MINUTE_MS || views < before.views ? null : ((views - before.views) * DAY_MS) / passedMs
}

const wantedEveryMs = (
  { views, viewsPerDay, unchangedReads }: Growth,
  { publishedAt, isOfLiveAd }: PacedBy,
  at: Instant,
): number => {
  const baseMs = byDuration(WANTED, at - publishedAt) ?? WANTED_OF_THE_OLD_MS
  const newViews = Math.max(NEW_VIEWS, ((views ?? 0) * NEW_VIEWS_PERCENT) / 100)
  const untilTheyComeMs = Math.round((newViews * DAY_MS) / (viewsPerDay ?? 0))
  const everyMs = Math.min(baseMs, Math.max(WANTED_LEAST_MS, untilTheyComeMs))
  if (isOfLiveAd || everyMs >= UNCHANGED_MOST_MS) return everyMs
  return Math.min(UNCHANGED_MOST_MS, everyMs * 2 ** Math.floor(unchangedReads / UNCHANGED_READS))
}

/** When a check at `at` that left the video standing so is to be followed by the next one. */
const nextCheckBy = ({ liveness, isOfLiveAd }: PacedBy, at: Instant): Instant =>
  match(liveness)
    .with({ state: 'live' }, () => later(at, isOfLiveAd ? CHECKED_MS : CHECKED_OF_THE_SETTLED_MS))
    .with({ state: 'missing' }, ({ firstMissedAt }) => {
      const confirmedAt = later(firstMissedAt, CONFIRMATION_MS)
      // Never at once again: a miss that could be confirmed by now is no longer a first one.
      return confirmedAt > at ? confirmedAt : later(at, HOUR_MS)
    })
    .with({ state: 'down' }, ({ downSince }) => {
      const downMs = at - downSince
      const everyMs = byDuration(CHECKED_WHILE_DOWN, downMs)
      if (everyMs !== null) return later(at, everyMs)
      // Nothing waits for a settled one any more.
      return later(at, isOfLiveAd ? CHECKED_WHILE_LONG_DOWN_MS : CHECKED_OF_THE_SETTLED_MS)
    })
    .exhaustive()

/** The first row that is for so long a duration; null when all are for shorter ones. */
const byDuration = (rows: readonly (readonly [number, number])[], durationMs: number): number | null =>
  rows.find(([lessThanMs]) => durationMs < lessThanMs)?.[1] ?? null
