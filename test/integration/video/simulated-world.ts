import { onTestFinished } from 'vitest'
import { makeKeys } from '../../../src/adapters/auth/keys-file.ts'
import { memoryImages } from '../../../src/adapters/memory/image-store.ts'
import { startYouTubeSimulator } from '../../../src/adapters/youtube/simulator/server.ts'
import { youTubeDataApi } from '../../../src/adapters/youtube/youtube-data-api.ts'
import { rewardPosting } from '../../../src/domain/cash/ledger.ts'
import type { Participation } from '../../../src/domain/participation/participation.ts'
import { type Instant, toWon } from '../../../src/domain/primitives.ts'
import type { VideoId } from '../../../src/domain/video/youtube-url.ts'
import { furnish } from '../../../src/entry/container.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import type { VideoPlatform } from '../../../src/ports/video-platform.ts'
import { aSchedule } from '../../fixtures/ad.ts'
import { aMovement } from '../../fixtures/cash.ts'
import { aChannelId } from '../../fixtures/channel.ts'
import { aClock, plainPasswords } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { nobodyLearns } from '../../fixtures/interest.ts'
import { anUpload, completed, someTerms } from '../../fixtures/participation.ts'
import { demand, storedAd, storedApplication, storedCreator } from '../../fixtures/stored.ts'
import { aTrackedVideo } from '../../fixtures/video.ts'

export const HASHTAG = '협찬'
const API_KEY = 'key-of-the-simulation'
const REWARD = 50_000

/** The house on its jobs alone, with the real adapter on a simulated YouTube, all on one clock; ends with the test. */
export const openSimulatedWorld = async (
  persistence: Persistence,
  watched: (platform: VideoPlatform, clock: Clock) => VideoPlatform = (platform) => platform,
) => {
  const clock = aClock(NOON)
  const youTube = await startYouTubeSimulator({ clock, port: 0, apiKey: API_KEY })
  onTestFinished(youTube.close)
  youTube.catalogue.addChannel({ id: aChannelId() })
  const real = youTubeDataApi({
    apiKey: API_KEY,
    baseUrl: youTube.baseUrl,
    clock,
    ledger: persistence.quota,
    wait: async () => undefined,
  })
  const platform = watched(real, clock)
  const house = furnish({
    persistence,
    platform,
    scheduledPlatform: platform,
    isYouTubeConfigured: true,
    clock,
    images: memoryImages(),
    keys: makeKeys(),
    passwords: plainPasswords,
    requireVerifiedChannel: true,
    withdrawalMinimum: toWon(1),
    statisticsRetentionDays: 30,
    adListCacheMs: 0,
    elapsedMs: () => 0,
    jobLeaseMs: 60_000,
    processName: 'test:1',
    publicUrl: null,
    clientAddress: () => '127.0.0.1',
    isAccepting: () => true,
    interests: nobodyLearns,
    log: () => undefined,
  })
  return { ...house, clock, youTube }
}

/** Somebody's approved upload, with its reward pending. */
export const storedCampaign = async (
  stores: Stores,
  {
    id,
    publishedAt,
    holdDays,
  }: { readonly id: VideoId; readonly publishedAt: Instant; readonly holdDays: number },
  approvedAt: Instant,
): Promise<Participation> => {
  const ad = await storedAd(stores, {
    holdDays,
    requiredHashtags: [HASHTAG],
    schedule: aSchedule(publishedAt),
    createdAt: publishedAt,
  })
  const creator = await storedCreator(stores)
  const application = await storedApplication(stores, { creator, ad, appliedAt: publishedAt })
  const terms = someTerms({ reward: toWon(REWARD), holdDays })
  const upload = anUpload({ videoId: id, publishedAt })
  const part = completed(application, { terms, upload, since: approvedAt })
  demand(await stores.videos.claim(aTrackedVideo(application.id, { id, publishedAt }), publishedAt))
  await stores.participations.save(part)
  demand(await stores.cash.post(rewardPosting(part.id, { ...aMovement(creator.id, REWARD), at: approvedAt })))
  return part
}
