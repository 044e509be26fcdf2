import { match } from 'ts-pattern'
import type { z } from 'zod'
import { HOUR_MS, type Instant, later } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { IDS_PER_CALL } from '../../domain/video/youtube-call.ts'
import type { ChannelReference } from '../../domain/video/youtube-url.ts'
import type { Clock } from '../../ports/clock.ts'
import type { QuotaLedger } from '../../ports/quota.ts'
import {
  type ChannelFacts,
  type PlatformAnswer,
  type PlatformFailure,
  UNREADABLE,
  type VideoFigures,
  type VideoPlatform,
} from '../../ports/video-platform.ts'
import { type Ask, asker, PATIENCE, pause, type Question, type YouTubeTrouble } from './asking.ts'
import { meterOn, type Purpose, YOUTUBE_LIMITS, type YouTubeLimits } from './meter.ts'
import { nextPacificMidnight } from './pacific-day.ts'
import { channelList, figuresList, type Items, videoList } from './youtube-answers.ts'
import { saysNotServed } from './youtube-refusal.ts'

export type YouTubeSettings = {
  /** Without a key every question is answered `youtube-not-configured`. */
  readonly apiKey: string | undefined
  /** What stands before `/youtube/v3/…`. */
  readonly baseUrl?: string
  /**
   * Where units are reserved before they are spent: `Persistence.quota` of the database that all servers and workers share.
   * For one process alone, `memoryPersistence().quota` will do.
   */
  readonly ledger: QuotaLedger
  readonly limits?: YouTubeLimits
  /** `schedule` leaves the reserved units to people, and waits longer for answers. `people` unless said otherwise. */
  readonly purpose?: Purpose
  /** Tells what day it is in California. Time limits run on real time. */
  readonly clock: Clock
  /** Told of each question that found no answer, for operators: whoever asked learns less. */
  readonly onTrouble?: (trouble: YouTubeTrouble) => void
  readonly fetch?: typeof fetch
  /** Limit of one attempt. */
  readonly timeoutMs?: number
  /** Limit of one call with its repetitions. */
  readonly overallTimeoutMs?: number
  /** How the pause before a repetition is spent. */
  readonly wait?: (durationMs: number) => Promise<unknown>
  /** From 0 to 1, spreads repetitions and the times at which a spent quota is tried again. */
  readonly random?: () => number
}

export const YOUTUBE_BASE_URL = 'https://www.googleapis.com'

const NOT_SERVED = { kind: 'figures-not-served' } as const
/** How long a call that YouTube does not serve is not tried again. */
const NOT_SERVED_MS = HOUR_MS

/** A platform nobody has set up: refuses every question, so that nothing is decided on invented answers. */
const noYouTube = (clock: Clock): VideoPlatform => {
  const refuse = async () => err({ kind: 'youtube-not-configured' })
  const nothing = () => ({ unitsLeft: 0, fullAgainAt: nextPacificMidnight(clock.now()) })
  return {
    videos: refuse,
    figures: refuse,
    channel: refuse,
    channels: refuse,
    budget: async () => ({ statistics: nothing(), general: nothing() }),
  }
}

/**
 * YouTube's Data API v3, read with an API key. Each attempt costs one unit of a daily quota, which is reserved in the ledger
 * before it is sent; when nothing is left, or YouTube has said so, nothing is sent until the quota is full again. Faults on
 * the way are tried again; a spent quota and a refused key are not. Throws `Outage` when the ledger cannot be reached, and
 * otherwise only when YouTube does not understand the request, which is a fault of this program; no error text contains the
 * key or an address.
 */
export const youTubeDataApi = (settings: YouTubeSettings): VideoPlatform => {
  const {
    apiKey,
    clock,
    ledger,
    purpose = 'people',
    limits = YOUTUBE_LIMITS,
    random = Math.random,
  } = settings
  if (apiKey === undefined || apiKey === '') return noYouTube(clock)
  const meter = meterOn({ ledger, limits, purpose, clock, random })
  const patience = PATIENCE[purpose]
  const ask = asker({
    apiKey,
    baseUrl: settings.baseUrl ?? YOUTUBE_BASE_URL,
    meter,
    patience: {
      ...patience,
      attemptMs: settings.timeoutMs ?? patience.attemptMs,
      overallMs: settings.overallTimeoutMs ?? patience.overallMs,
    },
    onTrouble: settings.onTrouble ?? (() => undefined),
    fetch: settings.fetch ?? fetch,
    wait: settings.wait ?? pause,
    random,
  })
  const { channels, channelBy } = channelsOf(ask)
  return {
    videos: (ids) => askByIds(ask, VIDEOS, ids),
    figures: figuresOf(ask, clock, limits),
    channels,
    channel: (reference: ChannelReference) =>
      match(reference)
        .returnType<Promise<Result<ChannelFacts | null, PlatformFailure>>>()
        .with({ by: 'id' }, async ({ id }) => {
          const answer = await channels([id])
          return answer.ok ? readable(answer.value.get(id) ?? null) : answer
        })
        .with({ by: 'handle' }, ({ handle }) => channelBy({ forHandle: handle }))
        .with({ by: 'legacy-user' }, ({ user }) => channelBy({ forUsername: user }))
        .with({ by: 'custom-name' }, async () => ok(null))
        .exhaustive(),
    budget: async () => ({
      statistics: await meter.budget('statistics'),
      general: await meter.budget('general'),
    }),
  }
}

