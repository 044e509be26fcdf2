import { z } from 'zod'

/**
 * What a refusal by YouTube means for us:
 * - `quota-of-the-day`: nothing more until Pacific midnight
 * - `key`: the key is missing, wrong, blocked, or the API is switched off in its project; a person must act
 * - `passing`: a limit per minute or a fault on the way; worth another try, when YouTube names a delay after it
 * - `our-request`: YouTube does not understand what we asked, which is a fault in this program
 */
export type Refusal =
  | { readonly kind: 'quota-of-the-day' }
  | { readonly kind: 'key' }
  | { readonly kind: 'passing'; readonly retryAfterMs: number }
  | { readonly kind: 'our-request'; readonly reasons: readonly string[] }

const text = z.string().catch('')

// Every piece may be absent or null: old YouTube errors and those of Google's gateway look different.
const errorEnvelope = z.object({
  error: z.object({
    message: text,
    status: text,
    errors: z.array(z.object({ reason: text, message: text })).catch([]),
    details: z
      .array(
        z.object({
          reason: text,
          retryDelay: text,
          metadata: z
            .object({ quota_unit: text, quota_limit: text, quota_limit_value: text })
            .catch({ quota_unit: '', quota_limit: '', quota_limit_value: '' }),
        }),
      )
      .catch([]),
  }),
})

const DAILY_REASONS: ReadonlySet<string> = new Set(['quotaExceeded', 'dailyLimitExceeded'])
const PACE_REASONS: ReadonlySet<string> = new Set(['rateLimitExceeded', 'userRateLimitExceeded'])
const KEY_REASONS: ReadonlySet<string> = new Set([
  'keyInvalid',
  'keyExpired',
  'accessNotConfigured',
  'ipRefererBlocked',
  'dailyLimitExceededUnreg',
])
const KEY_DETAILS = /^(API_KEY_|SERVICE_DISABLED|CONSUMER_)/

/**
 * Reads all reasons first, then the quota's unit, then the wording, and the HTTP status last:
 * since 2026 a 429 can mean "slower" as well as "not before midnight".
 * `body` is the parsed JSON, or undefined when the answer was none.
 */
export const classifyRefusal = (status: number, body: unknown): Refusal => {
  const parsed = errorEnvelope.safeParse(body)
  // Without Google's envelope the answer comes from something in between, such as a proxy.
  if (!parsed.success) return { kind: 'passing', retryAfterMs: 0 }
  const passing = { kind: 'passing', retryAfterMs: retryDelayOf(parsed.data.error) } as const
  if (status >= 500 || status === 408) return passing
  const { error } = parsed.data
  const reasons = error.errors.map(({ reason }) => reason)
  if (reasons.some((reason) => DAILY_REASONS.has(reason))) return { kind: 'quota-of-the-day' }
  const slower = status === 429 || reasons.some((reason) => PACE_REASONS.has(reason))
  if (slower) return limitsTheDay(error) ? { kind: 'quota-of-the-day' } : passing
  const key =
    status === 401 ||
    status === 403 ||
    reasons.some((reason) => KEY_REASONS.has(reason)) ||
    error.details.some(({ reason }) => KEY_DETAILS.test(reason))
  return key ? { kind: 'key' } : { kind: 'our-request', reasons }
}

/** All reasons that YouTube gives, in its own words, each once. Nothing is known of what they hold. */
export const reasonsOf = (body: unknown): readonly string[] => {
  const parsed = errorEnvelope.safeParse(body)
  if (!parsed.success) return []
  const { errors, details, status } = parsed.data.error
  const reasons = [...errors, ...details].map(({ reason }) => reason).filter((reason) => reason !== '')
  return [...new Set(reasons.length === 0 && status !== '' ? [status] : reasons)]
}

/** How YouTube says that it has no such method, or that this project has no allowance for it at all. */
export const saysNotServed = (status: number, body: unknown): boolean => {
  // Whatever the page says: an unknown address is answered by Google's front, not by the API.
  if (status === 404 || status === 405 || status === 501) return true
  const parsed = errorEnvelope.safeParse(body)
  if (!parsed.success) return false
  const { error } = parsed.data
  const said = [
    error.message,
    error.status,
    ...error.errors.flatMap(({ reason, message }) => [reason, message]),
  ]
  if (status === 400) return said.some((words) => UNKNOWN_METHOD.test(words))
  return (
    (status === 429 || status === 403) &&
    limitsTheDay(error) &&
    error.details.some(({ metadata }) => metadata.quota_limit_value === '0')
  )
}

const UNKNOWN_METHOD =
  /unknown[ _]?method|method[ _]?not[ _]?found|^(UNIMPLEMENTED|notImplemented)$|method .*not (supported|implemented)/i

type YouTubeError = z.infer<typeof errorEnvelope>['error']

/** Google writes durations as seconds with an `s` behind, such as `0.5s`. */
const retryDelayOf = ({ details }: YouTubeError): number => {
  const delays = details.flatMap(({ retryDelay }) => {
    const seconds = /^(\d{1,15}(?:\.\d{1,9})?)s$/.exec(retryDelay)?.[1]
    return seconds === undefined ? [] : [Math.ceil(Number(seconds) * 1_000)]
  })
  return Math.max(0, ...delays)
}

const limitsTheDay = (error: YouTubeError): boolean => {
  const named = error.details.find(({ metadata }) => metadata.quota_unit !== '')
  if (named !== undefined) return named.metadata.quota_unit.startsWith('1/d/')
  if (error.details.some(({ metadata }) => /PerDay/i.test(metadata.quota_limit))) return true
  return [error.message, ...error.errors.map(({ message }) => message)].some((said) => /per day/i.test(said))
}
