import type { Expert, NewExpert } from '../../domain/expert/expert.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { type BindAccountRefusal, bindAccount } from './bind-account.ts'

type Refusal = BindAccountRefusal | { readonly kind: 'expert-not-found' }

export type ChangeExpertProfile = (command: {
  readonly operator: Id<'Account'>
  readonly expertId: Id<'Expert'>
  readonly profile: Pick<NewExpert, 'category' | 'name' | 'affiliation'>
  /** Null keeps the one that is there. */
  readonly photo: Uint8Array | null
  /** Who is to answer under it from now on; null leaves that as it is. */
  readonly account: Id<'Account'> | null
  readonly key: CommandKey | null
}) => Promise<Result<Expert, Refusal | ImageRefusal | KeyRefusal>>

type Changed = { readonly expert: Expert; readonly earlierPhoto: string }

/**
 * Writes a profile anew; its cases stay. A new photo is kept first and taken away again when the change is refused; the
 * earlier one goes after the change.
 */
export const changeExpertProfile =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): ChangeExpertProfile =>
  async ({ operator, expertId, profile, photo, account, key }) => {
    const saved = photo === null ? ok(null) : await images.save(photo)
    if (!saved.ok) return once<Expert, ImageRefusal>(key, async () => saved)
    const changed = await once<Changed, Refusal>(key, async (stores) => {
      const before = await stores.experts.find(expertId)
      if (before === null) return err({ kind: 'expert-not-found' })
      const expert = { ...before, ...profile, photo: saved.value ?? before.photo }
      const bound = account === null ? ok(undefined) : await bindAccount(stores, expertId, account)
      if (!bound.ok) return bound
      await stores.experts.save(expert)
      await stores.audit.append({
        at: clock.now(),
        by: operator,
        operation: 'expert-profile-changed',
        subject: `expert:${expertId}`,
        before,
        after: account === null ? expert : { ...expert, account },
      })
      return ok({ expert, earlierPhoto: before.photo })
    })
    if (saved.value !== null) {
      // A repetition under the same key answers what the first one changed, whose photo is another.
      const isShown = changed.ok && changed.value.expert.photo === saved.value
      await images.remove(isShown ? changed.value.earlierPhoto : saved.value)
    }
    return changed.ok ? ok(changed.value.expert) : changed
  }
