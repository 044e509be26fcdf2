import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { Clock } from '../../../ports/clock.ts'
import { apiRoutes } from './api-routes.ts'
import { type AskedQuestion, type CallCount, type CallLog, createCallLog } from './call-log.ts'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { answerUnknownAddress, answerWithFault, createFaults, type Faults, isCharged } from './faults.ts'
import { isMethodName, METHOD_BUCKETS, type MethodName } from './methods.ts'
import { createQuota, type Quota, type QuotaLimits, YOUTUBE_QUOTA } from './quota.ts'
import { troubleRoutes } from './trouble-routes.ts'

export type SimulatorSettings = {
  readonly clock: Clock
  /** 0 for any free one. */
  readonly port: number
  /** This machine only, unless said otherwise: whoever reaches the simulator may change what is in it. */
  readonly host?: string
  /** The accepted key; any that is not empty when undefined. */
  readonly apiKey?: string | undefined
  readonly quota?: Partial<QuotaLimits>
}

export type YouTubeSimulator = {
  /** What stands before `/youtube/v3/…`. */
  readonly baseUrl: string
  readonly catalogue: Catalogue
  readonly quota: Quota
  readonly faults: Faults
  /** From now on YouTube has this method, or does not: then its address is an unknown one. */
  readonly serve: (method: MethodName, served: boolean) => void
  /** The newest thousand questions to the API, oldest first. */
  readonly requests: readonly AskedQuestion[]
  /** All questions to the API, counted by Pacific day and method, with the units that they took. */
  readonly calls: () => readonly CallCount[]
  /** Hangs up on everybody. May be called twice. */
  readonly close: () => Promise<void>
}

const API = '/youtube/v3/'

/** A YouTube of our own: answers like the Data API v3, with invented channels and videos and the clock it is given. */
export const startYouTubeSimulator = async (settings: SimulatorSettings): Promise<YouTubeSimulator> => {
  const { clock, host = '127.0.0.1' } = settings
  const catalogue = createCatalogue(clock)
  const quota = createQuota(clock, { ...YOUTUBE_QUOTA, ...settings.quota })
  const faults = createFaults()
  const log = createCallLog(clock)
  const unserved = new Set<MethodName>()
  const serve = (method: MethodName, served: boolean): void => {
    if (served) unserved.delete(method)
    else unserved.add(method)
  }
  const app = new Hono()
    .route('/', apiRoutes({ clock, catalogue, quota, apiKey: settings.apiKey, onCharge: log.charge }))
    .route('/', catalogueRoutes(catalogue, clock))
    .route('/', troubleRoutes({ faults, quota, log, serve }))
  const listener = getRequestListener(app.fetch)

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const proceed = () => void listener(request, response)
    const question = readQuestion(request.url ?? '/')
    if (question === null) return proceed()
    const name = question.path.slice(API.length)
    const method = isMethodName(name) ? name : null
    log.note(question, method)
    const fault = faults.take(method)
    if (fault === null)
      return method === null || unserved.has(method) ? answerUnknownAddress(response) : proceed()
    if (method !== null && isCharged(fault)) charge(method, quota, log)
    return answerWithFault(fault, response, proceed)
  })

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : settings.port)
    })
  })

  return {
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    catalogue,
    quota,
    faults,
    serve,
    requests: log.newest,
    calls: log.counts,
    close: () =>
      new Promise<void>((resolve) => {
        // The only error there can be says that it is closed already.
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const charge = (method: MethodName, quota: Quota, log: CallLog): void => {
  if (quota.charge(METHOD_BUCKETS[method]) === 'charged') log.charge(method)
}

/** Null for what is not a question to the API. */
const readQuestion = (address: string): AskedQuestion | null => {
  const url = URL.parse(address, 'http://simulator')
  if (url === null || !url.pathname.startsWith(API)) return null
  const { key: _key, ...params } = Object.fromEntries(url.searchParams)
  return { path: url.pathname, params }
}
