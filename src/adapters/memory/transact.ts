import type { Result } from '../../domain/result.ts'
import { Outage } from '../../ports/outage.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import { accountStore, payeeStore, sessionStore } from './account-store.ts'
import { adStore } from './ad-store.ts'
import { auditStore } from './audit-store.ts'
import { faqStore, noticeStore } from './board-store.ts'
import { cashStore, withdrawalStore } from './cash-store.ts'
import { channelStore } from './channel-store.ts'
import { commandKeyStore } from './command-key-store.ts'
import { overlayOf, type Tables } from './database.ts'
import { expertStore, questionStore } from './expert-store.ts'
import { homeBannerStore } from './home-store.ts'
import { importedStore } from './imported-store.ts'
import { interestLogStore } from './interest-log-store.ts'
import { jobStore } from './job-store.ts'
import { dailyCardStore, supportProgrammeStore } from './news-store.ts'
import { notificationStore } from './notification-store.ts'
import { participationStore } from './participation-store.ts'
import { weightsStore } from './recommendation-weights-store.ts'
import { scrapStore } from './scrap-store.ts'
import { snapshotStore } from './snapshot-store.ts'
import { videoStore } from './video-store.ts'

/** One transaction runs after the other, each on an overlay that is merged on ok and dropped otherwise. */
export const transactOn = (committed: Tables, isOpen: () => boolean): Transact => {
  let previous: Promise<unknown> = Promise.resolve()
  return <T, E>(work: (stores: Stores) => Promise<Result<T, E>>): Promise<Result<T, E>> => {
    const turn = previous.then(async () => {
      if (!isOpen()) throw new Outage('the database is closed')
      const { tables, merge } = overlayOf(committed)
      const answer = await work(storesIn(tables))
      if (answer.ok) merge()
      return answer
    })
    // Whoever waits for the next turn has nothing to do with how this one ends.
    previous = turn.catch(() => undefined)
    return turn
  }
}

const storesIn = (tables: Tables): Stores => ({
  accounts: accountStore(tables),
  sessions: sessionStore(tables),
  payees: payeeStore(tables),
  channels: channelStore(tables),
  ads: adStore(tables),
  participations: participationStore(tables),
  videos: videoStore(tables),
  snapshots: snapshotStore(tables),
  cash: cashStore(tables),
  withdrawals: withdrawalStore(tables),
  notifications: notificationStore(tables),
  commandKeys: commandKeyStore(tables),
  jobs: jobStore(tables),
  audit: auditStore(tables),
  supportProgrammes: supportProgrammeStore(tables),
  dailyCards: dailyCardStore(tables),
  scraps: scrapStore(tables),
  experts: expertStore(tables),
  questions: questionStore(tables),
  faqEntries: faqStore(tables),
  notices: noticeStore(tables),
  homeBanners: homeBannerStore(tables),
  interestLog: interestLogStore(tables),
  imported: importedStore(tables),
  recommendationWeights: weightsStore(tables),
})
