import type { MoveRefusal, Participation } from '../../domain/participation/participation.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import { observeLiveness } from '../../domain/video/live-check.ts'
import { paceAfter, unreadPace } from '../../domain/video/pace.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once, Recall } from '../idempotency/once.ts'
import { isPlatformFailure } from '../video/platform-failure.ts'
import type { LookUpVideo, LookUpVideoRefusal } from './look-up-video.ts'
import { findParticipation, moveParticipation, type ParticipationNotFound } from './move-participation.ts'

export type SubmitUploadRefusal = MoveRefusal | ParticipationNotFound | LookUpVideoRefusal | KeyRefusal

export type SubmitUpload = (command: {
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly url: string
  readonly review: string
  readonly key: CommandKey | null
}) => Promise<Result<Participation, SubmitUploadRefusal>>

/**
 * Proves the upload: the video is on the creator's own channel, public, published in the upload window, carries the
 * required hashtags and serves no other participation. Its first figures are kept, and its watch begins.
 */
export const submitUpload =
  ({
    once,
    recall,
    clock,
    lookUpVideo,
  }: {
    readonly once: Once
    readonly recall: Recall
    readonly clock: Clock
    readonly lookUpVideo: LookUpVideo
  }): SubmitUpload =>
  async ({ creatorId, adId, url, review, key }) => {
    const earlier = await recall<Participation, SubmitUploadRefusal>(key)
    if (earlier !== null) return earlier
    const looked = await lookUpVideo(url)
    // No answer says nothing about the video: it is not kept under the key, so that the same request can be repeated.
    if (!looked.ok && isPlatformFailure(looked.error)) return looked
    return once<Participation, SubmitUploadRefusal>(key, async (stores) => {
      if (!looked.ok) return looked
      const video = looked.value
      const now = clock.now()
      const found = await findParticipation(stores, creatorId, adId)
      if (!found.ok) return found
      const { part } = found.value
      const channel = await stores.channels.find(creatorId)
      const user = await stores.videos.find(video.id)
      const move = {
        type: 'submit',
        evidence: { ...video, videoId: video.id },
        ownChannel: channel?.state.status === 'verified' ? (channel.identity?.id ?? null) : null,
        usedElsewhere: user !== null && user.video.participationId !== part.id,
        review,
      } as const
      const by = { actor: creatorId, reason: video.id }
      const submitted = await moveParticipation(stores, found.value, move, by, now)
      if (!submitted.ok) return submitted
      const { id, publishedAt, views, likes, comments, privacy } = video
      const tracked = { id, participationId: part.id, publishedAt }
      const claimed = await stores.videos.claim(tracked, now)
      if (!claimed.ok) return claimed
      // Submitted again: what was asked for, or was missing before, is there now, and the time without it does not count.
      if (user !== null) {
        const { liveness, ended } = observeLiveness(user.liveness, 'good', now)
        await stores.videos.saveLiveness(id, liveness, ended)
      }
      await stores.videos.observe({
        videoId: id,
        at: now,
        views,
        likes,
        comments,
        privacy,
        source: 'videos.list',
        run: `submission:${part.id}:${now}`,
      })
      const reading = { at: now, by: 'check', views } as const
      const live = { publishedAt, liveness: { state: 'live', lastGoodAt: now }, isOfLiveAd: true } as const
      await stores.videos.savePaces(new Map([[id, paceAfter(unreadPace(now), reading, live).pace]]))
      return ok(submitted.value)
    })
  }
