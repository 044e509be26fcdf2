import type { HomeBanner } from '../../domain/home/banner.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { forgetPicture } from '../picture/forget-picture.ts'

type NotFound = { readonly kind: 'home-banner-not-found' }

export type RemoveHomeBanner = (command: {
  readonly operator: Id<'Account'>
  readonly id: Id<'HomeBanner'>
  readonly key: CommandKey | null
}) => Promise<Result<HomeBanner, KeyRefusal | NotFound>>

/** Takes a banner off the home screen, and its picture away once that is kept. */
export const removeHomeBanner =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): RemoveHomeBanner =>
  async ({ operator, id, key }) => {
    const removed = await once<HomeBanner, NotFound>(key, async ({ homeBanners, audit }) => {
      const before = await homeBanners.find(id)
      if (before === null) return err({ kind: 'home-banner-not-found' })
      await homeBanners.remove(id)
      await audit.append({
        at: clock.now(),
        by: operator,
        operation: 'home-banner-removed',
        subject: `home-banner:${id}`,
        before,
        after: null,
      })
      return ok(before)
    })
    if (removed.ok) await forgetPicture(images, removed.value.image)
    return removed
  }
