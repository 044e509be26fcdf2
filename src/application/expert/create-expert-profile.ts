import type { Expert, NewExpert } from '../../domain/expert/expert.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { withPictures } from '../picture/with-pictures.ts'
import { type BindAccountRefusal, bindAccount } from './bind-account.ts'

export type CreateExpertProfile = (command: {
  readonly operator: Id<'Account'>
  readonly profile: Pick<NewExpert, 'category' | 'name' | 'affiliation'>
  readonly photo: Uint8Array
  /** Who is to answer under it; null for nobody yet. */
  readonly account: Id<'Account'> | null
  readonly key: CommandKey | null
}) => Promise<Result<Expert, BindAccountRefusal | ImageRefusal | KeyRefusal>>

/** Puts an expert on the platform. */
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
    const now = clock.now()
    return withPictures<Expert, BindAccountRefusal>(
      { once, images },
      key,
      [photo],
      async (stores, [saved = '']) => {
        const expert = await stores.experts.add({ ...profile, casesHandled: 0, photo: saved, createdAt: now })
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
      },
      (expert) => [expert.photo],
    )
  }
