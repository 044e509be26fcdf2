import { quietUntil } from '../../domain/notification/quiet-hours.ts'
import type { Instant } from '../../domain/primitives.ts'

/** Until when a job that tells people something of its own accord waits, and what operators read about it. */
export const pauseAtNight = (now: Instant): { readonly until: Instant; readonly why: string } | null => {
  const until = quietUntil(now)
  return until === null ? null : { until, why: 'nobody is told anything between 21:00 and 08:00 Korean time' }
}
