import { Hono } from 'hono'
import { type DailyCardDeps, dailyCardRoutes } from './daily-card-routes.ts'
import type { Session } from './session.ts'
import { type SupportProgrammeDeps, supportProgrammeRoutes } from './support-programme-routes.ts'

export type NewsDeps = DailyCardDeps & SupportProgrammeDeps

/** News for creators: daily cards, and support programmes. */
export const newsRoutes = (use: NewsDeps) =>
  new Hono<Session>().route('/', dailyCardRoutes(use)).route('/', supportProgrammeRoutes(use))
