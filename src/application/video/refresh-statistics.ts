import { missingHashtags } from '../../domain/ad/hashtag.ts'
import type { Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { type LiveCheck, observeLiveness } from '../../domain/video/live-check.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import type { VideoToRefresh, VideoViews } from '../../ports/video.ts'
import type { PlatformFailure, VideoFacts, VideoPlatform } from '../../ports/video-platform.ts'

export type RefreshStatistics = () => Promise<
  Result<{ readonly observed: number; readonly missing: number }, PlatformFailure>
>

/** YouTube answers for this many videos in one call. */
const BATCH = 50

/**
 * Reads the figures of every tracked video, 50 a call, and checks that each is still public with its hashtags. Once
 * YouTube does not answer it is not asked any more: what was read before is kept, the rest writes no figures. That it
 * was not answered is noted for every one of them, since a miss before an outage proves nothing.
 */
export const refreshStatistics =
  ({
    transact,
    clock,
    platform,
    videoViews,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly platform: VideoPlatform
    readonly videoViews: VideoViews
  }): RefreshStatistics =>
  async () => {
    const startedAt = clock.now()
    let after: VideoId | null = null
    let failure: PlatformFailure | null = null
    let [observed, missing] = [0, 0]
    for (;;) {
      const batch: readonly VideoToRefresh[] = await videoViews.toRefresh({ after, limit: BATCH })
      if (batch.length === 0) return failure === null ? ok({ observed, missing }) : err(failure)
      const answer: Awaited<ReturnType<VideoPlatform['videos']>> =
        failure === null ? await platform.videos(batch.map(({ id }) => id)) : err(failure)
      const times = { startedAt, now: clock.now() }
      await transact(async (stores) => {
        for (const video of batch)
          await take(stores, video, answer.ok ? (answer.value.get(video.id) ?? null) : 'unanswered', times)
        return ok(undefined)
      })
      if (answer.ok) {
        observed += answer.value.size
        missing += batch.length - answer.value.size
      } else failure = answer.error
      after = batch.at(-1)?.id ?? null
    }
  }

const take = async (
  { videos, audit }: Stores,
  { id, participationId, requiredHashtags }: VideoToRefresh,
  facts: VideoFacts | null | 'unanswered',
  { startedAt, now }: { readonly startedAt: Instant; readonly now: Instant },
): Promise<void> => {
  const watched = await videos.find(id)
  if (watched === null) throw new Error(`video ${id} is to be refreshed but not tracked`)
  const { liveness, ended } = observeLiveness(watched.liveness, judge(facts, requiredHashtags), now)
  await videos.saveLiveness(id, liveness, ended)
  if (liveness.state === 'down' && watched.liveness.state !== 'down')
    await audit.append({
      at: now,
      by: null,
      operation: 'video-down',
      subject: `participation:${participationId}`,
      before: watched.liveness,
      after: liveness,
    })
  if (facts === null || facts === 'unanswered') return
  const { views, likes, comments, privacy } = facts
  await videos.observe({
    videoId: id,
    // One instant for the whole run, so that sums over videos compare like with like; but never before an earlier read.
    at: watched.liveness.lastGoodAt > startedAt ? now : startedAt,
    views,
    likes,
    comments,
    privacy,
    source: 'videos.list',
    run: `refresh:${startedAt}`,
  })
}

const judge = (facts: VideoFacts | null | 'unanswered', requiredHashtags: readonly string[]): LiveCheck => {
  if (facts === 'unanswered') return 'unanswered'
  if (facts === null) return 'missing'
  if (facts.privacy !== 'public' || !facts.watchable) return 'not-public'
  return missingHashtags(requiredHashtags, facts).length > 0 ? 'hashtags-missing' : 'good'
}
