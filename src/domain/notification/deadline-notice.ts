import { daysLeft, type KoreanDay, koreanDayOf } from '../calendar.ts'
import { DAY_MS, type Instant, later } from '../primitives.ts'
import type { AdNamed, NotificationFact } from './notification.ts'

/** Until when an assigned creator uploads, and until when that can be submitted. */
export type UploadDeadline = {
  readonly ad: AdNamed
  readonly uploadTo: Instant
  readonly completeDate: Instant
}

export type DeadlineFact = Extract<NotificationFact, { kind: 'due-tomorrow' | 'due-today' | 'overdue' }>

/** Ads whose upload period ends on these Korean days are spoken of on the day of `slot`: tomorrow, and yesterday. */
export const deadlineDays = (slot: Instant): readonly KoreanDay[] =>
  [DAY_MS, -DAY_MS].map((distance) => koreanDayOf(later(slot, distance)))

/**
 * What a creator who has not submitted yet is told for the day of `slot`, so that it is true at `now`, which may be
 * days after it. The day before the end becomes its last day, and is not told once that is over: the end has a day of
 * its own. Null also when nothing can be submitted any more, since nobody is to be warned of what they cannot mend.
 */
export const deadlineFact = (
  slot: Instant,
  { ad, uploadTo, completeDate }: UploadDeadline,
  now: Instant,
): DeadlineFact | null => {
  if (now > completeDate) return null
  const left = daysLeft(now, uploadTo)
  if (koreanDayOf(uploadTo) < koreanDayOf(slot)) return left < 0 ? { kind: 'overdue', ad, days: -left } : null
  if (now > uploadTo) return null
  if (left === 1) return { kind: 'due-tomorrow', ad }
  return left === 0 ? { kind: 'due-today', ad } : null
}
