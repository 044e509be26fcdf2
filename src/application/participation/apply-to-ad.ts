import {
  type ApplyRefusal,
  apply,
  historyLine,
  type Participation,
} from '../../domain/participation/participation.ts'
import type { Proposal } from '../../domain/participation/proposal.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { leaveRefusalNotice } from './tell-application-refused.ts'

export type ApplyToAdRefusal =
  | ApplyRefusal
  | KeyRefusal
  | { readonly kind: 'ad-not-found'; readonly ids: readonly number[] }
  | { readonly kind: 'no-channel' }

export type ApplyToAd = (command: {
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly proposal: Proposal
  readonly key: CommandKey | null
}) => Promise<Result<Participation, ApplyToAdRefusal>>

/**
 * Hands in a proposal for an open ad. The app shows every application as sent, so a refused one leaves a notice with
 * the reason, one for each ad, reason and Korean day.
 */
export const applyToAd =
  ({
    once,
    clock,
    requireVerifiedChannel,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly requireVerifiedChannel: boolean
  }): ApplyToAd =>
  ({ creatorId, adId, proposal, key }) => {
    const now = clock.now()
    return once<Participation, ApplyToAdRefusal>(
      key,
      async ({ ads, channels, participations }) => {
        const ad = await ads.find(adId)
        if (ad === null) return err({ kind: 'ad-not-found', ids: [adId] })
        const channel = await channels.find(creatorId)
        if (channel === null) return err({ kind: 'no-channel' })
        const appliedBefore = (await participations.findOf(creatorId, adId)) !== null
        const by = { creatorId, channel, appliedBefore, mustBeVerified: requireVerifiedChannel }
        const applied = apply(ad, by, proposal, await participations.placesTaken(adId), now)
        if (!applied.ok) return applied
        const added = await participations.add(applied.value)
        if (!added.ok) return added
        await participations.record(historyLine(added.value, null, creatorId, '', now))
        return ok(added.value)
      },
      (stores, { kind }) => leaveRefusalNotice(stores, { creatorId, adId, refusal: kind }, now),
    )
  }
