import { toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import { observeLiveness } from '../../domain/video/live-check.ts'
import type { Observation } from '../../domain/video/observation.ts'
import { putOff, unreadPace } from '../../domain/video/pace.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { PacedVideo, VideoStore } from '../../ports/video.ts'
import { pairKey, type Tables } from './database.ts'
import { rewardedBefore } from './imported-store.ts'
import { adOf, missingHashtagsOf, releaseOf } from './participation-views.ts'
import { removeOldest, replace } from './table.ts'

export const videoStore = (tables: Tables): VideoStore => {
  const { videos, observations, paces, corrections } = tables
  const observe = (observation: Observation): void => {
    const key = pairKey(observation.videoId, observation.run)
    if (observations.get(key) === undefined) observations.put(key, observation)
  }
  const watched = (id: VideoId) => {
    const found = videos.get(id)
    if (found === undefined) throw new Error(`video ${id} was never claimed`)
    return found
  }
  return {
    claim: async (video, now) => {
      const earlier = videos.get(video.id)
      if (earlier !== undefined && earlier.video.participationId !== video.participationId)
        return err({ kind: 'video-already-used' })
      const anew = { liveness: { state: 'live', lastGoodAt: now }, pauses: [] } as const
      videos.put(video.id, { ...(earlier ?? anew), video })
      paces.put(video.id, unreadPace(now))
      return ok(undefined)
    },
    find: async (id) => videos.get(id) ?? null,
    findPaced: async (ids) => ids.toSorted().flatMap((id) => pacedVideo(tables, id)),
    saveLiveness: async (id, liveness, ended) => {
      const before = watched(id)
      const pauses = ended === null ? before.pauses : [...before.pauses, ended]
      videos.put(id, { ...before, liveness, pauses: pauses.toSorted((a, b) => a.from - b.from) })
    },
    saveMissingHashtags: async (id, hashtags) => tables.missingHashtags.put(watched(id).video.id, hashtags),
    missingHashtags: async (found) => missingHashtagsOf(tables, found),
    saveGood: async (ids, at) => {
      for (const id of ids)
        replace(videos, id, { ...watched(id), liveness: { state: 'live', lastGoodAt: at } })
    },
    restartFirstMisses: async (at) => {
      for (const [id, before] of videos.entries()) {
        const { liveness } = observeLiveness(before.liveness, 'unanswered', at)
        if (liveness !== before.liveness) videos.put(id, { ...before, liveness })
      }
    },
    savePaces: async (saved) => {
      for (const [id, pace] of saved) paces.put(watched(id).video.id, pace)
    },
    putOff: async (ids, until) => {
      for (const id of ids) {
        const pace = paces.get(id)
        if (pace !== undefined) paces.put(id, putOff(pace, until))
      }
    },
    untrack: async (ids) => {
      for (const id of ids) paces.remove(id)
    },
    observe: async (observation) => observe(observation),
    observeAll: async (all) => all.forEach(observe),
    recordCorrections: async (all) => {
      for (const correction of all) corrections.put(corrections.nextNumber(), correction)
    },
    ...retention(tables),
  }
}

const retention = ({ observations, corrections, paces }: Tables): Pick<VideoStore, Retention> => ({
  newestObservation: async (id) =>
    observations
      .rows()
      .filter(({ videoId }) => videoId === id)
      .toSorted((a, b) => a.at - b.at)
      .at(-1) ?? null,
  purgeObservations: async (before, limit) =>
    removeOldest(observations, { at: ({ at }) => at, before, limit }),
  purgeCorrections: async (before, limit) => removeOldest(corrections, { at: ({ at }) => at, before, limit }),
  forgetPaces: async (before, limit) => {
    const found = paces
      .entries()
      .filter(([, { readAt, views }]) => views !== null && readAt !== null && readAt < before)
      .slice(0, limit)
    for (const [id, pace] of found) paces.put(id, { ...pace, views: null, viewsPerDay: null })
    return found.length
  },
})

type Retention = 'newestObservation' | 'purgeObservations' | 'purgeCorrections' | 'forgetPaces'

/** None unless a participation stands on it. */
const pacedVideo = (tables: Tables, id: VideoId): readonly PacedVideo[] => {
  const watched = tables.videos.get(id)
  const part = watched && tables.participations.get(watched.video.participationId)
  if (watched === undefined || part === undefined) return []
  if (!('upload' in part) || part.upload.videoId !== id) return []
  const ad = adOf(tables, part)
  const isSettled = releaseOf(tables, part) !== undefined || rewardedBefore(tables).has(part.id)
  const hasRewardAhead = part.terms.reward > 0 && !isSettled
  return [
    {
      id,
      publishedAt: watched.video.publishedAt,
      liveness: watched.liveness,
      pace: tables.paces.get(id) ?? unreadPace(toInstant(0)),
      stake: {
        isUnderReview: part.status === 'submitted',
        isRewardHeld: part.status === 'completed' && hasRewardAhead,
        adEndsAt: ad.schedule.completeDate,
      },
      participation: {
        id: part.id,
        creatorId: part.creatorId,
        completedAt: part.status === 'completed' ? part.since : null,
        holdDays: part.terms.holdDays,
        hasRewardAhead,
      },
      ad: {
        id: ad.id,
        title: ad.title,
        thumbnail: ad.images.thumbnail,
        requiredHashtags: ad.requiredHashtags,
      },
    },
  ]
}
