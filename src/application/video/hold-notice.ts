import { holdOf, releaseDueAt } from '../../domain/cash/hold.ts'
import { type AdNamed, type NewNotification, notice } from '../../domain/notification/notification.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import type { Liveness, Pause } from '../../domain/video/live-check.ts'

/** A reward above 0 that is neither released nor forfeited, and what decides when it will be. */
export type HeldReward = {
  readonly participationId: Id<'Participation'>
  readonly creatorId: Id<'Account'>
  readonly ad: AdNamed
  readonly publishedAt: Instant
  /** Null until an operator has completed the participation. */
  readonly completedAt: Instant | null
  readonly holdDays: number
}

/** What one check changed, as `observeLiveness` answered it. */
export type LivenessChange = {
  readonly before: Liveness
  readonly after: Liveness
  /** The pause that has just ended, if one has. */
  readonly ended: Pause | null
  /** The pauses that ended before that one. */
  readonly earlierPauses: readonly Pause[]
  /** Which required hashtags the video lacks; empty for any other cause. */
  readonly missingHashtags: readonly string[]
}

/**
 * What the creator is told when a check changed how their video stands: that the hold pauses, also when it does so for
 * another cause than before, or that it goes on. Null when there is nothing to tell. Each pause is told once.
 */
export const holdNotice = (
  held: HeldReward,
  { before, after, ended, earlierPauses, missingHashtags }: LivenessChange,
  now: Instant,
): NewNotification | null => {
  const { participationId, creatorId, ad } = held
  if (after.state === 'down') {
    if (before.state === 'down' && before.cause === after.cause) return null
    const fact = { kind: 'hold-paused', ad, cause: after.cause, missingHashtags } as const
    return notice(creatorId, fact, `${participationId}:${after.cause}:${now}`, now)
  }
  if (ended === null) return null
  const due = dueAt(held, [...earlierPauses, ended], now)
  const movedMs = due - dueAt(held, earlierPauses, now)
  const fact = { kind: 'hold-resumed', ad, releaseDueAt: due, movedMs } as const
  return notice(creatorId, fact, `${participationId}:${ended.to}`, now)
}

const dueAt = (
  { publishedAt, completedAt, holdDays }: HeldReward,
  pauses: readonly Pause[],
  now: Instant,
): Instant =>
  releaseDueAt(
    holdOf({ upload: { publishedAt }, terms: { holdDays }, completedAt, pauses, pausedSince: null }),
    now,
  )
