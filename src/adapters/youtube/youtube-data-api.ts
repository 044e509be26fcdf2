import { setTimeout as sleep } from 'node:timers/promises'
import { match } from 'ts-pattern'
import type { z } from 'zod'
import { toInstant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ChannelReference } from '../../domain/video/youtube-url.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Budget, ChannelFacts, PlatformFailure, VideoPlatform } from '../../ports/video-platform.ts'
import { nextPacificMidnight } from './pacific-day.ts'
import { channelList, figuresList, videoList } from './youtube-answers.ts'
import { classifyRefusal } from './youtube-refusal.ts'

export type YouTubeSettings = {
  /** Without a key every question is answered `youtube-not-configured`. */
  readonly apiKey: string | undefined
  /** What stands before `/youtube/v3/…`. */
  readonly baseUrl?: string
  /** Tells when the quota is full again. Time limits run on real time. */
  readonly clock: Clock
  readonly fetch?: typeof fetch
  /** Limit of one attempt. */
  readonly timeoutMs?: number
  /** Limit of one call with its repetitions; the app of 2020 gives up after ten seconds. */
  readonly overallTimeoutMs?: number
  /** How the pause before a repetition is spent. */
  readonly wait?: (durationMs: number) => Promise<unknown>
  /** From 0 to 1, spreads repetitions. */
  readonly random?: () => number
}

export const YOUTUBE_BASE_URL = 'https://www.googleapis.com'

const IDS_PER_CALL = 50
const MAX_REPETITIONS = 2
const FIRST_PAUSE_MS = 400
// 50 videos with the longest descriptions, escaped and sent twice (`localized`), come to about one and a half.
const MAX_BODY_BYTES = 4 * 1024 * 1024

const NOTHING: Budget = { unitsLeft: 0, fullAgainAt: toInstant(0) }

/** A platform nobody has set up: refuses every question, so that nothing is decided on invented answers. */
export const noYouTube: VideoPlatform = {
  videos: async () => err({ kind: 'youtube-not-configured' }),
  figures: async () => err({ kind: 'youtube-not-configured' }),
  channel: async () => err({ kind: 'youtube-not-configured' }),
  channels: async () => err({ kind: 'youtube-not-configured' }),
  budget: async () => ({ statistics: NOTHING, general: NOTHING }),
}

/**
 * YouTube's Data API v3, read with an API key. One unit of the daily quota per attempt.
 * Faults on the way are tried again twice; a spent quota and a refused key are not.
 * Throws only when YouTube does not understand the request, which is a fault of this program;
 * no error text contains the key or an address.
 */
export const youTubeDataApi = (settings: YouTubeSettings): VideoPlatform => {
  const { apiKey } = settings
  if (apiKey === undefined || apiKey === '') return noYouTube
  const ask = asker(settings, apiKey)

  const askByIds = async <Item extends { readonly id: string }>(
    path: string,
    parameters: Readonly<Record<string, string>>,
    ids: readonly Item['id'][],
    list: z.ZodType<readonly Item[]>,
  ): Promise<Result<ReadonlyMap<Item['id'], Item>, PlatformFailure>> => {
    const wanted = [...new Set(ids)]
    const found = new Map<Item['id'], Item>()
    for (let from = 0; from < wanted.length; from += IDS_PER_CALL) {
      const batch = new Set(wanted.slice(from, from + IDS_PER_CALL))
      const answer = await ask(path, { ...parameters, id: [...batch].join(',') }, list)
      if (!answer.ok) return answer
      // YouTube leaves out what it does not have, so position says nothing.
      for (const item of answer.value) if (batch.has(item.id)) found.set(item.id, item)
    }
    return ok(found)
  }

  const channels: VideoPlatform['channels'] = (ids) =>
    // Unlike videos, channels are cut at five without `maxResults`.
    askByIds('channels', { part: 'snippet,statistics', maxResults: '50' }, ids, channelList)

  const channelBy = async (
    filter: Readonly<Record<string, string>>,
  ): Promise<Result<ChannelFacts | null, PlatformFailure>> => {
    const answer = await ask(
      'channels',
      { part: 'snippet,statistics', maxResults: '50', ...filter },
      channelList,
    )
    return answer.ok ? ok(answer.value[0] ?? null) : answer
  }

  return {
    videos: (ids) => askByIds('videos', { part: 'snippet,statistics,status' }, ids, videoList),
    figures: (ids) => askByIds('videos:batchGetStats', { part: 'id,statistics' }, ids, figuresList),
    budget: async () => {
      const full = { unitsLeft: 10_000, fullAgainAt: nextPacificMidnight(settings.clock.now()) }
      return { statistics: full, general: full }
    },
    channels,
    channel: (reference: ChannelReference) =>
      match(reference)
        .returnType<Promise<Result<ChannelFacts | null, PlatformFailure>>>()
        .with({ by: 'id' }, async ({ id }) => {
          const answer = await channels([id])
          return answer.ok ? ok(answer.value.get(id) ?? null) : answer
        })
        .with({ by: 'handle' }, ({ handle }) => channelBy({ forHandle: handle }))
        .with({ by: 'legacy-user' }, ({ user }) => channelBy({ forUsername: user }))
        .with({ by: 'custom-name' }, async () => ok(null))
        .exhaustive(),
  }
}

