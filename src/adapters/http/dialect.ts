import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { formatIso } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/primitives.ts'
import { type Refusal, type Wording, wordingOf } from './refusal-wording.ts'
import { respond } from './respond.ts'
import { type SuccessMessage, successWording } from './success-wording.ts'

/**
 * How answers look. A success is the envelope in both dialects. A refusal is, for the 2020 app, the envelope with the
 * HTTP status and `data` that its screens survive (the table below); for everybody else a real status with RFC 9457
 * problem details. The standard dialect is asked for by `Authorization: Bearer` or `Accept: application/problem+json`.
 */
export const answer = (c: Context, message: SuccessMessage, data?: unknown): Response =>
  respond(
    c,
    200,
    JSON.stringify({
      statusCode: 200,
      success: true,
      message: successWording(message, wantsEnglish(c)),
      ...(data === undefined ? {} : { data }),
    }),
    JSON_TYPE,
  )

const JSON_TYPE = { 'Content-Type': 'application/json' }

/** `said` takes the place of the words that the refusal has elsewhere. */
export const refuse = (
  c: Context,
  refusal: Refusal,
  said: Pick<Wording, 'ko' | 'en'> | undefined = undefined,
): Response => {
  const wording = { ...wordingOf(refusal), ...said }
  const detail = wantsEnglish(c) ? wording.en : wording.ko
  if (speaksStandard(c)) {
    const retryAt = retryAtOf(refusal)
    const retryAfterSeconds =
      retryAt === null ? wording.retryAfterSeconds : secondsUntil(retryAt, c.get('askedAt'))
    return respond(
      c,
      wording.status,
      JSON.stringify({
        // First, since some refusals tell of a `status` of their own, which must not take the place of HTTP's.
        ...refusal,
        ...(retryAt === null ? {} : { retryAt: formatIso(retryAt) }),
        type: `urn:crecker:refusal:${refusal.kind}`,
        title: TITLES[wording.status] ?? 'Refused',
        status: wording.status,
        detail,
      }),
      {
        'Content-Type': 'application/problem+json; charset=UTF-8',
        ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
      },
    )
  }
  const survivable = APP_SURVIVES[routeOf(c)]
  const shape = (wording.outage ? survivable?.outage : survivable?.refusal) ?? { status: wording.status }
  const envelope = { statusCode: wording.status, success: false, message: detail }
  const body = 'data' in shape ? { ...envelope, data: shape.data } : envelope
  return respond(c, shape.status, JSON.stringify(body), JSON_TYPE)
}

/** When it is known to the second, the header says the same as the words. */
const retryAtOf = (refusal: Refusal): Instant | null => ('retryAt' in refusal ? refusal.retryAt : null)

const secondsUntil = (at: Instant, now: Instant): number => Math.max(1, Math.ceil((at - now) / 1_000))

/** Korean, unless the client asks for English before Korean. */
export const wantsEnglish = (c: Context): boolean => {
  const wanted = (c.req.header('accept-language') ?? '').toLowerCase()
  const [english, korean] = [wanted.search(/\ben\b/), wanted.search(/\bko\b/)]
  return english !== -1 && (korean === -1 || english < korean)
}

const speaksStandard = (c: Context): boolean =>
  /^Bearer\b/i.test(c.req.header('authorization') ?? '') ||
  (c.req.header('accept') ?? '').includes('application/problem+json')

/**
 * `GET /api/cash`: the pattern of the route that was asked for, as the table names it. It is the first that matches,
 * as it is the one that answers: `/userad/length` matches `/userad/:progress` too.
 */
const routeOf = (c: Context): string => {
  const route = matchedRoutes(c).find(({ path }) => !path.endsWith('*'))
  return `${c.req.method} ${route?.path ?? ''}`.replace(/\/$/, '')
}

type Shape = { readonly status: ContentfulStatusCode; readonly data?: unknown }
type Survivable = { readonly refusal: Shape; readonly outage?: Shape }

