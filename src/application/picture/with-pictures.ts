import { ok, type Result } from '../../domain/result.ts'
import type { ImageRefusal, ImageStore } from '../../ports/image-store.ts'
import type { Stores } from '../../ports/transact.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { forgetPicture } from './forget-picture.ts'

/**
 * Runs a command that needs pictures. They are kept first, since no transaction may wait for the image store, and `work`
 * gets their names in the same order. What the command then does not show is taken away again: all of them when it was
 * refused, and those of a repetition, whose key answers the first pictures. When this throws, the work may be kept all the
 * same, and pictures that nobody shows are the smaller harm.
 */
export const withPictures = async <T, E>(
  { once, images }: { readonly once: Once; readonly images: ImageStore },
  key: CommandKey | null,
  pictures: readonly Uint8Array[],
  work: (stores: Stores, names: readonly string[]) => Promise<Result<T, E>>,
  shownBy: (done: T) => readonly string[],
): Promise<Result<T, E | ImageRefusal | KeyRefusal>> => {
  const saved = await saveAll(images, pictures)
  if (!saved.ok) return once<T, ImageRefusal>(key, async () => saved)
  const done = await once<T, E>(key, (stores) => work(stores, saved.value))
  const shown = done.ok ? shownBy(done.value) : []
  await forgetAll(
    images,
    saved.value.filter((name) => !shown.includes(name)),
  )
  return done
}

/** All at once, since whoever asks waits for them; when one cannot be kept, none is. Throws what the store throws. */
const saveAll = async (
  images: ImageStore,
  pictures: readonly Uint8Array[],
): Promise<Result<readonly string[], ImageRefusal>> => {
  const tried = await Promise.allSettled(pictures.map((picture) => images.save(picture)))
  const saved = tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const names = saved.flatMap((each) => (each.ok ? [each.value] : []))
  if (names.length === pictures.length) return ok(names)
  await forgetAll(images, names)
  for (const each of tried) if (each.status === 'rejected') throw each.reason
  for (const each of saved) if (!each.ok) return each
  return ok(names)
}

const forgetAll = async (images: ImageStore, names: readonly string[]): Promise<void> => {
  await Promise.all(names.map((name) => forgetPicture(images, name)))
}
