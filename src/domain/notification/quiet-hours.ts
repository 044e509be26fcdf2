import { koreanDayOf, startOfDay } from '../calendar.ts'
import { DAY_MS, HOUR_MS, type Instant, later } from '../primitives.ts'

/** From 21:00 to 08:00 in Korea, at night, when its law forbids advertising without a consent of its own (ICN Act, article 50). */
const QUIET_HOURS = { from: 21, to: 8 } as const

/** When the night that `now` lies in is over; null by day, from 08:00:00.000 to 20:59:59.999. */
export const quietUntil = (now: Instant): Instant | null => {
  const midnight = startOfDay(koreanDayOf(now))
  const morning = later(midnight, QUIET_HOURS.to * HOUR_MS)
  if (now < morning) return morning
  return now < later(midnight, QUIET_HOURS.from * HOUR_MS) ? null : later(morning, DAY_MS)
}
