import { type Ad, type AdDraftRefusal, draftAd, type NewAd } from '../../domain/ad/ad.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

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
    const saved = await saveAll(images, [pictures.thumbnail, pictures.summary, pictures.full])
    if (!saved.ok) return once<Ad, ImageRefusal>(key, async () => saved)
    const [thumbnail = '', summary = '', full = ''] = saved.value
    const created = await once<Ad, never>(key, async ({ ads, audit }) => {
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
    })
    // A repetition under the same key answers the first ad, which has its own pictures. When this throws, the ad may be
    // there all the same, and pictures that nobody shows are the smaller harm.
    if (!created.ok || created.value.images.thumbnail !== thumbnail) await removeAll(images, saved.value)
    return created
  }

const saveAll = async (
  images: ImageStore,
  pictures: readonly Uint8Array[],
): Promise<Result<readonly string[], ImageRefusal>> => {
  const names: string[] = []
  for (const picture of pictures) {
    const saved = await images.save(picture)
    if (!saved.ok) {
      await removeAll(images, names)
      return saved
    }
    names.push(saved.value)
  }
  return ok(names)
}

const removeAll = async (images: ImageStore, names: readonly string[]): Promise<void> => {
  for (const name of names) await images.remove(name)
}
