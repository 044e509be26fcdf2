import { formatIso } from '../../domain/calendar.ts'
import { holdOf, releaseDueAt, releaseMovedMs } from '../../domain/cash/hold.ts'
import { DAY_MS, type Instant } from '../../domain/primitives.ts'
import type { Liveness, Pause } from '../../domain/video/live-check.ts'
import type { ParticipationDetail } from '../../ports/participation.ts'
import { type HoldStanding, nextStepWording, pauseWording } from './hold-wording.ts'

/**
 * When a reward becomes withdrawable, why that moved, and what its creator does now. An upload that an operator has yet to
 * look at is shown the earliest time. Null before an upload, and where no cash is held: there was none, or it came with
 * the opening cash of 2020.
 */
export const holdShown = (
  { participation: part, video, settled }: Pick<ParticipationDetail, 'participation' | 'video' | 'settled'>,
  english: boolean,
  now: Instant,
) => {
  if ((part.status !== 'submitted' && part.status !== 'completed') || video === null) return null
  if (part.terms.reward === 0 || settled?.how === 'brought-over') return null
  const pauses = pausesIn(video, part.upload.publishedAt, settled?.at ?? null)
  const pausedSince = pauses.find(({ to }) => to === null)?.from ?? null
  const hold = holdOf({
    upload: part.upload,
    terms: part.terms,
    completedAt: part.status === 'completed' ? part.since : null,
    pauses: pauses.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }])),
    pausedSince,
  })
  const dueAt = releaseDueAt(hold, now)
  const movedMs = releaseMovedMs(hold, now)
  const step = nextStepWording(
    settled === null ? standingOf(part.status, video, dueAt, now) : { is: settled.how },
  )
  return {
    holdDays: hold.holdDays,
    releaseDueAt: formatIso(dueAt),
    releasedAt: settled?.how === 'released' ? formatIso(settled.at) : null,
    forfeitedAt: settled?.how === 'forfeited' ? formatIso(settled.at) : null,
    movedMs,
    /** One decimal. */
    movedDays: Math.round((movedMs / DAY_MS) * 10) / 10,
    pausedSince: pausedSince === null ? null : formatIso(pausedSince),
    pauses: pauses.map(({ from, to, cause }) => {
      // Which ones were missing is known of the pause that runs, and forgotten of those that are over.
      const why = pauseWording(cause, to === null ? video.missingHashtags : [])
      return {
        from: formatIso(from),
        to: to === null ? null : formatIso(to),
        cause,
        why: english ? why.en : why.ko,
      }
    }),
    nextStep: english ? step.en : step.ko,
  }
}

type PauseShown = Omit<Pause, 'to'> & { readonly to: Instant | null }

/**
 * With the one that runs, which has no end yet. What lies before the publication moved nothing, nor does what comes after
 * the reward is settled.
 */
const pausesIn = (
  { liveness, pauses }: { readonly liveness: Liveness; readonly pauses: readonly Pause[] },
  publishedAt: Instant,
  settledAt: Instant | null,
): readonly PauseShown[] => {
  const all: readonly PauseShown[] =
    liveness.state === 'down'
      ? [...pauses, { from: liveness.downSince, to: null, cause: liveness.cause }]
      : pauses
  const since = all
    .filter(({ to }) => to === null || to > publishedAt)
    .map((pause) => ({ ...pause, from: pause.from > publishedAt ? pause.from : publishedAt }))
  if (settledAt === null) return since
  return since
    .filter(({ from }) => from < settledAt)
    .map((pause) => ({ ...pause, to: pause.to === null || pause.to > settledAt ? settledAt : pause.to }))
}

const standingOf = (
  status: 'submitted' | 'completed',
  { liveness, missingHashtags }: NonNullable<ParticipationDetail['video']>,
  dueAt: Instant,
  now: Instant,
): HoldStanding => {
  if (liveness.state === 'down') return { is: 'paused', cause: liveness.cause, hashtags: missingHashtags }
  if (liveness.state === 'missing') return { is: 'missed-once' }
  if (status === 'submitted') return { is: 'in-review' }
  return now < dueAt ? { is: 'running', dueAt } : { is: 'due' }
}
