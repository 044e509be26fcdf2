import { Outage } from '../../ports/outage.ts'
import type { Persistence } from '../../ports/persistence.ts'
import { accountViews } from './account-views.ts'
import { adViews } from './ad-views.ts'
import { boardViews } from './board-views.ts'
import { cashViews } from './cash-views.ts'
import { channelViews } from './channel-views.ts'
import { emptyTables } from './database.ts'
import { expertViews } from './expert-views.ts'
import { homeViews } from './home-views.ts'
import { jobViews } from './job-views.ts'
import { newsViews } from './news-views.ts'
import { notificationViews } from './notification-views.ts'
import { participationViews } from './participation-views.ts'
import { quotaLedger } from './quota.ts'
import { recommendationViews } from './recommendation-views.ts'
import { reportViews } from './report-views.ts'
import { scrapViews } from './scrap-views.ts'
import { throttle } from './throttle.ts'
import { transactOn } from './transact.ts'
import { videoViews } from './video-views.ts'

/**
 * A database on maps, for tests and for embedding the core: the same promises as the SQL ones, except that all of it
 * is gone with the process. Transactions run one after the other, so a transaction must not wait for another.
 */
export const memoryPersistence = (): Persistence => {
  const committed = emptyTables()
  let isOpen = true
  return {
    transact: transactOn(committed, () => isOpen),
    views: {
      accounts: accountViews(committed),
      channels: channelViews(committed),
      ads: adViews(committed),
      participations: participationViews(committed),
      videos: videoViews(committed),
      cash: cashViews(committed),
      notifications: notificationViews(committed),
      recommendations: recommendationViews(committed),
      reports: reportViews(committed),
      news: newsViews(committed),
      scraps: scrapViews(committed),
      experts: expertViews(committed),
      board: boardViews(committed),
      home: homeViews(committed),
      jobs: jobViews(committed),
    },
    throttle: throttle(),
    quota: quotaLedger(),
    check: async () => {
      if (!isOpen) throw new Outage('the database is closed')
    },
    close: async () => {
      isOpen = false
    },
  }
}
