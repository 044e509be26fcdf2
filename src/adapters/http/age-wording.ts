import { formatDotted } from '../../domain/calendar.ts'
import { ageOf } from '../../domain/news/age.ts'
import type { Instant } from '../../domain/primitives.ts'

/** How long ago it was, as the app's users know it; from a day on, and for what is yet to come, the date `26.11.22`. */
export const ageWording = (at: Instant, now: Instant, english: boolean): string => {
  const age = ageOf(at, now)
  if (age.unit === 'date') return formatDotted(at)
  if (age.unit === 'moment') return english ? 'Just now' : '방금 전'
  if (english) return `${age.count} ${age.unit}${age.count === 1 ? '' : 's'} ago`
  return `${age.count}${age.unit === 'minute' ? '분' : '시간'} 전`
}
