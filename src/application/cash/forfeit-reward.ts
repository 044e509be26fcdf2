import { forfeitPosting } from '../../domain/cash/ledger.ts'
import { adNamed, notice } from '../../domain/notification/notification.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { PostRefusal } from '../../ports/cash.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { findParticipation, type ParticipationNotFound } from '../participation/move-participation.ts'
import { keepSnapshot } from '../video/keep-snapshot.ts'

type ForfeitRefusal = PostRefusal | ParticipationNotFound | { readonly kind: 'reward-not-pending' }

export type ForfeitReward = (command: {
  readonly operator: Id<'Account'>
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly reason: string
  readonly key: CommandKey | null
}) => Promise<Result<void, ForfeitRefusal | KeyRefusal>>

/** Takes a pending reward back, with a reason: only an operator can, and only before it is released. */
export const forfeitReward =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): ForfeitReward =>
  ({ operator, creatorId, adId, reason, key }) =>
    once<void, ForfeitRefusal>(key, async (stores) => {
      const now = clock.now()
      const found = await findParticipation(stores, creatorId, adId)
      if (!found.ok) return found
      const { ad, part } = found.value
      if (part.status !== 'completed' || part.terms.reward === 0) return err({ kind: 'reward-not-pending' })
      // Its reward lies somewhere in the opening cash, and nobody knows how much of it.
      if (await stores.imported.cameRewarded(part.id)) return err({ kind: 'reward-not-pending' })
      const amount = part.terms.reward
      const movement = { creatorId, amount, at: now, title: ad.title }
      const posted = await stores.cash.post(forfeitPosting(part.id, movement))
      if (!posted.ok)
        return posted.error.kind === 'already-posted' ? err({ kind: 'reward-not-pending' }) : posted
      await keepSnapshot(stores, part, 'forfeited', now, { decidedBy: operator, reason })
      const fact = { kind: 'forfeited', ad: adNamed(ad), amount, note: reason } as const
      await stores.notifications.add(notice(creatorId, fact, `${part.id}`, now))
      await stores.audit.append({
        at: now,
        by: operator,
        operation: 'reward-forfeited',
        subject: `participation:${part.id}`,
        before: { amount },
        after: { reason },
      })
      return ok(undefined)
    })
