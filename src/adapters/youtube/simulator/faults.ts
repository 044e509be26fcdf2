import type { ServerResponse } from 'node:http'
import { match, P } from 'ts-pattern'
import {
  apiNotEnabled,
  backendError,
  dailyLimitOfOld,
  dayIsSpent,
  invalidKeyOfOld,
  keyBlockedHere,
  minuteIsSpent,
  tooFastOfOld,
  wordlessError,
  type YouTubeError,
} from './errors.ts'
import type { MethodName } from './methods.ts'
import { YOUTUBE_QUOTA } from './quota.ts'

/** Something that goes wrong with a request instead of its answer, or before it. */
export type Fault =
  | { readonly kind: 'backend-error'; readonly status: 500 | 503 }
  | { readonly kind: 'wordless-error' }
  /** The limit per minute, with the delay after which YouTube wants to be asked again. */
  | { readonly kind: 'too-fast'; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'too-fast-of-old' }
  /** The quota of the day, in either of the two ways in which YouTube says so today. */
  | { readonly kind: 'day-is-spent'; readonly status: 403 | 429 }
  | { readonly kind: 'daily-limit-of-old' }
  | { readonly kind: 'api-not-enabled' }
  | { readonly kind: 'key-blocked-here' }
  | { readonly kind: 'key-invalid-of-old' }
  /** The page that Google's front has for addresses it does not know. */
  | { readonly kind: 'not-served' }
  /** The right answer, late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: 'cut' }
  /** A page instead of data, as something in between would send. */
  | { readonly kind: 'no-json'; readonly status: number }
  /** Sends the reader elsewhere. */
  | { readonly kind: 'redirect'; readonly to: string }
  /** A body without end. */
  | { readonly kind: 'endless' }
  /** Any answer at all, for what is not thought of here. */
  | { readonly kind: 'answer'; readonly status: number; readonly body?: unknown }

/** A fault that is still to come. */
export type WaitingFault = {
  readonly fault: Fault
  /** How many more requests it meets; may be Infinity. */
  readonly times: number
  /** The only method it meets, or null for any. */
  readonly method: MethodName | null
}

export type Faults = {
  /**
   * The next requests fail like this, one after the other in the order of calls; `times` may be Infinity. With a `method`
   * only its requests.
   */
  readonly add: (fault: Fault, times?: number, method?: MethodName | null) => void
  readonly clear: () => void
  readonly waiting: () => readonly WaitingFault[]
  /** Takes the fault of this request. */
  readonly take: (method: MethodName | null) => Fault | null
}

export const createFaults = (): Faults => {
  let waiting: readonly WaitingFault[] = []
  return {
    add: (fault, times = 1, method = null) => {
      waiting = [...waiting, { fault, times, method }]
    },
    clear: () => {
      waiting = []
    },
    waiting: () => waiting,
    take: (method) => {
      const at = waiting.findIndex((each) => each.method === null || each.method === method)
      const met = waiting[at]
      if (met === undefined) return null
      waiting = waiting.toSpliced(at, 1, ...(met.times > 1 ? [{ ...met, times: met.times - 1 }] : []))
      return met.fault
    },
  }
}

/** Google counts what its API has taken on, whatever became of it; not what it turned away over a key or a limit. */
export const isCharged = ({ kind }: Fault): boolean => CHARGED[kind]

const CHARGED: Readonly<Record<Fault['kind'], boolean>> = {
  'backend-error': true,
  'wordless-error': true,
  'too-fast': false,
  'too-fast-of-old': false,
  'day-is-spent': false,
  'daily-limit-of-old': false,
  'api-not-enabled': false,
  'key-blocked-here': false,
  'key-invalid-of-old': false,
  'not-served': false,
  // Its right answer is charged.
  slow: false,
  cut: true,
  'no-json': true,
  redirect: false,
  endless: true,
  answer: true,
}

const CHUNK = `"${'x'.repeat(65_534)}"`

/** Answers with the fault. `proceed` gives the right answer. */
export const answerWithFault = (fault: Fault, response: ServerResponse, proceed: () => void): void =>
  match(fault)
    .with({ kind: 'slow' }, ({ delayMs }) => {
      const timer = setTimeout(() => {
        if (!response.destroyed) proceed()
      }, delayMs)
      response.on('close', () => clearTimeout(timer))
    })
    .with({ kind: 'cut' }, () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 })
      response.write('{"kind": "youtube#videoListResponse", "items": [', () => response.destroy())
    })
    .with({ kind: 'not-served' }, () => answerUnknownAddress(response))
    .with({ kind: 'no-json' }, ({ status }) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Sorry</title>')
    })
    .with({ kind: 'redirect' }, ({ to }) => {
      response.writeHead(302, { location: to }).end()
    })
    .with({ kind: 'endless' }, () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        while (!response.destroyed && response.write(CHUNK));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    .with(P._, (plain) => {
      const { status, body } = errorOf(plain)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body, null, 2))
    })
    .exhaustive()

/** A page, not data: it is Google's front that answers, not the API. */
export const answerUnknownAddress = (response: ServerResponse): void => {
  response
    .writeHead(404, { 'content-type': 'text/html; charset=UTF-8' })
    .end('<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title>')
}

const errorOf = (
  fault: Exclude<Fault, { kind: 'slow' | 'cut' | 'not-served' | 'no-json' | 'redirect' | 'endless' }>,
): YouTubeError =>
  match(fault)
    .returnType<YouTubeError>()
    .with({ kind: 'backend-error' }, ({ status }) => backendError(status))
    .with({ kind: 'wordless-error' }, wordlessError)
    .with({ kind: 'too-fast' }, ({ retryAfterMs }) => minuteIsSpent(YOUTUBE_QUOTA, retryAfterMs))
    .with({ kind: 'too-fast-of-old' }, tooFastOfOld)
    .with({ kind: 'day-is-spent' }, ({ status }) => dayIsSpent('general', YOUTUBE_QUOTA, status))
    .with({ kind: 'daily-limit-of-old' }, dailyLimitOfOld)
    .with({ kind: 'api-not-enabled' }, apiNotEnabled)
    .with({ kind: 'key-blocked-here' }, keyBlockedHere)
    .with({ kind: 'key-invalid-of-old' }, invalidKeyOfOld)
    .with({ kind: 'answer' }, ({ status, body }) => ({ status, body }))
    .exhaustive()
