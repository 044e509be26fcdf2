import type { Ad } from '../../domain/ad/ad.ts'
import { adNamed, dailyNotice } from '../../domain/notification/notification.ts'
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
import type { Stores } from '../../ports/transact.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

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
      async (stores, refusal) => tellRefusal(stores, await stores.ads.find(adId), creatorId, refusal, now),
    )
  }

const tellRefusal = async (
  { notifications }: Stores,
  ad: Ad | null,
  creatorId: Id<'Account'>,
  refusal: ApplyToAdRefusal,
  now: ReturnType<Clock['now']>,
): Promise<void> => {
  if (ad === null) return
  const fact = { kind: 'application-refused', ad: adNamed(ad), refusal: refusal.kind } as const
  await notifications.add(dailyNotice(creatorId, fact, `${ad.id}:${refusal.kind}`, now))
}
