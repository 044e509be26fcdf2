import { describe, expect, test } from 'vitest'
import * as said from '../../../src/adapters/youtube/simulator/errors.ts'
import { YOUTUBE_QUOTA } from '../../../src/adapters/youtube/simulator/quota.ts'
import {
  classifyRefusal,
  type Refusal,
  saysNotServed,
} from '../../../src/adapters/youtube/youtube-refusal.ts'

type Said = { readonly status: number; readonly body: unknown }

const envelope = (status: number, error: Readonly<Record<string, unknown>>): Said => ({
  status,
  body: { error: { code: status, ...error } },
})
const because = (status: number, ...reasons: readonly string[]): Said =>
  envelope(status, { errors: reasons.map((reason) => ({ reason, domain: 'youtube' })) })
const detailed = (status: number, detail: Readonly<Record<string, unknown>>): Said =>
  envelope(status, { errors: [{ reason: 'rateLimitExceeded' }], details: [{}, detail] })

const PASSING: Refusal = { kind: 'passing', retryAfterMs: 0 }
const KEY: Refusal = { kind: 'key' }
const DAY: Refusal = { kind: 'quota-of-the-day' }

describe('what a refusal by YouTube means', () => {
  test.each<[what: string, said: Said, meaning: Refusal]>([
    ['403 for a spent day', said.dayIsSpent('general', YOUTUBE_QUOTA, 403), DAY],
    ['429 for a spent day', said.dayIsSpent('general', YOUTUBE_QUOTA, 429), DAY],
    ['403 for a spent day of statistics', said.dayIsSpent('batchGetStats', YOUTUBE_QUOTA, 403), DAY],
    ['429 for a spent day of statistics', said.dayIsSpent('batchGetStats', YOUTUBE_QUOTA, 429), DAY],
    ['the old words for a spent day', said.dailyLimitOfOld(), DAY],
    ['a second reason that names the day', because(403, 'forbidden', 'quotaExceeded'), DAY],
    [
      'the day in the name of a limit',
      detailed(429, { metadata: { quota_limit: 'SearchPerDayPerProject' } }),
      DAY,
    ],
    ['a day that is spoken of', envelope(429, { message: "limit 'Queries per day'" }), DAY],
    ['a limit per minute', said.minuteIsSpent(YOUTUBE_QUOTA), PASSING],
    [
      'a limit per minute, with a delay',
      said.minuteIsSpent(YOUTUBE_QUOTA, 1_500),
      { ...PASSING, retryAfterMs: 1_500 },
    ],
    [
      'a delay of nanoseconds',
      detailed(429, { retryDelay: '0.000000001s' }),
      { ...PASSING, retryAfterMs: 1 },
    ],
    ['a crooked delay', detailed(429, { retryDelay: 'soon' }), PASSING],
    [
      'an endless delay',
      detailed(429, { retryDelay: '99999999999s' }),
      { ...PASSING, retryAfterMs: 99_999_999_999_000 },
    ],
    [
      'the unit of a minute, whatever the text says of a day',
      envelope(429, {
        message: 'per day',
        details: [{ metadata: { quota_unit: '1/min/{project}', quota_limit: 'PerDay' } }],
      }),
      PASSING,
    ],
    ['the old words for too fast', said.tooFastOfOld(), PASSING],
    ['one user too fast', because(403, 'userRateLimitExceeded'), PASSING],
    ['a fault of theirs', said.backendError(500), PASSING],
    ['unavailable', said.backendError(503), PASSING],
    ['a fault without a word', said.wordlessError(), PASSING],
    ['a fault that names a spent day', because(503, 'quotaExceeded'), PASSING],
    ['too slow for them', envelope(408, { message: 'Request Timeout' }), PASSING],
    ['no envelope', { status: 403, body: undefined }, PASSING],
    ['a list', { status: 400, body: [] }, PASSING],
    ['an error that is a text', { status: 400, body: { error: 'invalid_grant' } }, PASSING],
    ['no key', said.missingKey(), KEY],
    ['a wrong key', said.invalidKey(), KEY],
    ['a wrong key, in the old words', said.invalidKeyOfOld(), KEY],
    ['the API is not enabled', said.apiNotEnabled(), KEY],
    ['a key that is blocked here', said.keyBlockedHere(), KEY],
    ['an unauthenticated call', because(401, 'authError'), KEY],
    ['an unregistered one', because(403, 'dailyLimitExceededUnreg'), KEY],
    ['no filter', said.noFilter(['id']), { kind: 'our-request', reasons: ['missingRequiredParameter'] }],
    ['too many ids', said.tooManyIds(), { kind: 'our-request', reasons: ['invalidFilters'] }],
    ['an unknown part', said.unknownPart('x'), { kind: 'our-request', reasons: ['unknownPart'] }],
    ['an unknown argument', said.invalidArgument(), { kind: 'our-request', reasons: ['badRequest'] }],
    [
      'nothing but nulls',
      envelope(400, { message: null, errors: null, details: null }),
      { kind: 'our-request', reasons: [] },
    ],
  ])('%s', (_what, { status, body }, meaning) => {
    expect(classifyRefusal(status, body)).toEqual(meaning)
  })

  test.each<[what: string, said: Said, is: boolean]>([
    ['an unknown address', { status: 404, body: undefined }, true],
    ['an unknown method', envelope(400, { message: 'Method not found.' }), true],
    ['status 501, for a call that YouTube does not have', envelope(501, { status: 'UNIMPLEMENTED' }), true],
    [
      'a project without an allowance',
      detailed(429, { metadata: { quota_unit: '1/d/{project}', quota_limit_value: '0' } }),
      true,
    ],
    ['a spent day', said.dayIsSpent('batchGetStats', YOUTUBE_QUOTA, 429), false],
    [
      'a minute without an allowance',
      detailed(429, { metadata: { quota_unit: '1/min/{project}', quota_limit_value: '0' } }),
      false,
    ],
    ['a wrong key', said.invalidKey(), false],
    ['an unknown argument', said.invalidArgument(), false],
    ['an outage', said.backendError(503), false],
    ['a page with status 400', { status: 400, body: undefined }, false],
  ])('whether the method is not served: %s', (_what, { status, body }, is) => {
    expect(saysNotServed(status, body)).toBe(is)
  })
})
