import type { HomeBanner } from '../../domain/home/banner.ts'
import type { Id } from '../../domain/primitives.ts'
import type { Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HomeBannersFull } from '../../ports/home.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { withPictures } from '../picture/with-pictures.ts'

export type AddHomeBanner = (command: {
  readonly operator: Id<'Account'>
  readonly picture: Uint8Array
  readonly key: CommandKey | null
}) => Promise<Result<HomeBanner, KeyRefusal | ImageRefusal | HomeBannersFull>>

/** Adds a picture to those of the home screen. */
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
  ({ operator, picture, key }) =>
    withPictures<HomeBanner, HomeBannersFull>(
      { once, images },
      key,
      [picture],
      async ({ homeBanners, audit }, [image = '']) => {
        const now = clock.now()
        const added = await homeBanners.add({ image, createdAt: now })
        if (!added.ok) return added
        await audit.append({
          at: now,
          by: operator,
          operation: 'home-banner-added',
          subject: `home-banner:${added.value.id}`,
          before: null,
          after: added.value,
        })
        return added
      },
      ({ image }) => [image],
    )
