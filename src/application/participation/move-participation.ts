import type { Ad } from '../../domain/ad/ad.ts'
import {
  type AdNamed,
  adNamed,
  type NotificationFact,
  notice,
} from '../../domain/notification/notification.ts'
import {
  advance,
  historyLine,
  type Move,
  type MoveRefusal,
  type Participation,
} from '../../domain/participation/participation.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { sendBackLiveness } from '../../domain/video/live-check.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { PostRefusal } from '../../ports/cash.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores } from '../../ports/transact.ts'
import type { VideoStore } from '../../ports/video.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type ParticipationNotFound = { readonly kind: 'participation-not-found' }

/** Locks the ad first and then the participation, as every command does, so that two of them never wait for each other. */
export const findParticipation = async (
  { ads, participations }: Stores,
  creatorId: Id<'Account'>,
  adId: Id<'Ad'>,
): Promise<Result<{ readonly ad: Ad; readonly part: Participation }, ParticipationNotFound>> => {
  const ad = await ads.find(adId)
  const part = ad === null ? null : await participations.findOf(creatorId, adId)
  return ad === null || part === null ? err({ kind: 'participation-not-found' }) : ok({ ad, part })
}

/** Advances a participation and keeps the history of it: the one place where a status changes. */
export const moveParticipation = async (
  { participations, videos }: Stores,
  found: { readonly ad: Ad; readonly part: Participation },
  move: Move,
  by: { readonly actor: Id<'Account'> | null; readonly reason: string },
  now: Instant,
): Promise<Result<Participation, MoveRefusal>> => {
  const moved = advance(found.part, move, found.ad, now)
  if (!moved.ok) return moved
  await participations.save(moved.value)
  if ('upload' in found.part && !('upload' in moved.value))
    await leaveVideo(videos, found.part.upload.videoId, move, now)
  await participations.record(historyLine(moved.value, found.part.status, by.actor, by.reason, now))
  return moved
}

/**
 * Sent back or cancelled: nobody needs the figures of its video any more. What is sent back may come again with the same
 * video, and the time until then, in which nobody watches it, does not count.
 */
const leaveVideo = async (videos: VideoStore, id: VideoId, { type }: Move, now: Instant): Promise<void> => {
  const watched = type === 'send-back' ? await videos.find(id) : null
  if (watched !== null) await videos.saveLiveness(id, sendBackLiveness(watched.liveness, now), null)
  await videos.untrack([id])
}

/** An operator's decision about one creator's part in one ad. */
export type OperatorCommand = {
  readonly operator: Id<'Account'>
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly key: CommandKey | null
}
export type OperatorRefusal = MoveRefusal | ParticipationNotFound | PostRefusal | KeyRefusal

/** What one kind of decision means. */
type Decision = {
  readonly move: Move | ((placesTaken: number) => Move)
  /** What the history says of it. */
  readonly reason: string
  /** What the creator is told. */
  readonly fact: (ad: AdNamed, after: Participation) => NotificationFact
  /** What must happen in the same transaction, such as the reward. */
  readonly effect?: (
    stores: Stores,
    ad: Ad,
    after: Participation,
    now: Instant,
  ) => Promise<Result<void, PostRefusal>>
  /** What is told to others in this process once all of it is kept. */
  readonly kept?: () => void
}

/** Carries an operator's decision out: move, effect, notice and audit line, all or none. */
export const decideOnParticipation = (
  { once, clock }: { readonly once: Once; readonly clock: Clock },
  { operator, creatorId, adId, key }: OperatorCommand,
  { move, reason, fact, effect, kept }: Decision,
): Promise<Result<Participation, OperatorRefusal>> =>
  once<Participation, OperatorRefusal>(
    key,
    async (stores) => {
      const now = clock.now()
      const found = await findParticipation(stores, creatorId, adId)
      if (!found.ok) return found
      const { ad, part } = found.value
      const decided = typeof move === 'function' ? move(await stores.participations.placesTaken(adId)) : move
      const moved = await moveParticipation(stores, found.value, decided, { actor: operator, reason }, now)
      if (!moved.ok) return moved
      await stores.ads.noteChangeBy(operator, now)
      const done = await effect?.(stores, ad, moved.value, now)
      if (done !== undefined && !done.ok) return done
      await stores.notifications.add(
        notice(creatorId, fact(adNamed(ad), moved.value), `${part.id}:${now}`, now),
      )
      await stores.audit.append({
        at: now,
        by: operator,
        operation: `participation-${decided.type}`,
        subject: `participation:${part.id}`,
        before: { status: part.status },
        after: { status: moved.value.status, reason },
      })
      return moved
    },
    { kept: () => kept?.() },
  )
