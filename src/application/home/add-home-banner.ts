import type { HomeBanner } from '../../domain/home/banner.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HomeBannersFull } from '../../ports/home.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type AddHomeBanner = (command: {
  readonly operator: Id<'Account'>
  readonly picture: Uint8Array
  readonly key: CommandKey | null
}) => Promise<Result<HomeBanner, KeyRefusal | ImageRefusal | HomeBannersFull>>

/** Adds a picture to those of the home screen. It is kept first and taken away again when the banner is refused. */
export const addHomeBanner =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): AddHomeBanner =>
  async ({ operator, picture, key }) => {
    const saved = await images.save(picture)
    if (!saved.ok) return once<HomeBanner, ImageRefusal>(key, async () => saved)
    const added = await once<HomeBanner, HomeBannersFull>(key, async ({ homeBanners, audit }) => {
      const now = clock.now()
      const banner = await homeBanners.add({ image: saved.value, createdAt: now })
      if (!banner.ok) return banner
      await audit.append({
        at: now,
        by: operator,
        operation: 'home-banner-added',
        subject: `home-banner:${banner.value.id}`,
        before: null,
        after: banner.value,
      })
      return ok(banner.value)
    })
    // A repetition under the same key answers the first banner, which has its own picture. When this throws, the banner
    // may be there all the same, and a picture that nobody shows is the smaller harm.
    if (!added.ok || added.value.image !== saved.value) await images.remove(saved.value)
    return added
  }
