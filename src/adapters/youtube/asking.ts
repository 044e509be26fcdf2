import { setTimeout as sleep } from 'node:timers/promises'
import { match } from 'ts-pattern'
import type { z } from 'zod'
import { formatIso } from '../../domain/calendar.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { QuotaBucket } from '../../ports/quota.ts'
import type { PlatformFailure } from '../../ports/video-platform.ts'
import type { Meter, Purpose } from './meter.ts'
import { classifyRefusal, reasonsOf } from './youtube-refusal.ts'

/** One question to the Data API. */
export type Question<T, Special = never> = {
  /** What stands behind `/youtube/v3/`. */
  readonly path: string
  /** What its units are charged to. */
  readonly bucket: QuotaBucket
  readonly parameters: Readonly<Record<string, string>>
  readonly answer: z.ZodType<T>
  /** A refusal that means something of its own to this question; it is looked at first. */
  readonly special?: (status: number, body: unknown) => Special | null
}

export type Ask = <T, Special = never>(
  question: Question<T, Special>,
) => Promise<Result<T, PlatformFailure | Special>>

/**
 * Why a question found no answer, for operators. `cause` is short, and holds neither the key nor an address: a status of
 * HTTP with YouTube's reason, or the code of the system, such as `ECONNREFUSED`.
 */
export type YouTubeTrouble = {
  readonly kind: 'no-answer' | 'key-refused' | 'units-spent'
  readonly cause: string
}

export type Asking = {
  readonly apiKey: string
  /** What stands before `/youtube/v3/…`. */
  readonly baseUrl: string
  readonly meter: Meter
  readonly patience: Patience
  readonly onTrouble: (trouble: YouTubeTrouble) => void
  readonly fetch: typeof fetch
  readonly wait: (durationMs: number) => Promise<unknown>
  readonly random: () => number
}

/** How long a call may take, in milliseconds. */
export type Patience = {
  /** Limit of one attempt. */
  readonly attemptMs: number
  /** Limit of one call with its repetitions and pauses. */
  readonly overallMs: number
  readonly repetitions: number
  /** The pause before the first repetition; each further one is twice as long. */
  readonly firstPauseMs: number
}

/** The app of 2020 gives up after ten seconds. A job may wait, but must tell before others take its run over. */
export const PATIENCE: Readonly<Record<Purpose, Patience>> = {
  people: { attemptMs: 5_000, overallMs: 8_000, repetitions: 2, firstPauseMs: 400 },
  schedule: { attemptMs: 8_000, overallMs: 20_000, repetitions: 3, firstPauseMs: 1_000 },
}

// 50 videos with the longest descriptions, escaped and sent twice (`localized`), come to about one and a half.
const MAX_BODY_BYTES = 4 * 1024 * 1024

export const pause = (durationMs: number): Promise<unknown> => sleep(durationMs)

/**
 * Asks, and asks again after faults on the way, while there is time. Every attempt reserves its unit before it is sent,
 * since YouTube charges refused ones, too. What lasts is told at once: a spent quota, a refused key.
 */
export const asker = ({ apiKey, baseUrl, meter, patience, random, onTrouble, ...io }: Asking): Ask => {
  const root = readBaseUrl(baseUrl)
  const refuse = (failure: PlatformFailure, bucket: QuotaBucket, cause: string | null) => {
    onTrouble(troubleOf(failure, bucket, cause))
    return err(failure)
  }
  const { attemptMs, overallMs, repetitions, firstPauseMs } = patience

  return async ({ path, bucket, parameters, answer: schema, special }) => {
    // The key stays a query parameter because that is the documented way. So addresses never leave this function.
    const url = `${root}/youtube/v3/${path}?${new URLSearchParams({ ...parameters, key: apiKey })}`
    const deadline = AbortSignal.timeout(overallMs)
    const giveUpAt = performance.now() + overallMs
    for (let repetition = 0; ; repetition += 1) {
      const refused = await meter.reserve(bucket)
      if (refused !== null) return refuse(refused, bucket, null)
      const answer = await attempt(io.fetch, url, AbortSignal.any([deadline, AbortSignal.timeout(attemptMs)]))
      let pauseMs = firstPauseMs * 2 ** repetition * (0.5 + random() / 2)
      const cause = 'cause' in answer ? answer.cause : inWords(answer, apiKey)
      if ('status' in answer && answer.status === 200) {
        const parsed = schema.safeParse(answer.body)
        if (parsed.success) return ok(parsed.data)
      } else if ('status' in answer) {
        const meaning = special?.(answer.status, answer.body) ?? null
        if (meaning !== null) return err(meaning)
        const refusal = await judge(answer, { path, bucket, apiKey, meter })
        if ('failure' in refusal) return refuse(refusal.failure, bucket, cause)
        pauseMs = Math.max(pauseMs, refusal.retryAfterMs)
      }
      if (repetition === repetitions || performance.now() + pauseMs >= giveUpAt)
        return refuse({ kind: 'youtube-unavailable' }, bucket, cause)
      await io.wait(pauseMs)
      if (deadline.aborted) return refuse({ kind: 'youtube-unavailable' }, bucket, cause)
    }
  }
}

