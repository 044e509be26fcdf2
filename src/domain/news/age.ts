import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../primitives.ts'

/** How long ago something was, as people say it within a day. */
export type Age =
  | { readonly unit: 'moment' }
  | { readonly unit: 'minute' | 'hour'; readonly count: number }
  /** A day ago or longer, or not yet: then its date says more. */
  | { readonly unit: 'date' }

export const ageOf = (at: Instant, now: Instant): Age => {
  const passedMs = now - at
  if (passedMs < 0 || passedMs >= DAY_MS) return { unit: 'date' }
  if (passedMs < MINUTE_MS) return { unit: 'moment' }
  if (passedMs < HOUR_MS) return { unit: 'minute', count: Math.floor(passedMs / MINUTE_MS) }
  return { unit: 'hour', count: Math.floor(passedMs / HOUR_MS) }
}