/** A question that is still to be told its ids. */
type ById<Item extends { readonly id: string }, Special = never> = Omit<
  Question<Items<Item>, Special>,
  'answer'
> & { readonly answer: z.ZodType<Items<Item>> }

const VIDEOS = {
  path: 'videos',
  bucket: 'general',
  parameters: { part: 'snippet,statistics,status' },
  answer: videoList,
} as const

const FIGURES = {
  path: 'videos:batchGetStats',
  bucket: 'statistics',
  parameters: { part: 'id,statistics' },
  answer: figuresList,
  special: (status: number, body: unknown) => (saysNotServed(status, body) ? NOT_SERVED : null),
} as const

const CHANNELS = {
  path: 'channels',
  bucket: 'general',
  // Unlike videos, channels are cut at five without `maxResults`.
  parameters: { part: 'snippet,statistics', maxResults: '50' },
  answer: channelList,
} as const

const askByIds = async <Item extends { readonly id: string }, Special = never>(
  ask: Ask,
  question: ById<Item, Special>,
  ids: readonly Item['id'][],
): Promise<Result<PlatformAnswer<Item['id'], Item>, PlatformFailure | Special>> => {
  const wanted = [...new Set(ids)]
  const found = new Map<Item['id'], Item | typeof UNREADABLE>()
  for (let from = 0; from < wanted.length; from += IDS_PER_CALL) {
    const batch = new Set(wanted.slice(from, from + IDS_PER_CALL))
    const parameters = { ...question.parameters, id: [...batch].join(',') }
    const answer = await ask({ ...question, parameters })
    if (!answer.ok) return answer
    // YouTube leaves out what it does not have, so position says nothing.
    const { told, hasNameless } = answer.value
    for (const id of batch) {
      const item = told.get(id) ?? (hasNameless ? UNREADABLE : undefined)
      if (item !== undefined) found.set(id, item)
    }
  }
  return ok(found)
}

/** Remembers for an hour that YouTube does not serve the call: each try would cost a unit. */
const figuresOf = (ask: Ask, clock: Clock, limits: YouTubeLimits): VideoPlatform['figures'] => {
  let unservedUntil: Instant | null = null
  return async (ids) => {
    if (limits.statistics === 0) return err(NOT_SERVED)
    if (unservedUntil !== null && clock.now() < unservedUntil) return err(NOT_SERVED)
    const answer = await askByIds(ask, FIGURES, ids)
    const isUnserved = !answer.ok && answer.error.kind === NOT_SERVED.kind
    unservedUntil = isUnserved ? later(clock.now(), NOT_SERVED_MS) : null
    if (!answer.ok) return answer
    // What cannot be read was not answered.
    const figures = new Map<VideoFigures['id'], VideoFigures>()
    for (const [id, told] of answer.value) if (told !== UNREADABLE) figures.set(id, told)
    return ok(figures)
  }
}

const channelsOf = (ask: Ask) => {
  const channels: VideoPlatform['channels'] = (ids) => askByIds(ask, CHANNELS, ids)
  const channelBy = async (
    filter: Readonly<Record<string, string>>,
  ): Promise<Result<ChannelFacts | null, PlatformFailure>> => {
    const answer = await ask({ ...CHANNELS, parameters: { ...CHANNELS.parameters, ...filter } })
    if (!answer.ok) return answer
    const { told, hasNameless } = answer.value
    const [channel = null] = told.values()
    return readable(channel ?? (hasNameless ? UNREADABLE : null))
  }
  return { channels, channelBy }
}

const readable = (
  channel: ChannelFacts | typeof UNREADABLE | null,
): Result<ChannelFacts | null, PlatformFailure> =>
  channel === UNREADABLE ? err({ kind: 'youtube-unavailable' }) : ok(channel)
