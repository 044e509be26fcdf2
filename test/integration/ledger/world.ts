import { forfeitReward } from '../../../src/application/cash/forfeit-reward.ts'
import { releaseRewards } from '../../../src/application/cash/release-rewards.ts'
import { requestWithdrawal } from '../../../src/application/cash/request-withdrawal.ts'
import { settleWithdrawal } from '../../../src/application/cash/settle-withdrawal.ts'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { completeParticipation } from '../../../src/application/participation/complete-participation.ts'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import { type Id, type Instant, toWon } from '../../../src/domain/primitives.ts'
import type { VideoId } from '../../../src/domain/video/youtube-url.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aNewOperator } from '../../fixtures/account.ts'
import { NOON } from '../../fixtures/instants.ts'
import { nobodyLearns } from '../../fixtures/interest.ts'
import { aRun, storedRun, TO_THE_END } from '../../fixtures/jobs.ts'
import { anUpload, submitted } from '../../fixtures/participation.ts'
import { demand, storedApplication } from '../../fixtures/stored.ts'
import { aTrackedVideo, aVideoId } from '../../fixtures/video.ts'

/** The use cases that move cash, as the house puts them together. */
export const cashUseCases = (
  { transact, views }: Persistence,
  clock: Clock,
  { minimum = 1 }: { readonly minimum?: number } = {},
) => {
  const once = onceWith({ transact, clock })
  return {
    completeParticipation: completeParticipation({ once, clock, interests: nobodyLearns }),
    forfeitReward: forfeitReward({ once, clock }),
    /** Under the run that `storedOperator` stores: as many as like may release at the same time. */
    releaseRewards: async (): Promise<{ readonly released: number; readonly waiting: number }> => {
      const job = releaseRewards({ transact, clock, participationViews: views.participations })
      const outcome = await job(aRun('release-rewards'), TO_THE_END)
      if (outcome.kind !== 'done') throw new Error(`release-rewards ended with ${outcome.kind}`)
      return { released: outcome.counts.released ?? 0, waiting: outcome.counts.waiting ?? 0 }
    },
    requestWithdrawal: requestWithdrawal({ once, clock, minimum: toWon(minimum) }),
    settleWithdrawal: settleWithdrawal({ once, clock }),
  }
}

export type CashUseCases = ReturnType<typeof cashUseCases>

/** One creator's submitted or completed part in one ad. */
export type StoredPart = {
  readonly id: Id<'Participation'>
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly videoId: VideoId
}

type PartTerms = {
  readonly creator: Account
  readonly ad: Ad
  readonly reward: number
  readonly holdDays: number
}

/** Submitted with a video that was published at NOON and seen in order then. */
export const storedPart = async (
  stores: Stores,
  { creator, ad, reward, holdDays }: PartTerms,
): Promise<StoredPart> => {
  const application = await storedApplication(stores, { creator, ad })
  const videoId = aVideoId(`part-${application.id}`)
  await stores.participations.save(
    submitted(application, {
      terms: { reward: toWon(reward), holdDays },
      upload: anUpload({ videoId, publishedAt: NOON }),
    }),
  )
  demand(await stores.videos.claim(aTrackedVideo(application.id, { id: videoId }), NOON))
  return { id: application.id, creatorId: creator.id, adId: ad.id, videoId }
}

/** Who commands, and the run of the job that moves cash. */
export const storedOperator = async (stores: Stores): Promise<Id<'Account'>> => {
  await storedRun(stores, 'release-rewards')
  return demand(await stores.accounts.add(aNewOperator())).id
}

/** What a check of YouTube would have found: all videos as agreed. */
export const watchedInOrder = async (
  { videos }: Stores,
  parts: readonly StoredPart[],
  at: Instant,
): Promise<void> => {
  for (const { videoId } of parts) await videos.saveLiveness(videoId, { state: 'live', lastGoodAt: at }, null)
}
