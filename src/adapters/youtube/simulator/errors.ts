import type { Bucket, QuotaLimits, SpentStatus } from './quota.ts'

/** A refusal with its HTTP status, in the envelope that YouTube uses. */
export type YouTubeError = { readonly status: number; readonly body: unknown }

type Reason = {
  readonly domain: string
  readonly reason: string
  readonly location?: string
  readonly locationType?: string
}
/** Errors of Google's gateway carry a status word and details, YouTube's own older ones do not. */
type Gateway = { readonly status: string; readonly details?: readonly unknown[] }

const refusal = (code: number, message: string | null, reason: Reason, gateway?: Gateway): YouTubeError => ({
  status: code,
  body: { error: { code, message, errors: [{ message, ...reason }], ...gateway } },
})

const errorInfo = (reason: string, metadata: Readonly<Record<string, string>>) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata: { service: 'youtube.googleapis.com', ...metadata },
})

const PROJECT = 'project_number:100000000000'

export const missingKey = (): YouTubeError =>
  refusal(
    403,
    'The request is missing a valid API key.',
    { domain: 'global', reason: 'forbidden' },
    { status: 'PERMISSION_DENIED' },
  )

export const invalidKey = (): YouTubeError => {
  const message = 'API key not valid. Please pass a valid API key.'
  return refusal(
    400,
    message,
    { domain: 'global', reason: 'badRequest' },
    {
      status: 'INVALID_ARGUMENT',
      details: [
        errorInfo('API_KEY_INVALID', {}),
        { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message },
      ],
    },
  )
}

/** How a wrong key was refused in earlier years. */
export const invalidKeyOfOld = (): YouTubeError =>
  refusal(400, 'Bad Request', { domain: 'usageLimits', reason: 'keyInvalid' })

export const apiNotEnabled = (): YouTubeError =>
  refusal(
    403,
    'YouTube Data API v3 has not been used in project 100000000000 before or it is disabled.',
    { domain: 'usageLimits', reason: 'accessNotConfigured' },
    { status: 'PERMISSION_DENIED', details: [errorInfo('SERVICE_DISABLED', { consumer: PROJECT })] },
  )

export const keyBlockedHere = (): YouTubeError =>
  refusal(
    403,
    'The provided API key has an IP address restriction.',
    { domain: 'global', reason: 'forbidden' },
    {
      status: 'PERMISSION_DENIED',
      details: [errorInfo('API_KEY_IP_ADDRESS_BLOCKED', { consumer: PROJECT })],
    },
  )

/** A 403 without details, or a 429 that names its unit: which of them a bucket answers is not documented. */
export const dayIsSpent = (bucket: Bucket, limits: QuotaLimits, status: SpentStatus): YouTubeError =>
  status === 403
    ? refusal(
        403,
        'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.',
        { domain: 'youtube.quota', reason: 'quotaExceeded' },
      )
    : limitIsSpent({
        metric: bucket === 'general' ? 'Queries' : 'Batch statistics queries',
        period: 'per day',
        unit: '1/d/{project}',
        limit: limits[bucket],
      })

export const dailyLimitOfOld = (): YouTubeError =>
  refusal(403, 'Daily Limit Exceeded', { domain: 'usageLimits', reason: 'dailyLimitExceeded' })

/** With `retryAfterMs` it says when to come again. */
export const minuteIsSpent = (limits: QuotaLimits, retryAfterMs?: number): YouTubeError =>
  limitIsSpent({
    metric: 'Queries',
    period: 'per minute',
    unit: '1/min/{project}',
    limit: limits.perMinute,
    further: retryAfterMs === undefined ? [] : [retryInfo(retryAfterMs)],
  })

const retryInfo = (retryAfterMs: number) => ({
  '@type': 'type.googleapis.com/google.rpc.RetryInfo',
  retryDelay: `${retryAfterMs / 1_000}s`,
})

/** How a limit of pace was told before it became a 429. */
export const tooFastOfOld = (): YouTubeError =>
  refusal(403, 'Rate Limit Exceeded', { domain: 'usageLimits', reason: 'rateLimitExceeded' })

const limitIsSpent = ({
  metric,
  period,
  unit,
  limit,
  further = [],
}: {
  readonly metric: string
  readonly period: 'per day' | 'per minute'
  readonly unit: string
  readonly limit: number
  readonly further?: readonly unknown[]
}): YouTubeError =>
  refusal(
    429,
    `Quota exceeded for quota metric '${metric}' and limit '${metric} ${period}' of service 'youtube.googleapis.com' for consumer '${PROJECT}'.`,
    { domain: 'global', reason: 'rateLimitExceeded' },
    {
      status: 'RESOURCE_EXHAUSTED',
      details: [
        errorInfo('RATE_LIMIT_EXCEEDED', {
          consumer: PROJECT,
          quota_limit: period === 'per day' ? 'DefaultPerDayPerProject' : 'DefaultPerMinutePerProject',
          quota_limit_value: String(limit),
          quota_metric: 'youtube.googleapis.com/default',
          quota_unit: unit,
        }),
        ...further,
      ],
    },
  )

export const noFilter = (filters: readonly string[]): YouTubeError =>
  refusal(400, `No filter selected. Expected one of: ${filters.join(', ')}`, {
    domain: 'youtube.parameter',
    reason: 'missingRequiredParameter',
    location: 'parameters.',
    locationType: 'other',
  })

export const missingParameter = (name: string): YouTubeError =>
  refusal(400, `Required parameter: ${name}`, {
    domain: 'youtube.parameter',
    reason: 'missingRequiredParameter',
    location: name,
    locationType: 'parameter',
  })

export const filtersTogether = (): YouTubeError =>
  refusal(400, 'Incompatible parameters specified in the request.', {
    domain: 'youtube.parameter',
    reason: 'incompatibleParameters',
    location: 'parameters.',
    locationType: 'other',
  })

export const tooManyIds = (): YouTubeError =>
  refusal(400, 'The request specifies an invalid filter parameter.', {
    domain: 'youtube.parameter',
    reason: 'invalidFilters',
    location: 'parameters.',
    locationType: 'other',
  })

export const unknownPart = (part: string): YouTubeError =>
  refusal(400, part, {
    domain: 'youtube.part',
    reason: 'unknownPart',
    location: 'part',
    locationType: 'parameter',
  })

export const invalidArgument = (): YouTubeError =>
  refusal(
    400,
    'Request contains an invalid argument.',
    { domain: 'global', reason: 'badRequest' },
    { status: 'INVALID_ARGUMENT' },
  )

export const backendError = (status: 500 | 503): YouTubeError =>
  status === 500
    ? refusal(500, 'Backend Error', { domain: 'global', reason: 'backendError' })
    : refusal(
        503,
        'The service is currently unavailable.',
        { domain: 'global', reason: 'backendError' },
        { status: 'UNAVAILABLE' },
      )

/** Seen in the wild: an error that says nothing. */
export const wordlessError = (): YouTubeError =>
  refusal(500, null, { domain: 'global', reason: 'backendError' })

/** Real, but not played here. Said aloud, so that nobody takes the simulator's silence for YouTube's. */
export const notSimulated = (what: string): YouTubeError =>
  refusal(501, `The simulator does not play ${what}.`, {
    domain: 'crecker.simulator',
    reason: 'notSimulated',
  })
