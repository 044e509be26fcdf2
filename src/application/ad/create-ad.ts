import { type Ad, type AdDraftRefusal, draftAd, type NewAd } from '../../domain/ad/ad.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { withPictures } from '../picture/with-pictures.ts'

export type CreateAdRefusal = AdDraftRefusal | ImageRefusal | KeyRefusal

export type CreateAd = (command: {
  readonly operator: Id<'Account'>
  readonly draft: Omit<NewAd, 'images' | 'createdAt'>
  readonly pictures: {
    readonly thumbnail: Uint8Array
    readonly summary: Uint8Array
    readonly full: Uint8Array
  }
  readonly key: CommandKey | null
}) => Promise<Result<Ad, CreateAdRefusal>>

/** Puts an ad on the platform. Pictures are kept first and taken away again when the ad is refused. */
export const createAd =
  ({
    once,
    clock,
    images,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly images: ImageStore
  }): CreateAd =>
  async ({ operator, draft, pictures, key }) => {
    const now = clock.now()
    const checked = draftAd({
      ...draft,
      images: { thumbnail: '', summary: '', full: '' },
      createdAt: now,
    })
    if (!checked.ok) return once<Ad, AdDraftRefusal>(key, async () => checked)
    return withPictures<Ad, never>(
      { once, images },
      key,
      [pictures.thumbnail, pictures.summary, pictures.full],
      async ({ ads, audit }, [thumbnail = '', summary = '', full = '']) => {
        const ad = await ads.add({ ...checked.value, images: { thumbnail, summary, full } })
        await ads.noteChangeBy(operator, now)
        await audit.append({
          at: now,
          by: operator,
          operation: 'ad-created',
          subject: `ad:${ad.id}`,
          before: null,
          after: ad,
        })
        return ok(ad)
      },
      ({ images: { thumbnail, summary, full } }) => [thumbnail, summary, full],
    )
  }
