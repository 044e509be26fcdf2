import type { ServerResponse } from 'node:http'
import { match, P } from 'ts-pattern'
import {
  apiNotEnabled,
  backendError,
  dailyLimitOfOld,
  invalidKeyOfOld,
  keyBlockedHere,
  minuteIsSpent,
  tooFastOfOld,
  wordlessError,
  type YouTubeError,
} from './errors.ts'
import { YOUTUBE_QUOTA } from './quota.ts'

/** Something that goes wrong with a request instead of its answer, or before it. */
export type Fault =
  | { readonly kind: 'backend-error'; readonly status: 500 | 503 }
  | { readonly kind: 'wordless-error' }
  | { readonly kind: 'too-fast' }
  | { readonly kind: 'too-fast-of-old' }
  | { readonly kind: 'daily-limit-of-old' }
  | { readonly kind: 'api-not-enabled' }
  | { readonly kind: 'key-blocked-here' }
  | { readonly kind: 'key-invalid-of-old' }
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
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }

export type Faults = {
  /** The next requests fail like this, one after the other in the order of calls; `times` may be Infinity. */
  readonly add: (fault: Fault, times?: number) => void
  readonly clear: () => void
  /** Takes the fault of this request. */
  readonly take: () => Fault | null
}

export const createFaults = (): Faults => {
  let waiting: readonly { readonly fault: Fault; readonly times: number }[] = []
  return {
    add: (fault, times = 1) => {
      waiting = [...waiting, { fault, times }]
    },
    clear: () => {
      waiting = []
    },
    take: () => {
      const [first, ...rest] = waiting
      if (first === undefined) return null
      waiting = first.times > 1 ? [{ fault: first.fault, times: first.times - 1 }, ...rest] : rest
      return first.fault
    },
  }
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

const errorOf = (
  fault: Exclude<Fault, { kind: 'slow' | 'cut' | 'no-json' | 'redirect' | 'endless' }>,
): YouTubeError =>
  match(fault)
    .returnType<YouTubeError>()
    .with({ kind: 'backend-error' }, ({ status }) => backendError(status))
    .with({ kind: 'wordless-error' }, wordlessError)
    .with({ kind: 'too-fast' }, () => minuteIsSpent(YOUTUBE_QUOTA))
    .with({ kind: 'too-fast-of-old' }, tooFastOfOld)
    .with({ kind: 'daily-limit-of-old' }, dailyLimitOfOld)
    .with({ kind: 'api-not-enabled' }, apiNotEnabled)
    .with({ kind: 'key-blocked-here' }, keyBlockedHere)
    .with({ kind: 'key-invalid-of-old' }, invalidKeyOfOld)
    .with({ kind: 'answer' }, ({ status, body }) => ({ status, body }))
    .exhaustive()
