import { match, P } from 'ts-pattern'
import { isOfWrongClock } from '../clocks.ts'
import { HOUR_MS, type Instant, later } from '../primitives.ts'

/** What one read showed of a video that must stay public with its hashtags. `unanswered`: YouTube gave no answer. */
export type LiveCheck = 'good' | 'missing' | 'not-public' | 'hashtags-missing' | 'unanswered'

/** `sent-back`: an operator asked for changes, and until the upload is submitted again nobody watches its video. */
export type PauseCause = 'unavailable' | 'not-public' | 'hashtags-missing' | 'sent-back'

/** How a video stands after all checks so far. `lastGoodAt` is the newest check that found all in order. */
export type Liveness = { readonly lastGoodAt: Instant } & (
  | { readonly state: 'live' }
  /** Absent from one answer, which alone proves nothing. */
  | { readonly state: 'missing'; readonly firstMissedAt: Instant }
  | { readonly state: 'down'; readonly downSince: Instant; readonly cause: PauseCause }
)

/** Time that does not count towards the hold, from the first failed check to the next good one, or to another cause. */
export type Pause = { readonly from: Instant; readonly to: Instant; readonly cause: PauseCause }

/** One missing answer counts only when a second one, at least this much later, confirms it. */
export const CONFIRMATION_MS = 6 * HOUR_MS

/** Takes one check in; a pause is answered when it has just ended. Rule: design, sections 5 and 13. */
export const observeLiveness = (
  before: Liveness,
  check: LiveCheck,
  now: Instant,
): { readonly liveness: Liveness; readonly ended: Pause | null } =>
  match([begunBy(before, now), check] as const)
    .returnType<{ liveness: Liveness; ended: Pause | null }>()
    .with([P._, 'good'], ([was]) => ({
      liveness: { state: 'live', lastGoodAt: now },
      ended: was.state === 'down' ? pauseOf(was, now) : null,
    }))
    // No answer in between takes the proof from the first miss, but finds nothing: the miss begins anew.
    .with([{ state: 'missing' }, 'unanswered'], ([was]) => unchanged({ ...was, firstMissedAt: now }))
    .with([{ state: P.union('live', 'down') }, 'unanswered'], ([was]) => unchanged(was))
    // Absent is also what was not public before: once more it proves nothing.
    .with([{ state: 'down' }, 'missing'], ([was]) => unchanged(was))
    // For another cause the pause goes on as another one, so that its creator learns what there is still to mend.
    .with([{ state: 'down' }, P.union('not-public', 'hashtags-missing')], ([was, cause]) =>
      was.cause === cause
        ? unchanged(was)
        : {
            liveness: { state: 'down', lastGoodAt: was.lastGoodAt, downSince: now, cause },
            ended: pauseOf(was, now),
          },
    )
    .with([{ state: 'live' }, 'missing'], ([{ lastGoodAt }]) =>
      unchanged({ state: 'missing', lastGoodAt, firstMissedAt: now }),
    )
    .with([{ state: 'missing' }, 'missing'], ([was]) =>
      unchanged(
        now >= later(was.firstMissedAt, CONFIRMATION_MS)
          ? { state: 'down', lastGoodAt: was.lastGoodAt, downSince: was.firstMissedAt, cause: 'unavailable' }
          : was,
      ),
    )
    .with(
      [{ state: P.union('live', 'missing') }, P.union('not-public', 'hashtags-missing')],
      ([was, cause]) =>
        unchanged({
          state: 'down',
          lastGoodAt: was.lastGoodAt,
          downSince: now,
          cause,
        }),
    )
    .exhaustive()

/**
 * The upload was sent back: from now on it lacks what was asked for, and nobody watches its video, until the same one is
 * submitted again and is good. A pause that runs already goes on until then.
 */
export const sendBackLiveness = (before: Liveness, now: Instant): Liveness =>
  before.state === 'down'
    ? begunBy(before, now)
    : { state: 'down', lastGoodAt: before.lastGoodAt, downSince: now, cause: 'sent-back' }

/** Since when the pause runs that has not ended yet; null when there is none. */
export const pausedSinceOf = (liveness: Liveness): Instant | null =>
  liveness.state === 'down' ? liveness.downSince : null

/** What a clock far ahead has begun begins now: otherwise it would be confirmed, and counted, only once that time has come. */
const begunBy = (was: Liveness, now: Instant): Liveness => {
  if (was.state === 'missing' && isOfWrongClock(was.firstMissedAt, now)) return { ...was, firstMissedAt: now }
  if (was.state === 'down' && isOfWrongClock(was.downSince, now)) return { ...was, downSince: now }
  return was
}

/** Clocks may go back, but no pause ends before it began: it would shorten the hold. */
const pauseOf = ({ downSince, cause }: Liveness & { readonly state: 'down' }, now: Instant): Pause => ({
  from: downSince,
  to: now > downSince ? now : downSince,
  cause,
})

const unchanged = (liveness: Liveness): { liveness: Liveness; ended: Pause | null } => ({
  liveness,
  ended: null,
})
