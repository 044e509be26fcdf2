import { accountContract } from './account.contract.ts'
import { adContract } from './ad.contract.ts'
import { auditContract } from './audit.contract.ts'
import { backends, describeOnEach } from './backends.ts'
import { boardContract, homeContract } from './board.contract.ts'
import { cashContract } from './cash.contract.ts'
import { cashBooksContract } from './cash-books.contract.ts'
import { channelContract } from './channel.contract.ts'
import { commandKeyContract } from './command-key.contract.ts'
import { expertContract } from './expert.contract.ts'
import { import2020Contract } from './import-2020.contract.ts'
import { interestLogContract } from './interest-log.contract.ts'
import { jobContract } from './job.contract.ts'
import { longNewsContract } from './long-news.contract.ts'
import { marketContract } from './market.contract.ts'
import { newsContract } from './news.contract.ts'
import { notificationContract } from './notification.contract.ts'
import { participationContract } from './participation.contract.ts'
import { persistenceContract } from './persistence.contract.ts'
import { quotaContract } from './quota.contract.ts'
import { recommendationContract } from './recommendation.contract.ts'
import { recommendationWeightsContract } from './recommendation-weights.contract.ts'
import { reportContract } from './report.contract.ts'
import { retentionContract } from './retention.contract.ts'
import { snapshotContract } from './snapshot.contract.ts'
import { throttleContract } from './throttle.contract.ts'
import { transactContract } from './transact.contract.ts'
import { videoContract } from './video.contract.ts'
import { withdrawalContract } from './withdrawal.contract.ts'

const CONTRACTS = [
  persistenceContract,
  transactContract,
  accountContract,
  channelContract,
  adContract,
  participationContract,
  videoContract,
  snapshotContract,
  retentionContract,
  cashContract,
  withdrawalContract,
  cashBooksContract,
  notificationContract,
  marketContract,
  recommendationContract,
  interestLogContract,
  recommendationWeightsContract,
  reportContract,
  commandKeyContract,
  auditContract,
  throttleContract,
  quotaContract,
  jobContract,
  newsContract,
  longNewsContract,
  expertContract,
  boardContract,
  homeContract,
  import2020Contract,
]

describeOnEach(backends, '%s', (backend) => {
  for (const contract of CONTRACTS) contract(backend)
})
