import type { Expert, NewExpert } from '../../domain/expert/expert.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { type BindAccountRefusal, bindAccount } from './bind-account.ts'

export type CreateExpertProfile = (command: {
  readonly operator: Id<'Account'>
  readonly profile: Pick<NewExpert, 'category' | 'name' | 'affiliation'>
  readonly photo: Uint8Array
  /** Who is to answer under it; null for nobody yet. */
  readonly account: Id<'Account'> | null
  readonly key: CommandKey | null
}) => Promise<Result<Expert, BindAccountRefusal | ImageRefusal | KeyRefusal>>

/** Puts an expert on the platform. The photo is kept first and taken away again when the profile is refused. */
export const createExpertProfile =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): CreateExpertProfile =>
  async ({ operator, profile, photo, account, key }) => {
    const saved = await images.save(photo)
    if (!saved.ok) return once<Expert, ImageRefusal>(key, async () => saved)
    const created = await once<Expert, BindAccountRefusal>(key, async (stores) => {
      const now = clock.now()
      const expert = await stores.experts.add({
        ...profile,
        casesHandled: 0,
        photo: saved.value,
        createdAt: now,
      })
      const bound = account === null ? ok(undefined) : await bindAccount(stores, expert.id, account)
      if (!bound.ok) return bound
      await stores.audit.append({
        at: now,
        by: operator,
        operation: 'expert-profile-created',
        subject: `expert:${expert.id}`,
        before: null,
        after: { ...expert, account },
      })
      return ok(expert)
    })
    // A repetition under the same key answers the first profile, which has its own photo.
    if (!created.ok || created.value.photo !== saved.value) await images.remove(saved.value)
    return created
  }