type Ask = <T>(
  path: string,
  parameters: Readonly<Record<string, string>>,
  answer: z.ZodType<T>,
) => Promise<Result<T, PlatformFailure>>

const asker = (settings: YouTubeSettings, apiKey: string): Ask => {
  const root = readBaseUrl(settings.baseUrl ?? YOUTUBE_BASE_URL)
  const { clock, timeoutMs = 5_000, overallTimeoutMs = 8_000, random = Math.random } = settings
  const wait = settings.wait ?? ((durationMs: number) => sleep(durationMs))
  const fetchFrom = settings.fetch ?? fetch

  return async (path, parameters, schema) => {
    // The key stays a query parameter because that is the documented way. So addresses never leave this function.
    const url = `${root}/youtube/v3/${path}?${new URLSearchParams({ ...parameters, key: apiKey })}`
    const deadline = AbortSignal.timeout(overallTimeoutMs)
    for (let repetition = 0; ; repetition += 1) {
      const answer = await attempt(
        fetchFrom,
        url,
        AbortSignal.any([deadline, AbortSignal.timeout(timeoutMs)]),
      )
      if (answer !== null && answer.status === 200) {
        const parsed = schema.safeParse(answer.body)
        if (parsed.success) return ok(parsed.data)
      } else if (answer !== null) {
        const failure = finalFailure(answer, path, apiKey, clock)
        if (failure !== null) return err(failure)
      }
      if (repetition === MAX_REPETITIONS || deadline.aborted) return err({ kind: 'youtube-unavailable' })
      await wait(FIRST_PAUSE_MS * 2 ** repetition * (0.5 + random() / 2))
      if (deadline.aborted) return err({ kind: 'youtube-unavailable' })
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

type Answer = { readonly status: number; readonly body: unknown }

/** Null when no whole answer arrived: no connection, no patience, a redirect, a cut or endless body. */
const attempt = async (fetchFrom: typeof fetch, url: string, signal: AbortSignal): Promise<Answer | null> => {
  try {
    const response = await fetchFrom(url, {
      signal,
      redirect: 'error',
      // Google compresses only for clients whose name contains "gzip".
      headers: { accept: 'application/json', 'user-agent': 'crecker (gzip)' },
    })
    const written = await readLimited(response)
    return written === null ? null : { status: response.status, body: parseJson(written) }
  } catch {
    // The error is dropped on purpose: its text may contain the address, and with it the key.
    return null
  }
}

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

/** Null when another try may help. */
const finalFailure = (answer: Answer, path: string, apiKey: string, clock: Clock): PlatformFailure | null =>
  match(classifyRefusal(answer.status, answer.body))
    .returnType<PlatformFailure | null>()
    .with({ kind: 'passing' }, () => null)
    .with({ kind: 'key' }, () => ({ kind: 'youtube-key-refused' }))
    .with({ kind: 'quota-of-the-day' }, () => ({
      kind: 'youtube-quota-exhausted',
      retryAt: nextPacificMidnight(clock.now()),
    }))
    .with({ kind: 'our-request' }, ({ reasons }) => {
      const plain = reasons.filter((reason) => /^[A-Za-z]{1,60}$/.test(reason) && !reason.includes(apiKey))
      throw new Error(`YouTube does not understand our ${path} request: ${answer.status} ${plain.join(', ')}`)
    })
    .exhaustive()
