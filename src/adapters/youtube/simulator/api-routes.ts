import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Clock } from '../../../ports/clock.ts'
import { type Answer, batchStatsAnswer, channelListAnswer, type Sight, videoListAnswer } from './answers.ts'
import type { Catalogue, SimulatedChannel } from './catalogue.ts'
import {
  dayIsSpent,
  filtersTogether,
  invalidArgument,
  invalidKey,
  minuteIsSpent,
  missingKey,
  missingParameter,
  noFilter,
  notSimulated,
  tooManyIds,
  unknownPart,
  type YouTubeError,
} from './errors.ts'
import { METHOD_BUCKETS, type MethodName } from './methods.ts'
import type { Quota } from './quota.ts'

export type ApiSettings = {
  readonly clock: Clock
  readonly catalogue: Catalogue
  readonly quota: Quota
  /** The accepted key; any that is not empty when undefined. */
  readonly apiKey: string | undefined
  /** Hears of every unit that is taken. */
  readonly onCharge: (method: MethodName) => void
}

/** One of the methods that are played. */
type Method = {
  readonly name: MethodName
  readonly parts: readonly string[]
  /** Real parts that are not played. */
  readonly otherParts: readonly string[]
  readonly filters: readonly string[]
  readonly otherFilters: readonly string[]
  readonly parameters: readonly string[]
  readonly answer: (sight: Sight, query: Query) => Answer
}

type Query = ReadonlyMap<string, string>

const STANDARD_PARAMETERS = ['key', 'part', 'alt', 'prettyPrint', 'quotaUser']
const OTHER_PARAMETERS: ReadonlySet<string> = new Set(['fields', 'access_token', 'callback', 'pageToken'])
const MAX_IDS = 50

const videosList: Method = {
  name: 'videos',
  parts: ['id', 'snippet', 'statistics', 'status', 'contentDetails'],
  otherParts: [
    'brandPartner',
    'fileDetails',
    'liveStreamingDetails',
    'localizations',
    'paidProductPlacementDetails',
    'player',
    'processingDetails',
    'recordingDetails',
    'suggestions',
    'topicDetails',
  ],
  filters: ['id'],
  otherFilters: ['chart', 'myRating'],
  parameters: ['hl', 'maxResults', 'regionCode'],
  answer: (sight, query) => videoListAnswer(sight, listed(query.get('id'))),
}

const channelsList: Method = {
  name: 'channels',
  parts: ['id', 'snippet', 'statistics', 'status', 'contentDetails'],
  otherParts: ['auditDetails', 'brandingSettings', 'contentOwnerDetails', 'localizations', 'topicDetails'],
  filters: ['id', 'forHandle', 'forUsername'],
  otherFilters: ['mine', 'managedByMe', 'categoryId'],
  parameters: ['hl', 'maxResults'],
  answer: (sight, query) =>
    channelListAnswer(sight, channelsFor(sight.catalogue, query), Number(query.get('maxResults') ?? 5)),
}

const batchGetStats: Method = {
  name: 'videos:batchGetStats',
  parts: ['id', 'snippet', 'statistics', 'contentDetails'],
  otherParts: [],
  filters: ['id'],
  otherFilters: [],
  parameters: [],
  answer: (sight, query) => batchStatsAnswer(sight, listed(query.get('id'))),
}

/** The read methods of the Data API v3 that Crecker uses, and the batch statistics. */
export const apiRoutes = (settings: ApiSettings) =>
  new Hono()
    .use(compress())
    .get('/youtube/v3/videos', (c) => play(c, settings, videosList))
    .get('/youtube/v3/channels', (c) => play(c, settings, channelsList))
    .get('/youtube/v3/videos:batchGetStats', (c) => play(c, settings, batchGetStats))

const play = (c: Context, settings: ApiSettings, method: Method): Response => {
  const query: Query = new Map(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.join(',')] as const),
  )
  const refused =
    refuseKey(settings, query) ??
    refuseQuota(settings, method.name) ??
    refuseParameters(method, query) ??
    refuseParts(method, query) ??
    refuseFilters(method, query)
  if (refused !== null) return json(refused.status, refused.body)
  const sight = {
    catalogue: settings.catalogue,
    now: settings.clock.now(),
    parts: new Set(listed(query.get('part'))),
  }
  const answer = method.answer(sight, query)
  // Costs its unit all the same.
  if (c.req.header('if-none-match') === answer.etag) return new Response(null, { status: 304 })
  return json(200, answer)
}

/** Indented, as YouTube sends it. */
export const json = (status: number, body: unknown): Response =>
  new Response(`${JSON.stringify(body, null, 2)}\n`, {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
  })

const refuseKey = ({ apiKey }: ApiSettings, query: Query): YouTubeError | null => {
  const key = query.get('key') ?? ''
  if (key === '') return missingKey()
  return apiKey === undefined || key === apiKey ? null : invalidKey()
}

const refuseQuota = ({ quota, onCharge }: ApiSettings, method: MethodName): YouTubeError | null => {
  const bucket = METHOD_BUCKETS[method]
  const outcome = quota.charge(bucket)
  if (outcome === 'day-is-spent') return dayIsSpent(bucket, quota.limits(), quota.spentStatus(bucket))
  if (outcome === 'minute-is-spent') return minuteIsSpent(quota.limits())
  onCharge(method)
  return null
}

const refuseParameters = (method: Method, query: Query): YouTubeError | null => {
  const played = new Set([...STANDARD_PARAMETERS, ...method.filters, ...method.parameters])
  for (const name of query.keys()) {
    if (OTHER_PARAMETERS.has(name) || method.otherFilters.includes(name)) return notSimulated(`"${name}"`)
    if (!played.has(name)) return invalidArgument()
  }
  const maxResults = query.get('maxResults')
  return maxResults === undefined || (/^\d{1,2}$/.test(maxResults) && Number(maxResults) <= 50)
    ? null
    : invalidArgument()
}

const refuseParts = (method: Method, query: Query): YouTubeError | null => {
  const parts = listed(query.get('part'))
  if (parts.length === 0) return missingParameter('part')
  for (const part of parts) {
    if (method.otherParts.includes(part)) return notSimulated(`the part "${part}"`)
    if (!method.parts.includes(part)) return unknownPart(part)
  }
  return null
}

const refuseFilters = (method: Method, query: Query): YouTubeError | null => {
  const filters = method.filters.filter((name) => (query.get(name) ?? '') !== '')
  if (filters.length === 0) return noFilter([...method.otherFilters, ...method.filters])
  if (filters.length > 1) return filtersTogether()
  return listed(query.get('id')).length > MAX_IDS ? tooManyIds() : null
}

const channelsFor = (catalogue: Catalogue, query: Query): readonly SimulatedChannel[] => {
  const handle = query.get('forHandle')
  if (handle) {
    const known = catalogue.channelWithHandle(handle.startsWith('@') ? handle : `@${handle}`)
    return known === null ? [] : [known]
  }
  const user = query.get('forUsername')
  if (user) return catalogue.channelsOfLegacyUser(user)
  return [...new Set(listed(query.get('id')))].flatMap((id) => catalogue.channel(id) ?? [])
}

const listed = (value: string | undefined): readonly string[] =>
  (value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
