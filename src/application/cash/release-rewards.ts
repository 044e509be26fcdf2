import { holdOf, mayRelease } from '../../domain/cash/hold.ts'
import { releasePosting } from '../../domain/cash/ledger.ts'
import { adNamed, notice } from '../../domain/notification/notification.ts'
import { type Id, type Instant, toId } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { pausedSinceOf } from '../../domain/video/live-check.ts'
import type { PostRefusal } from '../../ports/cash.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ParticipationViews } from '../../ports/participation.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import { inBatches } from '../job/in-batches.ts'
import type { Job } from '../job/job.ts'
import { keepSnapshot } from '../video/keep-snapshot.ts'

const PAGE = 100

/**
 * Turns pending rewards into withdrawable cash whose videos were live for long enough, each in a transaction of its own.
 * What is not due by the calendar yet is looked at only when everything is asked for: pauses move a date back, never
 * forward.
 */
export const releaseRewards =
  ({
    transact,
    clock,
    participationViews,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly participationViews: ParticipationViews
  }): Job =>
  (run, how) =>
    inBatches({ transact, clock }, run, how, {
      none: { released: 0, waiting: 0 },
      read: (cursor) =>
        participationViews.held({
          after: cursor === null ? null : toId<'Participation'>(Number(cursor)),
          dueBy: how.scope === 'all' ? null : clock.now(),
          limit: PAGE,
        }),
      cursorOf: ({ id }) => String(id),
      perTransaction: 1,
      apply: async (stores, batch, now) => {
        let released = 0
        for (const held of batch) if ((await release(stores, held, now)).ok) released += 1
        return { released, waiting: batch.length - released }
      },
    })

type NotReleased = PostRefusal | { readonly kind: 'not-completed' } | { readonly kind: 'not-due' }

/** A refusal has changed nothing. */
const release = async (
  stores: Stores,
  { id, adId }: { readonly id: Id<'Participation'>; readonly adId: Id<'Ad'> },
  now: Instant,
): Promise<Result<void, NotReleased>> => {
  // The ad first and then the participation, as every command locks.
  const ad = await stores.ads.find(adId)
  const part = await stores.participations.find(id)
  if (ad === null) throw new Error(`participation ${id} belongs to no ad`)
  if (part?.status !== 'completed') return err({ kind: 'not-completed' })
  const watched = await stores.videos.find(part.upload.videoId)
  if (watched === null) throw new Error(`participation ${id} is completed but its video is not tracked`)
  const { liveness, pauses } = watched
  const hold = holdOf({
    upload: part.upload,
    terms: part.terms,
    completedAt: part.since,
    pauses,
    pausedSince: pausedSinceOf(liveness),
  })
  const watch = { live: liveness.state === 'live', lastGoodAt: liveness.lastGoodAt }
  if (!mayRelease(hold, watch, now)) return err({ kind: 'not-due' })
  const { creatorId } = part
  const amount = part.terms.reward
  const posted = await stores.cash.post(releasePosting(id, { creatorId, amount, at: now, title: ad.title }))
  if (!posted.ok) return posted
  await keepSnapshot(stores, part, 'released', now, { decidedBy: null, reason: null })
  await stores.notifications.add(
    notice(creatorId, { kind: 'released', ad: adNamed(ad), amount }, `${id}`, now),
  )
  return ok(undefined)
}
