import { rewardPosting } from '../../domain/cash/ledger.ts'
import type { Participation } from '../../domain/participation/participation.ts'
import { toWon, type Won } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { InterestRecorder } from '../../ports/recommendation.ts'
import type { Once } from '../idempotency/once.ts'
import { keepSnapshot } from '../video/keep-snapshot.ts'
import { decideOnParticipation, type OperatorCommand, type OperatorRefusal } from './move-participation.ts'

export type CompleteParticipation = (
  command: OperatorCommand,
) => Promise<Result<Participation, OperatorRefusal>>

/** Approves an upload and credits its reward as pending cash: both, or neither. */
export const completeParticipation =
  ({
    interests,
    ...ports
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly interests: InterestRecorder
  }): CompleteParticipation =>
  (command) =>
    decideOnParticipation(ports, command, {
      move: { type: 'complete' },
      reason: '',
      fact: (ad, after) => ({ kind: 'rewarded', ad, amount: rewardOf(after) }),
      effect: async (stores, ad, after, now) => {
        const { id, creatorId } = after
        const amount = rewardOf(after)
        // An ad may give only goods: then there is nothing to post, and no reason to keep figures for ever.
        if (after.status !== 'completed' || amount === 0) return ok(undefined)
        const movement = { creatorId, amount, at: now, title: ad.title }
        const posted = await stores.cash.post(rewardPosting(id, movement))
        const grounds = { decidedBy: command.operator, reason: null }
        if (posted.ok) await keepSnapshot(stores, after, 'completed', now, grounds)
        return posted
      },
      kept: () =>
        interests.note([
          {
            kind: 'completed',
            itemKind: 'ad',
            creator: command.creatorId,
            item: command.adId,
            at: ports.clock.now(),
          },
        ]),
    })

/** As frozen at assignment. */
const rewardOf = (part: Participation): Won => (part.status === 'completed' ? part.terms.reward : toWon(0))
