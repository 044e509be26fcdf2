import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { InterestRecorder } from '../../ports/recommendation.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type DismissRefusal = KeyRefusal | { readonly kind: 'ad-not-found'; readonly ids: readonly number[] }

export type DismissAd = (command: {
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly key: CommandKey | null
}) => Promise<Result<void, DismissRefusal>>

/**
 * A creator is not interested in an ad (관심 없음): it is left out of their recommendations and notices, as long as the log
 * keeps that. Every other list still shows it, and it can still be applied to. Said again, it is noted again, also under a
 * key that was answered: that changes nothing, but a crash within a second may have lost it before.
 */
export const dismissAd =
  ({
    once,
    clock,
    interests,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly interests: InterestRecorder
  }): DismissAd =>
  async ({ creatorId, adId, key }) => {
    const dismissed = await once<void, DismissRefusal>(key, async ({ ads }) =>
      (await ads.find(adId)) === null ? err({ kind: 'ad-not-found', ids: [adId] }) : ok(undefined),
    )
    if (dismissed.ok)
      interests.note([{ kind: 'dismissed', itemKind: 'ad', creator: creatorId, item: adId, at: clock.now() }])
    return dismissed
  }
