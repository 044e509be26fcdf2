import type { Account } from '../../../src/domain/account/account.ts'
import type { Ad } from '../../../src/domain/ad/ad.ts'
import type { NewParticipation, Participation } from '../../../src/domain/participation/participation.ts'
import { type Instant, toInstant, toWon } from '../../../src/domain/primitives.ts'
import { ok, type Result } from '../../../src/domain/result.ts'
import {
  type ChannelId,
  isChannelId,
  isVideoId,
  type VideoId,
} from '../../../src/domain/video/youtube-url.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import type { Stores } from '../../../src/ports/transact.ts'

export const NOW: Instant = toInstant(Date.UTC(2026, 10, 22))
export const at = (days: number): Instant => toInstant(NOW + days * 86_400_000)

export const videoId = (text: string): VideoId => {
  if (!isVideoId(text)) throw new Error(`not a video id: ${text}`)
  return text
}

export const channelId = (text: string): ChannelId => {
  if (!isChannelId(text)) throw new Error(`not a channel id: ${text}`)
  return text
}

export const must = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** What `work` answers, from a transaction that is kept. */
export const kept = async <T>({ transact }: Persistence, work: (stores: Stores) => Promise<T>): Promise<T> =>
  must(await transact(async (stores) => ok(await work(stores))))

export const addCreator = async ({ accounts, cash }: Stores, email: string): Promise<Account> => {
  const added = must(
    await accounts.add({
      email,
      passwordHash: '$test$',
      roles: ['creator'],
      name: 'Creator',
      phone: '010-0000-0000',
      location: 'Seoul',
      profileImage: null,
      interests: { ad: 'beauty', expert: 'law', news: 'contest' },
      consents: [{ to: 'terms', given: true, version: '1', at: NOW }],
      sessionGeneration: 0,
      createdAt: NOW,
    }),
  )
  await cash.open(added.id)
  return added
}

export const addAd = ({ ads }: Stores, title = 'Ad'): Promise<Ad> =>
  ads.add({
    companyName: 'Company',
    title,
    subtitle: '',
    category: 'beauty',
    reward: toWon(10_000),
    rewardInKind: '',
    images: { thumbnail: 't.png', summary: 's.png', full: 'f.png' },
    schedule: {
      applyFrom: at(-1),
      applyTo: at(1),
      choice: at(2),
      uploadFrom: at(2),
      uploadTo: at(5),
      completeDate: at(6),
    },
    minimumSubscribers: 0,
    subscribersText: '',
    requiredHashtags: ['ad'],
    keyword: '',
    preference: '',
    campaignInfo: '',
    campaignMission: '',
    addInfo: '',
    url: '',
    capacity: 3,
    holdDays: 28,
    createdAt: NOW,
  })

export const applied = (creator: Account, ad: Ad): NewParticipation => ({
  adId: ad.id,
  creatorId: creator.id,
  proposal: {
    planTitle: 'Plan',
    planContents: '',
    refUrl: '',
    youtubeUrl: '',
    phone: '',
    location: '',
    additionalSelection: false,
  },
  appliedAt: NOW,
  since: NOW,
  status: 'applied',
})

/** Applied, assigned, submitted with a video, and completed at once. */
export const addCompleted = async (
  { participations, videos }: Stores,
  creator: Account,
  ad: Ad,
  video: VideoId,
): Promise<Participation> => {
  const part = must(await participations.add(applied(creator, ad)))
  const completed: Participation = {
    ...part,
    status: 'completed',
    terms: { reward: ad.reward, holdDays: ad.holdDays },
    upload: { videoId: video, publishedAt: at(3), review: '' },
  }
  await participations.save(completed)
  must(
    await videos.claim(
      { id: video, participationId: part.id, publishedAt: at(3), thumbnailUrl: null },
      at(3),
    ),
  )
  return completed
}
