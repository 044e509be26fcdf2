import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import { err, ok, type Result } from '../../domain/result.ts'
import { type S3Place, s3AddressOf } from './s3-address.ts'

export type S3Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Comes with keys that are good for a while only. */
  readonly sessionToken: string | null
}

export type S3Settings = {
  readonly place: S3Place
  readonly credentials: S3Credentials
  /** Limit of reading and removing, with the repetition. The edge gives a request for a picture 2.3 seconds. */
  readonly limitMs?: number
  /** Limit of writing, with the repetition: five megabytes take longer on their way than an answer. */
  readonly writeLimitMs?: number
  /** How the pause before the repetition is spent. */
  readonly wait?: (durationMs: number) => Promise<unknown>
  /** From 0 to 1, spreads repetitions. */
  readonly random?: () => number
}

export type S3Request = {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Follows the prefix; nothing in it may need escaping. */
  readonly name: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Of the answer; little is enough when no picture is expected. */
  readonly maximumBytes?: number
}

export type S3Answer = {
  readonly status: number
  /** Such as `NoSuchKey`; null when all is well, and when the answer is none of S3. */
  readonly code: string | null
  readonly etag: string | null
  /** What its head says of the size, also when there is no body; null when it does not say. */
  readonly announcedBytes: number | null
  readonly bytes: Uint8Array
}

export type AskS3 = (request: S3Request) => Promise<S3Answer>

type Failure = { readonly message: string; readonly mayPass: boolean }

const LIMIT_MS = 2_000
const WRITE_LIMIT_MS = 5_000
const PAUSE_MS = 200
const LITTLE_BYTES = 64 * 1024
const MAY_PASS: readonly number[] = [429, 500, 502, 503, 504]

/**
 * Asks S3-compatible storage with signed requests (AWS Signature Version 4). What fails at once and may pass is tried once
 * more, within the same limit. Throws when no whole answer came in time; no error text contains a key or an address.
 */
export const s3Requests = (settings: S3Settings): AskS3 => {
  const {
    limitMs = LIMIT_MS,
    writeLimitMs = WRITE_LIMIT_MS,
    wait = (durationMs: number) => sleep(durationMs),
    random = Math.random,
  } = settings
  const attempt = attempter(settings)
  return async (request) => {
    const deadline = AbortSignal.timeout(request.method === 'PUT' ? writeLimitMs : limitMs)
    const first = await attempt(request, deadline)
    if (deadline.aborted || !(first.ok ? MAY_PASS.includes(first.value.status) : first.error.mayPass))
      return answerOf(first)
    await wait(PAUSE_MS * (0.5 + random() / 2))
    return answerOf(deadline.aborted ? first : await attempt(request, deadline))
  }
}

const answerOf = (tried: Result<S3Answer, Failure>): S3Answer => {
  if (!tried.ok) throw new Error(tried.error.message)
  return tried.value
}

const attempter = ({ place, credentials }: S3Settings) => {
  const root = s3AddressOf(place)
  // The signing key of a day, which the signer keeps there.
  const cache = new Map<string, ArrayBuffer>()
  const { accessKeyId, secretAccessKey, sessionToken } = credentials

  return async (request: S3Request, signal: AbortSignal): Promise<Result<S3Answer, Failure>> => {
    const { method, name, headers = {}, body } = request
    const signed = await new AwsV4Signer({
      method,
      url: `${root}${name}`,
      // So that neither the picture nor how it is served can be changed on the way.
      headers: { ...headers, 'x-amz-content-sha256': sha256(body ?? new Uint8Array()) },
      allHeaders: true,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === null ? {} : { sessionToken }),
      service: 's3',
      region: place.region,
      cache,
    }).sign()
    // Not signed, since proxies rewrite it.
    signed.headers.set('accept-encoding', 'identity')
    try {
      const response = await fetch(signed.url, {
        method,
        headers: signed.headers,
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
        signal,
        // A signature is for one host, and 301 is how S3 says that the region is wrong.
        redirect: 'manual',
      })
      const answer = await read(response, request.maximumBytes ?? LITTLE_BYTES)
      // Whoever answers may repeat what was asked.
      return answer.ok && answer.value.code === accessKeyId ? ok({ ...answer.value, code: null }) : answer
    } catch (error) {
      // Only its code is told: its text may contain the address.
      return signal.aborted
        ? err({ message: 'S3 did not answer in time', mayPass: false })
        : err({ message: `S3 could not be reached: ${codeOf(error)}`, mayPass: true })
    }
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const read = async (response: Response, maximumBytes: number): Promise<Result<S3Answer, Failure>> => {
  const length = response.headers.get('content-length')
  const bytes = await readLimited(response, response.ok ? maximumBytes : LITTLE_BYTES)
  if (bytes === null && response.ok)
    return err({ message: `S3 answered with more than ${maximumBytes} bytes`, mayPass: false })
  return ok({
    status: response.status,
    code: response.ok || bytes === null ? null : errorCodeIn(bytes),
    etag: response.headers.get('etag'),
    announcedBytes: length === null ? null : Number(length),
    bytes: bytes ?? new Uint8Array(),
  })
}

/** Null when it is more, of which the rest is not waited for. */
const readLimited = async (response: Response, maximumBytes: number): Promise<Uint8Array | null> => {
  if (response.body === null) return new Uint8Array()
  if (Number(response.headers.get('content-length') ?? 0) > maximumBytes) {
    await response.body.cancel()
    return null
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > maximumBytes) return null
    chunks.push(chunk)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** Of S3's own error, which is XML; what else stands in it repeats the request, and is not told. */
const errorCodeIn = (bytes: Uint8Array): string | null => {
  const [, code = null] =
    /^\s*(?:<\?xml[^>]*>\s*)?<Error[\s>][\s\S]*?<Code>([A-Za-z]{1,60})<\/Code>/.exec(
      new TextDecoder().decode(bytes),
    ) ?? []
  return code
}

/** Such as `ECONNREFUSED`, which fetch tells as the cause of the cause. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'for reasons unknown'
  if ('code' in error && typeof error.code === 'string' && /^[A-Z][A-Z_]{1,60}$/.test(error.code))
    return error.code
  return codeOf(error.cause)
}