const EMPTY_LIST: Shape = { status: 200, data: [] }
/** A success status with `data` of a type that the screen's class does not bear: the app shows its failure message. */
const MISTYPED: Shape = { status: 200, data: '' }
const MESSAGE_ONLY: Shape = { status: 200 }
const NOT_FOUND: Shape = { status: 404 }

/**
 * What the app's screens survive, from `refusal` and `outage` of its contract. Routes that it does not call, and
 * outages that it survives as they are, answer real statuses.
 */
const APP_SURVIVES: Readonly<Record<string, Survivable>> = {
  'GET /api/advertise/ad/random': { refusal: EMPTY_LIST },
  'GET /api/advertise/ad/interest': { refusal: EMPTY_LIST },
  'GET /api/advertise/ad/popular': { refusal: EMPTY_LIST },
  'GET /api/advertise/ad/latest': { refusal: EMPTY_LIST },
  'GET /api/advertise/ad/list/:code': { refusal: EMPTY_LIST, outage: MISTYPED },
  'GET /api/advertise/ad/detail/:adIdx': { refusal: NOT_FOUND },
  'GET /api/advertise/ad/apply': { refusal: NOT_FOUND },
  'POST /api/advertise/ad/write': { refusal: MESSAGE_ONLY },
  'POST /api/auth/login': { refusal: MESSAGE_ONLY },
  'POST /api/auth/signup': { refusal: { status: 409 } },
  'GET /api/cash': {
    refusal: { status: 200, data: { cash: 0, cashAllowed: 0, history: [] } },
    outage: MISTYPED,
  },
  'POST /api/cash/withdraw': { refusal: MESSAGE_ONLY },
  'GET /api/user': { refusal: { status: 200, data: {} }, outage: { status: 200, data: {} } },
  'PUT /api/user': { refusal: MESSAGE_ONLY },
  'PUT /api/user/interest': { refusal: MESSAGE_ONLY },
  'GET /api/userad/length': {
    refusal: { status: 200, data: { 1: 0, 2: 0, 3: 0, 4: 0 } },
    outage: MISTYPED,
  },
  'GET /api/userad/:progress': { refusal: EMPTY_LIST, outage: MISTYPED },
  'POST /api/userad/auth/auth/auth': { refusal: MISTYPED, outage: MISTYPED },
  'POST /api/userad/auth': { refusal: MESSAGE_ONLY },
  'GET /api/news/card': { refusal: MESSAGE_ONLY },
  'GET /api/news/daily': { refusal: EMPTY_LIST },
  'GET /api/news/daily/:dailyIdx': { refusal: NOT_FOUND },
  'GET /api/news/support': { refusal: EMPTY_LIST },
  'GET /api/news/support/:newsIdx': { refusal: NOT_FOUND },
  'GET /api/news/recommand/:flag': { refusal: EMPTY_LIST },
  'POST /api/news/scrap': { refusal: NOT_FOUND },
  'DELETE /api/news/scrap': { refusal: NOT_FOUND },
  'GET /api/usernews': { refusal: EMPTY_LIST },
  'GET /api/expert/profile': { refusal: MESSAGE_ONLY },
  'GET /api/expert/qa/law': { refusal: MESSAGE_ONLY },
  'GET /api/expert/qa/law/:expertConsultIdx': { refusal: NOT_FOUND },
  'POST /api/expert/qa/law': { refusal: MESSAGE_ONLY },
  'PUT /api/expert/qa/apply': { refusal: MESSAGE_ONLY },
  'GET /api/report': { refusal: EMPTY_LIST },
  'GET /api/report/info': { refusal: MESSAGE_ONLY },
  'GET /api/report/:userAdIdx': { refusal: NOT_FOUND },
  'GET /api/notice': { refusal: MESSAGE_ONLY },
  'GET /api/notice/:noticeIdx': { refusal: NOT_FOUND },
  'GET /api/home': { refusal: MESSAGE_ONLY },
}

/** RFC 9457 titles, by status. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not logged in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict with the present state',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Refused',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available now',
}
