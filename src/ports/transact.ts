import type { Result } from '../domain/result.ts'
import type { AccountStore, PayeeStore, SessionStore } from './account.ts'
import type { AdStore } from './ad.ts'
import type { AuditStore } from './audit.ts'
import type { FaqStore, NoticeStore } from './board.ts'
import type { CashStore, WithdrawalStore } from './cash.ts'
import type { ChannelStore } from './channel.ts'
import type { CommandKeyStore } from './command-key.ts'
import type { ExpertStore, QuestionStore } from './expert.ts'
import type { HomeBannerStore } from './home.ts'
import type { ImportedStore } from './import-2020.ts'
import type { JobStore } from './job.ts'
import type { DailyCardStore, SupportProgrammeStore } from './news.ts'
import type { NotificationStore } from './notification.ts'
import type { ParticipationStore } from './participation.ts'
import type { InterestLogStore, WeightsStore } from './recommendation.ts'
import type { ScrapStore } from './scrap.ts'
import type { SnapshotStore } from './snapshot.ts'
import type { VideoStore } from './video.ts'

/** Every store, bound to one transaction. */
export type Stores = {
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly payees: PayeeStore
  readonly channels: ChannelStore
  readonly ads: AdStore
  readonly participations: ParticipationStore
  readonly videos: VideoStore
  readonly snapshots: SnapshotStore
  readonly cash: CashStore
  readonly withdrawals: WithdrawalStore
  readonly notifications: NotificationStore
  readonly supportProgrammes: SupportProgrammeStore
  readonly dailyCards: DailyCardStore
  readonly scraps: ScrapStore
  readonly experts: ExpertStore
  readonly questions: QuestionStore
  readonly faqEntries: FaqStore
  readonly notices: NoticeStore
  readonly homeBanners: HomeBannerStore
  readonly interestLog: InterestLogStore
  readonly imported: ImportedStore
  readonly recommendationWeights: WeightsStore
  readonly commandKeys: CommandKeyStore
  readonly jobs: JobStore
  readonly audit: AuditStore
}

/**
 * The only way to a transaction. What `work` did is kept when it answers ok, and undone when it answers an error or
 * throws. It may be run again after a conflict with others, so it touches nothing but its stores. Throws `Outage`
 * when the database cannot be reached in time.
 */
export type Transact = <T, E>(work: (stores: Stores) => Promise<Result<T, E>>) => Promise<Result<T, E>>
