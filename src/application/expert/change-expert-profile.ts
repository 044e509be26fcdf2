import type { Expert, NewExpert } from '../../domain/expert/expert.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { forgetPicture } from '../picture/forget-picture.ts'
import { withPictures } from '../picture/with-pictures.ts'
import { type BindAccountRefusal, type NewBinding, rebind } from './bind-account.ts'

type Refusal = BindAccountRefusal | { readonly kind: 'expert-not-found' }

export type ChangeExpertProfile = (command: {
  readonly operator: Id<'Account'>
  readonly expertId: Id<'Expert'>
  readonly profile: Pick<NewExpert, 'category' | 'name' | 'affiliation'>
  /** Null keeps the one that is there. */
  readonly photo: Uint8Array | null
  /** Who is to answer under it from now on; refused while it is another member's, who has to lose it first. */
  readonly account: NewBinding
  readonly key: CommandKey | null
}) => Promise<Result<Expert, Refusal | ImageRefusal | KeyRefusal>>

type Changed = { readonly expert: Expert; readonly earlierPhoto: string }

/** Writes a profile anew; its cases stay. A new photo takes the place of the earlier one, which is removed. */
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
    const changed = await withPictures<Changed, Refusal>(
      { once, images },
      key,
      photo === null ? [] : [photo],
      async (stores, [saved]) => {
        const before = await stores.experts.find(expertId)
        if (before === null) return err({ kind: 'expert-not-found' })
        const expert = { ...before, ...profile, photo: saved ?? before.photo }
        const bound = await rebind(stores, expertId, account)
        if (!bound.ok) return bound
        await stores.experts.save(expert)
        await stores.audit.append({
          at: clock.now(),
          by: operator,
          operation: 'expert-profile-changed',
          subject: `expert:${expertId}`,
          before: { ...before, ...bound.value.before },
          after: { ...expert, ...bound.value.after },
        })
        return ok({ expert, earlierPhoto: before.photo })
      },
      ({ expert }) => [expert.photo],
    )
    if (!changed.ok) return changed
    const { expert, earlierPhoto } = changed.value
    if (expert.photo !== earlierPhoto) await forgetPicture(images, earlierPhoto)
    return ok(expert)
  }
