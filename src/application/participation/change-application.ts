import type { MoveRefusal, Participation } from '../../domain/participation/participation.ts'
import type { Proposal } from '../../domain/participation/proposal.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ParticipationViews } from '../../ports/participation.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { findParticipation, moveParticipation, type ParticipationNotFound } from './move-participation.ts'

export type ChangeApplication = (command: {
  readonly creatorId: Id<'Account'>
  readonly participationId: Id<'Participation'>
  readonly change: { readonly type: 'edit'; readonly proposal: Proposal } | { readonly type: 'withdraw' }
  readonly key: CommandKey | null
}) => Promise<Result<Participation, MoveRefusal | ParticipationNotFound | KeyRefusal>>

/** The creator's own change of an application: a better proposal, or taking it back. Possible until it is assigned. */
export const changeApplication =
  ({
    once,
    clock,
    participationViews,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly participationViews: ParticipationViews
  }): ChangeApplication =>
  async ({ creatorId, participationId, change, key }) => {
    // Which ad it is about never changes, so it may be looked up before anything is locked.
    const own = await participationViews.detailOf(creatorId, participationId)
    if (own === null) return err({ kind: 'participation-not-found' })
    return once<Participation, MoveRefusal | ParticipationNotFound>(key, async (stores) => {
      const found = await findParticipation(stores, creatorId, own.ad.id)
      if (!found.ok) return found
      return moveParticipation(
        stores,
        found.value,
        change,
        { actor: creatorId, reason: change.type },
        clock.now(),
      )
    })
  }
