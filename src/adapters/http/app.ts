import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { AccountViews } from '../../ports/account.ts'
import { Outage } from '../../ports/outage.ts'
import type { Persistence } from '../../ports/persistence.ts'
import type { AccessTokens } from '../../ports/secrets.ts'
import { type AccountDeps, accountRoutes } from './account-routes.ts'
import { type AdDeps, adRoutes } from './ad-routes.ts'
import { answerInTime, bodyIsUnread, picturesMs } from './answer-in-time.ts'
import { type AuthDeps, authRoutes } from './auth-routes.ts'
import { type BoardDeps, faqRoutes, noticeRoutes } from './board-routes.ts'
import { type CashDeps, cashRoutes } from './cash-routes.ts'
import { type ChannelDeps, channelRoutes } from './channel-routes.ts'
import { describeError } from './describe-error.ts'
import { answer, refuse } from './dialect.ts'
import { type ExpertDeps, expertRoutes } from './expert-routes.ts'
import { type HomeDeps, homeRoutes } from './home-routes.ts'
import { type ImageDeps, imageRoutes } from './image-routes.ts'
import { type MarketDeps, marketRoutes } from './market-routes.ts'
import { type NewsDeps, newsRoutes } from './news-routes.ts'
import { type NotificationDeps, notificationRoutes } from './notification-routes.ts'
import { openApiDocument } from './openapi.ts'
import { type ParticipationDeps, participationRoutes } from './participation-routes.ts'
import { type ReportDeps, reportRoutes } from './report-routes.ts'
import { completeHeaders } from './respond.ts'
import { type ScrapDeps, scrapListRoutes, scrapRoutes } from './scrap-routes.ts'
import { access, accessRuleOf, type Session, whoIsWith } from './session.ts'
import { bodyMaximumFor, picturesTakenBy } from './uploads.ts'
import { IDEMPOTENCY_KEY_MAX } from './wire.ts'

export type AppDeps = AuthDeps &
  AccountDeps &
  ChannelDeps &
  AdDeps &
  ParticipationDeps &
  CashDeps &
  ReportDeps &
  MarketDeps &
  ExpertDeps &
  NotificationDeps &
  BoardDeps &
  HomeDeps &
  ImageDeps &
  NewsDeps &
  ScrapDeps & {
    readonly accessTokens: AccessTokens
    readonly accountViews: AccountViews
    readonly check: Persistence['check']
    /** False once the server is to take no more work, so that a balancer sends it elsewhere. */
    readonly isAccepting: () => boolean
    /** Where clients reach this server; null takes it from each request. */
    readonly publicUrl: string | null
    readonly log: (entry: LogEntry) => void
  }

export type LogEntry = {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly requestId?: string
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly durationMs?: number
  /** The name of a picture, as it stands in its address. */
  readonly picture?: string
  readonly job?: string
  readonly error?: string
}

