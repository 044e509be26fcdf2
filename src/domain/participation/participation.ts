import { match, P } from 'ts-pattern'
import { type Ad, isOpen } from '../ad/ad.ts'
import { missingHashtags } from '../ad/hashtag.ts'
import type { Channel } from '../channel/channel.ts'
import type { Id, Instant, Won } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'
import type { ChannelId, VideoId } from '../video/youtube-url.ts'
import type { Proposal } from './proposal.ts'

/** One creator's part in one ad, from application to reward (참여). There is one for each creator and ad, ever. */
export type Participation = {
  readonly id: Id<'Participation'>
  readonly adId: Id<'Ad'>
  readonly creatorId: Id<'Account'>
  readonly proposal: Proposal
  readonly appliedAt: Instant
  /** When the present status began. */
  readonly since: Instant
} & Progress
export type NewParticipation = Omit<Participation, 'id'> & { readonly status: 'applied' }

export type Progress =
  | { readonly status: 'applied' }
  | { readonly status: 'assigned'; readonly terms: Terms; readonly changesAsked: string | null }
  | { readonly status: 'submitted'; readonly terms: Terms; readonly upload: Upload }
  | { readonly status: 'completed'; readonly terms: Terms; readonly upload: Upload }
  | { readonly status: 'declined'; readonly reason: DeclineReason; readonly note: string }
  | { readonly status: 'withdrawn' }
  | { readonly status: 'cancelled'; readonly reason: CancelReason; readonly note: string }
export type Status = Progress['status']

/** Frozen at assignment, so that a later change of the ad takes nothing from anybody. */
export type Terms = { readonly reward: Won; readonly holdDays: number }

/** The proved video. `publishedAt` is fixed here and starts the hold. */
export type Upload = {
  readonly videoId: VideoId
  readonly publishedAt: Instant
  /** 광고 후기: the creator's remarks. */
  readonly review: string
}

export type DeclineReason = 'not-selected' | 'assignment-period-over'
export type CancelReason = 'not-uploaded' | 'ad-cancelled' | 'rules-broken'

/** The places that the app's counters and lists know; the other endings are shown in none of them. */
export const PROGRESS = { applied: 1, assigned: 2, submitted: 3, completed: 4 } as const

/** A place in an ad is taken from assignment on, also after completion. */
export const TAKES_A_PLACE: readonly Status[] = ['assigned', 'submitted', 'completed']

/** What YouTube told of the video that a creator submits. */
export type UploadEvidence = {
  readonly videoId: VideoId
  readonly channelId: ChannelId
  readonly publishedAt: Instant
  readonly privacy: 'public' | 'unlisted' | 'private'
  readonly watchable: boolean
  readonly title: string
  readonly description: string
}

export type Move =
  | { readonly type: 'edit'; readonly proposal: Proposal }
  | { readonly type: 'withdraw' }
  | { readonly type: 'assign'; readonly placesTaken: number }
  | { readonly type: 'decline'; readonly reason: DeclineReason; readonly note: string }
  | {
      readonly type: 'submit'
      readonly evidence: UploadEvidence
      readonly ownChannel: ChannelId | null
      readonly usedElsewhere: boolean
      readonly review: string
    }
  | { readonly type: 'send-back'; readonly changes: string }
  | { readonly type: 'complete' }
  | { readonly type: 'cancel'; readonly reason: CancelReason; readonly note: string }

export type ApplyRefusal =
  | { readonly kind: 'ad-not-open-yet'; readonly opensAt: Instant }
  | { readonly kind: 'ad-closed' }
  | { readonly kind: 'ad-full' }
  | { readonly kind: 'already-applied' }
  | { readonly kind: 'channel-not-verified' }
  | { readonly kind: 'subscribers-hidden' }
  | { readonly kind: 'too-few-subscribers'; readonly needed: number; readonly has: number }

export type UploadRefusal =
  | { readonly kind: 'channel-not-verified' }
  | { readonly kind: 'video-of-another-channel' }
  | { readonly kind: 'video-not-public' }
  | { readonly kind: 'video-not-watchable' }
  | { readonly kind: 'video-outside-upload-window'; readonly from: Instant; readonly to: Instant }
  | { readonly kind: 'video-lacks-hashtags'; readonly missing: readonly string[] }
  | { readonly kind: 'video-already-used' }
  | { readonly kind: 'submission-period-over' }

export type MoveRefusal =
  | UploadRefusal
  | { readonly kind: 'ad-full' }
  | { readonly kind: 'assignment-period-over' }
  | { readonly kind: 'move-not-possible'; readonly move: Move['type']; readonly status: Status }

/** Whether this creator may apply now; answers the participation to store. One application per creator and ad, ever. */
export const apply = (
  ad: Ad,
  by: {
    readonly creatorId: Id<'Account'>
    readonly channel: Channel
    readonly appliedBefore: boolean
    readonly mustBeVerified: boolean
  },
  proposal: Proposal,
  placesTaken: number,
  now: Instant,
): Result<NewParticipation, ApplyRefusal> => {
  if (by.appliedBefore) return err({ kind: 'already-applied' })
  if (now < ad.schedule.applyFrom) return err({ kind: 'ad-not-open-yet', opensAt: ad.schedule.applyFrom })
  if (now > ad.schedule.applyTo) return err({ kind: 'ad-closed' })
  if (!isOpen(ad, placesTaken, now)) return err({ kind: 'ad-full' })
  if (by.mustBeVerified && by.channel.state.status !== 'verified')
    return err({ kind: 'channel-not-verified' })
  const short = subscriberShortage(ad, by.channel)
  if (short !== null) return err(short)
  return ok({ adId: ad.id, creatorId: by.creatorId, proposal, appliedAt: now, since: now, status: 'applied' })
}

