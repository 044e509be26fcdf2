import type { AccountViews } from './account.ts'
import type { AdViews } from './ad.ts'
import type { BoardViews } from './board.ts'
import type { CashViews } from './cash.ts'
import type { ChannelViews } from './channel.ts'
import type { ExpertViews } from './expert.ts'
import type { HomeViews } from './home.ts'
import type { JobViews } from './job.ts'
import type { NewsViews } from './news.ts'
import type { NotificationViews } from './notification.ts'
import type { ParticipationViews } from './participation.ts'
import type { RecommendationViews } from './recommendation.ts'
import type { ReportViews } from './report.ts'
import type { ScrapViews } from './scrap.ts'
import type { VideoViews } from './video.ts'

/** Every read that decides nothing: no locks, no rules, committed data only. */
export type Views = {
  readonly accounts: AccountViews
  readonly channels: ChannelViews
  readonly ads: AdViews
  readonly participations: ParticipationViews
  readonly videos: VideoViews
  readonly cash: CashViews
  readonly notifications: NotificationViews
  readonly recommendations: RecommendationViews
  readonly reports: ReportViews
  readonly news: NewsViews
  readonly scraps: ScrapViews
  readonly experts: ExpertViews
  readonly board: BoardViews
  readonly home: HomeViews
  readonly jobs: JobViews
}
