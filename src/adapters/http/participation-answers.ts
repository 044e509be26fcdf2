import type { Context } from 'hono'
import { match } from 'ts-pattern'
import { formatDotted, formatIso } from '../../domain/calendar.ts'
import type { Participation } from '../../domain/participation/participation.ts'
import { PROGRESS } from '../../domain/participation/participation.ts'
import type { Instant } from '../../domain/primitives.ts'
import type { Liveness } from '../../domain/video/live-check.ts'
import type { DecisionSnapshot } from '../../domain/video/snapshot.ts'
import { watchUrl } from '../../domain/video/youtube-url.ts'
import type { ParticipationDetail, ParticipationForReview } from '../../ports/participation.ts'
import { wantsEnglish } from './dialect.ts'
import { holdShown } from './hold-answers.ts'
import { pauseWording } from './hold-wording.ts'
import { STATUS_KO } from './refusal-wording.ts'
import type { Session } from './session.ts'
import { withThousands } from './thousands.ts'
import { imageUrl } from './wire.ts'

/** The creator's own participation with proposal, ad, history, and when its reward becomes withdrawable. */
export const detailShown = (c: Context<Session>, detail: ParticipationDetail, now: Instant) => {
  const { participation, ad, history, video, decisions } = detail
  return {
    userAdIdx: participation.id,
    userIdx: participation.creatorId,
    adIdx: ad.id,
    ...progressShown(participation),
    companyName: ad.companyName,
    title: ad.title,
    subtitle: ad.subtitle,
    thumbnail: imageUrl(c, ad.images.thumbnail),
    cash: withThousands('terms' in participation ? participation.terms.reward : ad.reward),
    applyFrom: formatDotted(ad.schedule.applyFrom),
    applyTo: formatDotted(ad.schedule.applyTo),
    choice: formatDotted(ad.schedule.choice),
    uploadFrom: formatDotted(ad.schedule.uploadFrom),
    uploadTo: formatDotted(ad.schedule.uploadTo),
    completeDate: formatDotted(ad.schedule.completeDate),
    createAt: formatIso(participation.appliedAt),
    requiredHashtags: ad.requiredHashtags,
    ...proposalShown(participation),
    changesAsked: participation.status === 'assigned' ? participation.changesAsked : null,
    video: video === null ? null : { url: watchUrl(video.id), state: video.liveness.state },
    hold: holdShown(detail, wantsEnglish(c), now),
    decisions: decisions.map(decisionShown),
    history: history.map(({ at, from, to, reason }) => ({ at: formatIso(at), from, to, reason })),
  }
}

/** What an operator reads before deciding. */
export const reviewShown = (c: Context<Session>, review: ParticipationForReview, now: Instant) => {
  const { participation, adTitle, creatorName, channel, video, decisions } = review
  return {
    userAdIdx: participation.id,
    userIdx: participation.creatorId,
    adIdx: participation.adId,
    ...progressShown(participation),
    title: adTitle,
    name: creatorName,
    channelId: channel?.identity?.id ?? null,
    channelName: channel?.identity?.title ?? null,
    channelState: channel?.state.status ?? null,
    subscribers: channel?.identity?.subscribers ?? null,
    createAt: formatIso(participation.appliedAt),
    ...proposalShown(participation),
    video: 'upload' in participation ? watchUrl(participation.upload.videoId) : null,
    publishedAt: 'upload' in participation ? formatIso(participation.upload.publishedAt) : null,
    review: 'upload' in participation ? participation.upload.review : null,
    decisions: decisions.map((decision) => ({
      ...decisionShown(decision),
      operatorIdx: decision.decidedBy,
    })),
    videoStanding: video === null ? null : standingShown(video, wantsEnglish(c)),
    hold: holdShown(review, wantsEnglish(c), now),
  }
}

/** How the video stands, since when, and why. */
const standingShown = (
  { liveness, missingHashtags }: NonNullable<ParticipationForReview['video']>,
  english: boolean,
) => {
  const why = liveness.state === 'down' ? pauseWording(liveness.cause, missingHashtags) : null
  return {
    state: liveness.state,
    since: standsSince(liveness),
    cause: liveness.state === 'down' ? liveness.cause : null,
    why: why === null ? null : english ? why.en : why.ko,
    missingHashtags,
    lastGoodAt: formatIso(liveness.lastGoodAt),
  }
}

/** Null for a live one: of that, the newest check that found all in order is told. */
const standsSince = (liveness: Liveness): string | null =>
  match(liveness)
    .with({ state: 'live' }, () => null)
    .with({ state: 'missing' }, ({ firstMissedAt }) => formatIso(firstMissedAt))
    .with({ state: 'down' }, ({ downSince }) => formatIso(downSince))
    .exhaustive()

/** What was known of the video when its reward was credited, released or forfeited; null is unknown, as it was then. */
const decisionShown = ({ newest, standing, ...snapshot }: DecisionSnapshot) => ({
  decision: snapshot.decision,
  at: formatIso(snapshot.at),
  by: snapshot.decidedBy === null ? 'job' : 'operator',
  reason: snapshot.reason,
  state: standing.state,
  cause: standing.cause,
  missingHashtags: standing.missingHashtags,
  video: watchUrl(snapshot.videoId),
  publishedAt: formatIso(snapshot.publishedAt),
  pausedMs: snapshot.pausedMs,
  lastGoodAt: formatIso(snapshot.lastGoodAt),
  observedAt: newest === null ? null : formatIso(newest.at),
  views: newest?.views ?? null,
  likes: newest?.likes ?? null,
  comments: newest?.comments ?? null,
  privacy: newest?.privacy ?? null,
  source: newest?.source ?? null,
})

const progressShown = ({ status }: Participation) => ({
  progress: status in PROGRESS ? PROGRESS[status as keyof typeof PROGRESS] : 0,
  status,
  statusName: STATUS_KO[status],
})

const proposalShown = ({ proposal }: Participation) => ({
  planTitle: proposal.planTitle,
  planContents: proposal.planContents,
  refUrl: proposal.refUrl,
  youtubeUrl: proposal.youtubeUrl,
  phone: proposal.phone,
  location: proposal.location,
  isAgree: proposal.additionalSelection,
})
