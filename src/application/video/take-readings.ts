import { missingHashtags } from '../../domain/ad/hashtag.ts'
import { isOfWrongClock } from '../../domain/clocks.ts'
import type { Instant } from '../../domain/primitives.ts'
import type { Correction } from '../../domain/video/correction.ts'
import { type LiveCheck, type Liveness, observeLiveness, type Pause } from '../../domain/video/live-check.ts'
import type { Observation } from '../../domain/video/observation.ts'
import { isOfLiveAd, type Pace, paceAfter } from '../../domain/video/pace.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { Stores } from '../../ports/transact.ts'
import type { PacedVideo } from '../../ports/video.ts'
import type { VideoFacts, VideoFigures } from '../../ports/video-platform.ts'
import { holdNotice } from './hold-notice.ts'

/** What YouTube told of one video: all there is to know, or its figures alone. */
export type Told =
  /** Null when there is no such video any more, or when it is private. */
  | { readonly by: 'check'; readonly facts: VideoFacts | null }
  | { readonly by: 'figures'; readonly figures: VideoFigures }

/** One answer of YouTube's, as it came. */
export type Answer = {
  readonly told: ReadonlyMap<VideoId, Told>
  readonly at: Instant
  /** The run that asked. */
  readonly run: string
}

/** What came of one answer, counted. */
export type Taken = {
  readonly observed: number
  readonly missing: number
  /** Videos that were found not to stand as agreed, and those that do again. */
  readonly down: number
  readonly restored: number
  readonly corrected: number
  /** Of those corrected, the ones that nobody believes before they are read again. */
  readonly implausible: number
}

/**
 * Keeps what YouTube told of up to 50 videos, in a few statements for all of them together: figures, how each stands,
 * what was taken back, and when it is read next. A video that was read later than this answer is left alone, and one
 * that no participation stands on any more is due no longer.
 */
export const takeReadings = async (stores: Stores, { told, at, run }: Answer): Promise<Taken> => {
  const { videos } = stores
  const tracked = await videos.findPaced([...told.keys()])
  const stillTracked = new Set(tracked.map(({ id }) => id))
  const taken = tracked.flatMap((video) => {
    const of = told.get(video.id)
    const { readAt } = video.pace
    const isOvertaken = readAt !== null && readAt > at && !isOfWrongClock(readAt, at)
    return of === undefined || isOvertaken ? [] : [takeIn(video, of, at)]
  })
  await videos.observeAll(taken.flatMap((one) => observationOf(one, at, run)))
  await videos.saveGood(
    taken.filter(isStillGood).map(({ video }) => video.id),
    at,
  )
  const changed = taken.filter((one) => !isStillGood(one) && one.liveness !== one.video.liveness)
  for (const one of changed) await changeStanding(stores, one, at)
  for (const { video, check, lacking } of taken)
    if (check === 'hashtags-missing') await videos.saveMissingHashtags(video.id, lacking)
  await videos.untrack([...told.keys()].filter((id) => !stillTracked.has(id)))
  await videos.savePaces(new Map(taken.map(({ video, pace }) => [video.id, pace])))
  const corrections = taken.flatMap(({ video, correction }) =>
    correction === null ? [] : [{ ...correction, videoId: video.id, at }],
  )
  await videos.recordCorrections(corrections)
  const missing = taken.filter(isAbsent).length
  return {
    observed: taken.length - missing,
    missing,
    down: changed.filter(({ liveness }) => liveness.state === 'down').length,
    restored: changed.filter(({ liveness, ended }) => ended !== null && liveness.state !== 'down').length,
    corrected: corrections.length,
    implausible: corrections.filter(({ kind }) => kind === 'implausible').length,
  }
}

/** YouTube gave no answer about these: nothing is known anew, but a first miss of theirs proves nothing any more. */
export const takeSilence = async (
  { videos }: Stores,
  ids: readonly VideoId[],
  at: Instant,
): Promise<void> => {
  for (const video of await videos.findPaced(ids)) {
    const { liveness } = observeLiveness(video.liveness, 'unanswered', at)
    if (liveness !== video.liveness) await videos.saveLiveness(video.id, liveness, null)
  }
}

