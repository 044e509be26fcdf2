import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

/** Banner ads at one time. */
export const PICKED_MAX = 20

type PickRefusal = { readonly kind: 'ad-not-found'; readonly ids: readonly number[] }

export type PickAds = (command: {
  readonly operator: Id<'Account'>
  readonly ads: readonly Id<'Ad'>[]
  readonly key: CommandKey | null
}) => Promise<Result<{ readonly picked: readonly Id<'Ad'>[] }, KeyRefusal | PickRefusal>>

/** Replaces the set of banner ads, all or none: an unknown id leaves the banner as it was. */
export const pickAds =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): PickAds =>
  ({ operator, ads: chosen, key }) =>
    once<{ readonly picked: readonly Id<'Ad'>[] }, PickRefusal>(key, async ({ ads, audit }) => {
      const picked = [...new Set(chosen)]
      const before = await ads.picked()
      const unknown = await ads.pick(picked)
      if (unknown.length > 0) return err({ kind: 'ad-not-found', ids: unknown })
      const now = clock.now()
      await ads.noteChangeBy(operator, now)
      await audit.append({
        at: now,
        by: operator,
        operation: 'ads-picked',
        subject: 'banner',
        before,
        after: picked,
      })
      return ok({ picked })
    })
