import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { Clock } from '../../../ports/clock.ts'
import { apiRoutes } from './api-routes.ts'
import { type Catalogue, createCatalogue } from './catalogue.ts'
import { controlRoutes } from './control-routes.ts'
import { answerWithFault, createFaults, type Faults } from './faults.ts'
import { createQuota, type Quota, type QuotaLimits, YOUTUBE_QUOTA } from './quota.ts'

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

/** A question that was asked, without its key. */
export type AskedQuestion = { readonly path: string; readonly params: Readonly<Record<string, string>> }

export type YouTubeSimulator = {
  /** What stands before `/youtube/v3/…`. */
  readonly baseUrl: string
  readonly catalogue: Catalogue
  readonly quota: Quota
  readonly faults: Faults
  /** The newest thousand questions to the API, oldest first. */
  readonly requests: readonly AskedQuestion[]
  /** Hangs up on everybody. May be called twice. */
  readonly close: () => Promise<void>
}

const MAX_REMEMBERED = 1_000
const API = '/youtube/v3/'

/** A YouTube of our own: answers like the Data API v3, with invented channels and videos and the clock it is given. */
export const startYouTubeSimulator = async (settings: SimulatorSettings): Promise<YouTubeSimulator> => {
  const { clock, host = '127.0.0.1' } = settings
  const catalogue = createCatalogue(clock)
  const quota = createQuota(clock, { ...YOUTUBE_QUOTA, ...settings.quota })
  const faults = createFaults()
  const requests: AskedQuestion[] = []
  const app = new Hono()
    .route('/', apiRoutes({ clock, catalogue, quota, apiKey: settings.apiKey }))
    .route('/', controlRoutes(catalogue, clock))
  const listener = getRequestListener(app.fetch)

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const proceed = () => void listener(request, response)
    const question = readQuestion(request.url ?? '/')
    if (question === null) return proceed()
    requests.push(question)
    if (requests.length > MAX_REMEMBERED) requests.shift()
    const fault = faults.take()
    return fault === null ? proceed() : answerWithFault(fault, response, proceed)
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
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        // The only error there can be says that it is closed already.
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Null for what is not a question to the API. */
const readQuestion = (address: string): AskedQuestion | null => {
  const url = URL.parse(address, 'http://simulator')
  if (url === null || !url.pathname.startsWith(API)) return null
  const { key: _key, ...params } = Object.fromEntries(url.searchParams)
  return { path: url.pathname, params }
}
