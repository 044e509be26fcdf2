import type { Ad } from '../../domain/ad/ad.ts'
import { koreanDayOf } from '../../domain/calendar.ts'
import { GOOD_CHECK_MAX_AGE_MS } from '../../domain/cash/hold.ts'
import type { Participation, Status } from '../../domain/participation/participation.ts'
import { DAY_MS, type Instant } from '../../domain/primitives.ts'
import type {
  ParticipationCard,
  ParticipationDetail,
  ParticipationForReview,
  ParticipationViews,
  RewardSettlement,
} from '../../ports/participation.ts'
import type { WatchedVideo } from '../../ports/video.ts'
import { pairKey, type Tables } from './database.ts'
import { rewardedBefore } from './imported-store.ts'
import { snapshotsOf } from './snapshot-store.ts'

export const participationViews = (tables: Tables): ParticipationViews => ({
  counts: async (creator) => {
    const own = tables.participations.rows().filter(({ creatorId }) => creatorId === creator)
    const inStatus = (status: Status): number => own.filter((part) => part.status === status).length
    return {
      applied: inStatus('applied'),
      assigned: inStatus('assigned'),
      submitted: inStatus('submitted'),
      completed: inStatus('completed'),
    }
  },
  listOf: async (creator, status, limit) =>
    tables.participations
      .rows()
      .filter((part) => part.creatorId === creator && part.status === status)
      .toReversed()
      .slice(0, limit)
      .map((part) => toCard(part, adOf(tables, part))),
  detailOf: async (creator, id) => {
    const participation = tables.participations.get(id)
    return participation?.creatorId === creator ? toDetail(tables, participation) : null
  },
  forReview: async ({ status, adId, downOnly = false, among, after, limit }) =>
    tables.participations
      .rows()
      .filter((part) => part.status === status && part.id > (after ?? 0))
      .filter((part) => adId === null || part.adId === adId)
      .filter(({ id }) => among === undefined || among.includes(id))
      .filter((part) => !downOnly || videoShown(tables, part)?.liveness.state === 'down')
      .slice(0, limit)
      .map((part) => toReview(tables, part)),
  held: async ({ after, dueBy, limit }) =>
    tables.participations
      .rows()
      .filter((part) => part.id > (after ?? 0) && part.status === 'completed')
      .filter((part) => wasCredited(tables, part) && releaseOf(tables, part) === undefined)
      .filter((part) => dueBy === null || canBeReleased(tables, part, dueBy))
      .slice(0, limit)
      .map(({ id, adId }) => ({ id, adId })),
  awaitedUploads: async ({ endingOn, after, limit }) =>
    tables.participations
      .rows()
      .filter((part) => part.id > (after ?? 0) && part.status === 'assigned')
      .map((part) => ({ part, ad: adOf(tables, part) }))
      .filter(({ ad }) => endingOn.includes(koreanDayOf(ad.schedule.uploadTo)))
      .slice(0, limit)
      .map(({ part: { id, creatorId }, ad }) => ({
        id,
        creatorId,
        adId: ad.id,
        title: ad.title,
        thumbnail: ad.images.thumbnail,
        uploadTo: ad.schedule.uploadTo,
        completeDate: ad.schedule.completeDate,
      })),
})

export const adOf = ({ ads }: Tables, part: Participation): Ad => {
  const ad = ads.get(part.adId)
  if (ad === undefined) throw new Error(`participation ${part.id} is in an ad that is not there`)
  return ad
}

const canBeReleased = ({ videos }: Tables, part: Participation, at: Instant): boolean => {
  if (part.status !== 'completed' || part.upload.publishedAt + part.terms.holdDays * DAY_MS > at) return false
  const liveness = videos.get(part.upload.videoId)?.liveness
  return liveness?.state === 'live' && at - liveness.lastGoodAt <= GOOD_CHECK_MAX_AGE_MS
}

const wasCredited = ({ postings }: Tables, { id, creatorId }: Participation): boolean =>
  postings.get(pairKey(creatorId, `reward:${id}`)) !== undefined

/** A release and a forfeit have the same cause: whichever came first. */
export const releaseOf = ({ postings }: Tables, { id, creatorId }: Participation) =>
  postings.get(pairKey(creatorId, `release:${id}`))

const toCard = (part: Participation, ad: Ad): ParticipationCard => ({
  id: part.id,
  adId: ad.id,
  title: ad.title,
  thumbnail: ad.images.thumbnail,
  reward: 'terms' in part ? part.terms.reward : ad.reward,
  appliedAt: part.appliedAt,
  uploadTo: ad.schedule.uploadTo,
})

const toDetail = (tables: Tables, participation: Participation): ParticipationDetail => ({
  participation,
  ad: adOf(tables, participation),
  history: tables.history.rows().filter((line) => line.participationId === participation.id),
  video: videoShown(tables, participation),
  settled: settlementOf(tables, participation),
  decisions: snapshotsOf(tables, participation.id),
})

const videoShown = (tables: Tables, part: Participation): ParticipationDetail['video'] => {
  const video = 'upload' in part ? tables.videos.get(part.upload.videoId) : undefined
  return video === undefined ? null : watchOf(tables, video)
}

const watchOf = (tables: Tables, watched: WatchedVideo): ParticipationDetail['video'] => {
  const { video, liveness, pauses } = watched
  return { id: video.id, liveness, pauses, missingHashtags: missingHashtagsOf(tables, watched) }
}

/** What was missed before is of no interest once the video stands otherwise. */
export const missingHashtagsOf = (
  { missingHashtags }: Tables,
  { video, liveness }: Pick<WatchedVideo, 'video' | 'liveness'>,
): readonly string[] =>
  liveness.state === 'down' && liveness.cause === 'hashtags-missing'
    ? (missingHashtags.get(video.id) ?? [])
    : []

const settlementOf = (tables: Tables, part: Participation): RewardSettlement | null => {
  if (rewardedBefore(tables).has(part.id)) return { how: 'brought-over' }
  const posting = releaseOf(tables, part)
  if (posting === undefined) return null
  return { how: posting.to === 'agency' ? 'forfeited' : 'released', at: posting.at }
}

const toReview = (tables: Tables, participation: Participation): ParticipationForReview => ({
  participation,
  adTitle: adOf(tables, participation).title,
  creatorName: tables.accounts.get(participation.creatorId)?.name ?? '',
  channel: tables.channels.get(participation.creatorId) ?? null,
  video: videoShown(tables, participation),
  settled: settlementOf(tables, participation),
  decisions: snapshotsOf(tables, participation.id),
})
