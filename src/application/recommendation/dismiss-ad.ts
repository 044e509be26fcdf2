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
 * A creator is not interested in an ad (관심 없음): it is recommended to them no more. Every other list still shows it,
 * and it can still be applied to. Dismissing it again changes nothing.
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
  ({ creatorId, adId, key }) =>
    once<void, DismissRefusal>(
      key,
      async ({ ads }) =>
        (await ads.find(adId)) === null ? err({ kind: 'ad-not-found', ids: [adId] }) : ok(undefined),
      {
        kept: () =>
          interests.note([
            { kind: 'dismissed', itemKind: 'ad', creator: creatorId, item: adId, at: clock.now() },
          ]),
      },
    )