/** One video with what its reading changes. */
type TakenIn = {
  readonly video: PacedVideo
  readonly told: Told
  readonly check: LiveCheck | null
  /** Which required hashtags the check missed; empty unless that is what it found. */
  readonly lacking: readonly string[]
  /** The very same as before when the reading changed nothing. */
  readonly liveness: Liveness
  readonly ended: Pause | null
  readonly pace: Pace
  readonly correction: Correction | null
}

const takeIn = (video: PacedVideo, told: Told, at: Instant): TakenIn => {
  const check = told.by === 'check' ? judge(told.facts, video.ad.requiredHashtags) : null
  const { liveness, ended } =
    check === null ? { liveness: video.liveness, ended: null } : observeLiveness(video.liveness, check, at)
  const facts = told.by === 'check' && check === 'hashtags-missing' ? told.facts : null
  const reading = { at, by: told.by, views: viewsOf(told) }
  const isLive = isOfLiveAd(video.stake, at)
  return {
    video,
    told,
    check,
    lacking: facts === null ? [] : missingHashtags(video.ad.requiredHashtags, facts),
    liveness,
    ended,
    ...paceAfter(video.pace, reading, { publishedAt: video.publishedAt, liveness, isOfLiveAd: isLive }),
  }
}

const judge = (facts: VideoFacts | null, requiredHashtags: readonly string[]): LiveCheck => {
  if (facts === null) return 'missing'
  if (facts.privacy !== 'public' || !facts.watchable) return 'not-public'
  return missingHashtags(requiredHashtags, facts).length > 0 ? 'hashtags-missing' : 'good'
}

const viewsOf = (told: Told): number | null | 'absent' => {
  if (told.by === 'figures') return told.figures.views
  return told.facts === null ? 'absent' : told.facts.views
}

const isAbsent = ({ told }: TakenIn): boolean => told.by === 'check' && told.facts === null

/** Good as before: no pause has ended with it, so that all such videos are stored at once. */
const isStillGood = ({ check, ended }: TakenIn): boolean => check === 'good' && ended === null

const observationOf = ({ video, told }: TakenIn, at: Instant, run: string): readonly Observation[] => {
  const common = { videoId: video.id, at, run }
  if (told.by === 'figures') {
    const { views, likes, comments } = told.figures
    return [{ ...common, views, likes, comments, privacy: null, source: 'videos.batchGetStats' }]
  }
  if (told.facts === null) return []
  const { views, likes, comments, privacy } = told.facts
  return [{ ...common, views, likes, comments, privacy, source: 'videos.list' }]
}

const changeStanding = async (stores: Stores, one: TakenIn, at: Instant): Promise<void> => {
  const { video, liveness, ended } = one
  await tellCreator(stores, one, at)
  await stores.videos.saveLiveness(video.id, liveness, ended)
  if (liveness.state === 'down')
    await stores.audit.append({
      at,
      by: null,
      operation: 'video-down',
      subject: `participation:${video.participation.id}`,
      before: video.liveness,
      after: liveness,
    })
}

/** The one place at which a creator is told that the hold of their reward pauses, or that it goes on. */
const tellCreator = async (
  { videos, notifications }: Stores,
  { video, lacking, liveness, ended }: TakenIn,
  at: Instant,
): Promise<void> => {
  const { participation, ad, publishedAt } = video
  if (!participation.hasRewardAhead || (liveness.state !== 'down' && ended === null)) return
  const { id: participationId, creatorId, completedAt, holdDays } = participation
  const named = { id: ad.id, title: ad.title, thumbnail: ad.thumbnail }
  const earlierPauses = (await videos.find(video.id))?.pauses ?? []
  const news = holdNotice(
    { participationId, creatorId, ad: named, publishedAt, completedAt, holdDays },
    {
      before: video.liveness,
      after: liveness,
      ended,
      earlierPauses,
      missingHashtags: lacking,
    },
    at,
  )
  if (news !== null) await notifications.add(news)
}