/** Only premium ads ask for subscribers, as the app's own check does. */
export const asksForSubscribers = (ad: Ad): boolean => ad.category === 'premium' && ad.minimumSubscribers > 0

export const subscriberShortage = (ad: Ad, channel: Channel): ApplyRefusal | null => {
  if (!asksForSubscribers(ad)) return null
  const has = channel.identity === null ? 0 : channel.identity.subscribers
  if (has === null) return { kind: 'subscribers-hidden' }
  return has < ad.minimumSubscribers
    ? { kind: 'too-few-subscribers', needed: ad.minimumSubscribers, has }
    : null
}

/**
 * The whole lifecycle on one screen. The last clause names every status and move, so a new one does not compile
 * until its place is decided.
 */
export const advance = (
  part: Participation,
  move: Move,
  ad: Ad,
  now: Instant,
): Result<Participation, MoveRefusal> =>
  match([part, move] as const)
    .returnType<Result<Participation, MoveRefusal>>()
    .with([{ status: 'applied' }, { type: 'edit' }], ([p, { proposal }]) => ok({ ...p, proposal }))
    .with([{ status: 'applied' }, { type: 'withdraw' }], ([p]) =>
      ok({ ...common(p), status: 'withdrawn', since: now }),
    )
    .with([{ status: 'applied' }, { type: 'assign' }], ([p, { placesTaken }]) =>
      assign(p, placesTaken, ad, now),
    )
    .with([{ status: 'applied' }, { type: 'decline' }], ([p, { reason, note }]) =>
      ok({ ...common(p), status: 'declined', reason, note, since: now }),
    )
    .with([{ status: 'assigned' }, { type: 'submit' }], ([p, upload]) => {
      const refusal = refuseUpload(upload, ad, now)
      if (refusal !== null) return err(refusal)
      const { videoId, publishedAt } = upload.evidence
      return ok({
        ...common(p),
        status: 'submitted',
        terms: p.terms,
        upload: { videoId, publishedAt, review: upload.review },
        since: now,
      })
    })
    .with([{ status: 'submitted' }, { type: 'send-back' }], ([p, { changes }]) =>
      ok({ ...common(p), status: 'assigned', terms: p.terms, changesAsked: changes, since: now }),
    )
    .with([{ status: 'submitted' }, { type: 'complete' }], ([p]) =>
      ok({ ...common(p), status: 'completed', terms: p.terms, upload: p.upload, since: now }),
    )
    .with([{ status: P.union('assigned', 'submitted') }, { type: 'cancel' }], ([p, { reason, note }]) =>
      ok({ ...common(p), status: 'cancelled', reason, note, since: now }),
    )
    .with(
      [
        {
          status: P.union(
            'applied',
            'assigned',
            'submitted',
            'completed',
            'declined',
            'withdrawn',
            'cancelled',
          ),
        },
        {
          type: P.union('edit', 'withdraw', 'assign', 'decline', 'submit', 'send-back', 'complete', 'cancel'),
        },
      ],
      ([{ status }, { type }]) => err({ kind: 'move-not-possible', move: type, status }),
    )
    .exhaustive()

/** What every status carries, so that a move cannot drag along what belonged to the last one. */
const common = ({ id, adId, creatorId, proposal, appliedAt }: Participation) => ({
  id,
  adId,
  creatorId,
  proposal,
  appliedAt,
})

const assign = (
  part: Participation & { readonly status: 'applied' },
  placesTaken: number,
  ad: Ad,
  now: Instant,
): Result<Participation, MoveRefusal> => {
  if (now > ad.schedule.uploadTo) return err({ kind: 'assignment-period-over' })
  if (placesTaken >= ad.capacity) return err({ kind: 'ad-full' })
  const terms = { reward: ad.reward, holdDays: ad.holdDays }
  return ok({ ...common(part), status: 'assigned', terms, changesAsked: null, since: now })
}

/** In the order in which a creator can mend things: first what is wrong with the video itself. */
const refuseUpload = (
  { evidence, ownChannel, usedElsewhere }: Move & { readonly type: 'submit' },
  ad: Ad,
  now: Instant,
): UploadRefusal | null => {
  const { uploadFrom, uploadTo, completeDate } = ad.schedule
  if (now > completeDate) return { kind: 'submission-period-over' }
  if (ownChannel === null) return { kind: 'channel-not-verified' }
  if (evidence.channelId !== ownChannel) return { kind: 'video-of-another-channel' }
  if (evidence.privacy !== 'public') return { kind: 'video-not-public' }
  if (!evidence.watchable) return { kind: 'video-not-watchable' }
  if (evidence.publishedAt < uploadFrom || evidence.publishedAt > uploadTo)
    return { kind: 'video-outside-upload-window', from: uploadFrom, to: uploadTo }
  const missing = missingHashtags(ad.requiredHashtags, evidence)
  if (missing.length > 0) return { kind: 'video-lacks-hashtags', missing }
  return usedElsewhere ? { kind: 'video-already-used' } : null
}

/** One line of a participation's history. Who it was is null when the system did it. */
export type HistoryLine = {
  readonly participationId: Id<'Participation'>
  readonly at: Instant
  readonly by: Id<'Account'> | null
  readonly from: Status | null
  readonly to: Status
  readonly reason: string
}

export const historyLine = (
  part: Participation,
  from: Status | null,
  by: Id<'Account'> | null,
  reason: string,
  now: Instant,
): HistoryLine => ({ participationId: part.id, at: now, by, from, to: part.status, reason })