/** The whole HTTP API, for any runtime that Hono runs on. Throws when a route has no access rule. */
export const createApp = (deps: AppDeps): Hono<Session> => {
  const app = new Hono<Session>({ strict: false })
  const whoIs = whoIsWith(deps)
  app.use(async (c, next) => {
    c.set('requestId', crypto.randomUUID())
    c.set('whoIs', whoIs)
    c.set('askedAt', deps.clock.now())
    c.set('publicUrl', deps.publicUrl ?? new URL(c.req.url).origin)
    const startedAt = performance.now()
    await next()
    deps.log(requestLine(c, performance.now() - startedAt))
  })
  app.use(completeHeaders)
  app.use(answerInTime((c) => deps.log(lateLine(c))))
  app.use('/api/*', async (c, next) => {
    const key = c.req.header('idempotency-key')
    if (key !== undefined && (key === '' || key.length > IDEMPOTENCY_KEY_MAX))
      return refuse(c, {
        kind: 'input-invalid',
        fields: [{ field: 'Idempotency-Key', problem: 'malformed' }],
      })
    return next()
  })
  app.use('/api/*', async (c, next) => {
    // To ask for the body of such a request costs more than many an answer.
    if (c.req.method === 'GET') return next()
    const pictures = picturesTakenBy(c)
    const maximumBytes = bodyMaximumFor(pictures)
    // Then the body is read before the route, which would say so, is asked.
    if (pictures > 0 && c.req.header('content-length') === undefined) c.set('outsideMs', picturesMs(pictures))
    const limit = bodyLimit({
      maxSize: maximumBytes,
      onError: (limited) => refuse(limited, { kind: 'body-too-large', maximumBytes }),
    })
    const refused = await limit(c, next)
    if (refused instanceof Response) c.res = refused
    if (refused instanceof Response || bodyIsUnread(c)) c.header('Connection', 'close')
  })
  const api = new Hono<Session>()
    .route('/auth', authRoutes(deps))
    .route('/user/channel', channelRoutes(deps))
    .route('/user', accountRoutes(deps))
    .route('/advertise/ad', adRoutes(deps))
    .route('/userad', participationRoutes(deps))
    .route('/cash', cashRoutes(deps))
    .route('/report', reportRoutes(deps))
    .route('/recommendation', marketRoutes(deps))
    .route('/expert', expertRoutes(deps))
    .route('/notify', notificationRoutes(deps))
    .route('/faq', faqRoutes(deps))
    .route('/notice', noticeRoutes(deps))
    .route('/home', homeRoutes(deps))
    .route('/news/scrap', scrapRoutes(deps))
    .route('/news', newsRoutes(deps))
    .route('/usernews', scrapListRoutes(deps))
  app.route('/api', api)
  serverRoutes(app, deps)
  app.notFound((c) => refuse(c, { kind: 'route-not-found' }))
  app.onError((error, c) => {
    const outage = error instanceof Outage
    deps.log({
      level: outage ? 'warn' : 'error',
      message: outage ? 'outage' : 'unexpected error',
      requestId: c.var.requestId,
      error: describeError(error),
    })
    return refuse(c, { kind: outage ? 'outage' : 'internal-error' })
  })
  refuseUndeclared(app)
  return app
}

/** What balancers, operators and developers ask for; no member is needed. */
const serverRoutes = (app: Hono<Session>, deps: AppDeps): void => {
  app.get('/health', access('public'), (c) => answer(c, 'ok'))
  app.get('/ready', access('public'), async (c) => {
    if (!deps.isAccepting()) return refuse(c, { kind: 'outage' })
    await deps.check()
    return answer(c, 'ready')
  })
  app.route('/images', imageRoutes(deps))
  app.get('/openapi.json', access('public'), openApiDocument(app))
}

/** Deny by default: a route that nobody decided about must not be reachable. Throws with the names of such routes. */
export const refuseUndeclared = (app: Hono<Session>): void => {
  const rules = new Map<string, number>()
  for (const { method, path, handler } of app.routes) {
    // Middlewares.
    if (method === 'ALL' && path.endsWith('*')) continue
    const route = `${method} ${path}`
    rules.set(route, (rules.get(route) ?? 0) + (accessRuleOf(handler) === null ? 0 : 1))
  }
  const undeclared = [...rules].filter(([, count]) => count !== 1).map(([route]) => route)
  if (undeclared.length > 0)
    throw new Error(`routes without exactly one access rule: ${undeclared.join(', ')}`)
}

const lateLine = (c: Context<Session>): LogEntry => ({
  level: 'warn',
  message: 'answered as an outage before its work has ended',
  requestId: c.get('requestId'),
  method: c.req.method,
  path: c.req.path,
})

const requestLine = (c: Context<Session>, durationMs: number): LogEntry => ({
  level: 'info',
  message: 'request',
  requestId: c.get('requestId'),
  method: c.req.method,
  path: c.req.path,
  status: c.res.status,
  durationMs: Math.round(durationMs),
})

/** What broke and why, for operators. */