const readBaseUrl = (baseUrl: string): string => {
  const url = URL.parse(baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || /[?#]/.test(baseUrl)) {
    throw new Error("the YouTube API's base URL must be an http(s) address without user, query and fragment")
  }
  return baseUrl.replace(/\/+$/, '')
}

/** `cause` is null when nothing was asked, since our own count says that no unit is left. */
const troubleOf = (failure: PlatformFailure, bucket: QuotaBucket, cause: string | null): YouTubeTrouble => {
  if (failure.kind === 'youtube-quota-exhausted')
    return {
      kind: 'units-spent',
      cause: `${bucket}, until ${formatIso(failure.retryAt)}${cause === null ? '' : ` (${cause})`}`,
    }
  return {
    kind: failure.kind === 'youtube-key-refused' ? 'key-refused' : 'no-answer',
    cause: cause ?? failure.kind,
  }
}

type Answer = { readonly status: number; readonly body: unknown }

/** What arrived may be from something between us and YouTube, such as a proxy: then it says so little. */
const inWords = ({ status, body }: Answer, apiKey: string): string => {
  if (body === undefined) return `${status}, and no JSON`
  const reasons = reasonsOf(body).filter((reason) => isPlain(reason, apiKey))
  if (reasons.length > 0) return `${status} ${reasons.join(' ')}`
  return status === 200 ? '200, but not in the form of YouTube' : String(status)
}

/** Reasons are single words. Whatever else stands in their place may be anything, the key as well. */
const isPlain = (reason: string, apiKey: string): boolean =>
  /^[A-Za-z_]{1,60}$/.test(reason) && !reason.includes(apiKey)

/** `cause` when no whole answer arrived: no connection, no patience, a redirect, a cut or endless body. */
const attempt = async (
  fetchFrom: typeof fetch,
  url: string,
  signal: AbortSignal,
): Promise<Answer | { readonly cause: string }> => {
  try {
    const response = await fetchFrom(url, {
      signal,
      redirect: 'error',
      // Google compresses only for clients whose name contains "gzip".
      headers: { accept: 'application/json', 'user-agent': 'crecker (gzip)' },
    })
    const written = await readLimited(response)
    if (written === null) return { cause: `${response.status}, with more than any answer has` }
    return { status: response.status, body: parseJson(written) }
  } catch (error) {
    return { cause: causeOf(error) }
  }
}

/** The error's own words are dropped on purpose: they may contain the address, and with it the key. */
const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'the connection failed'
  if (error.name === 'TimeoutError') return 'timed out'
  const { cause } = error
  if (!(cause instanceof Error)) return 'the connection failed'
  if (cause.message === 'unexpected redirect') return 'a redirect, which is not followed'
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  if (code === 'UND_ERR_SOCKET') return 'the connection was cut off'
  return CODE_OF_THE_SYSTEM.test(code) ? code : 'the connection failed'
}

const CODE_OF_THE_SYSTEM = /^(E[A-Z]{3,20}|(UND_)?ERR_[A-Z_]{3,40}|[A-Z]+(_[A-Z]+)*_CERT(_[A-Z]+)*)$/

const readLimited = async (response: Response): Promise<string | null> => {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let size = 0
  let written = ''
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) return null
    written += decoder.decode(chunk, { stream: true })
  }
  return written + decoder.decode()
}

const parseJson = (written: string): unknown => {
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}

/** A refusal that lasts, or how long YouTube wants to be left alone before another try, in milliseconds. */
type Judgement = { readonly failure: PlatformFailure } | { readonly retryAfterMs: number }

const judge = (
  answer: Answer,
  {
    path,
    bucket,
    apiKey,
    meter,
  }: {
    readonly path: string
    readonly bucket: QuotaBucket
    readonly apiKey: string
    readonly meter: Meter
  },
): Promise<Judgement> =>
  match(classifyRefusal(answer.status, answer.body))
    .returnType<Promise<Judgement>>()
    .with({ kind: 'passing' }, async ({ retryAfterMs }) => ({ retryAfterMs }))
    .with({ kind: 'key' }, async () => ({ failure: { kind: 'youtube-key-refused' } }))
    .with({ kind: 'quota-of-the-day' }, async () => ({ failure: await meter.close(bucket) }))
    .with({ kind: 'our-request' }, ({ reasons }) => {
      const plain = reasons.filter((reason) => isPlain(reason, apiKey))
      throw new Error(`YouTube does not understand our ${path} request: ${answer.status} ${plain.join(', ')}`)
    })
    .exhaustive()
