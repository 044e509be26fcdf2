import { z } from 'zod'

/**
 * What a refusal by YouTube means for us:
 * - `quota-of-the-day`: nothing more until Pacific midnight
 * - `key`: the key is missing, wrong, blocked, or the API is switched off in its project; a person must act
 * - `passing`: a limit per minute or a fault on the way; worth another try
 * - `our-request`: YouTube does not understand what we asked, which is a fault in this program
 */
export type Refusal =
  | { readonly kind: 'quota-of-the-day' }
  | { readonly kind: 'key' }
  | { readonly kind: 'passing' }
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
          metadata: z
            .object({ quota_unit: text, quota_limit: text })
            .catch({ quota_unit: '', quota_limit: '' }),
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
  if (!parsed.success || status >= 500 || status === 408) return { kind: 'passing' }
  const { error } = parsed.data
  const reasons = error.errors.map(({ reason }) => reason)
  if (reasons.some((reason) => DAILY_REASONS.has(reason))) return { kind: 'quota-of-the-day' }
  const slower = status === 429 || reasons.some((reason) => PACE_REASONS.has(reason))
  if (slower) return limitsTheDay(error) ? { kind: 'quota-of-the-day' } : { kind: 'passing' }
  const key =
    status === 401 ||
    status === 403 ||
    reasons.some((reason) => KEY_REASONS.has(reason)) ||
    error.details.some(({ reason }) => KEY_DETAILS.test(reason))
  return key ? { kind: 'key' } : { kind: 'our-request', reasons }
}

const limitsTheDay = (error: z.infer<typeof errorEnvelope>['error']): boolean => {
  const named = error.details.find(({ metadata }) => metadata.quota_unit !== '')
  if (named !== undefined) return named.metadata.quota_unit.startsWith('1/d/')
  if (error.details.some(({ metadata }) => /PerDay/i.test(metadata.quota_limit))) return true
  return [error.message, ...error.errors.map(({ message }) => message)].some((said) => /per day/i.test(said))
}
