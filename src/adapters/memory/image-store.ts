import { ok } from '../../domain/result.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import { admitImage, MAXIMUM_IMAGE_BYTES } from '../images/admit.ts'
import { contentTypeOf, newImageName } from '../images/image-name.ts'

/** Pictures that last as long as the process. */
export const memoryImages = ({
  maximumBytes = MAXIMUM_IMAGE_BYTES,
}: {
  readonly maximumBytes?: number
} = {}): ImageStore => {
  const pictures = new Map<string, Uint8Array>()
  return {
    save: async (bytes) => {
      const admitted = admitImage(bytes, maximumBytes)
      if (!admitted.ok) return admitted
      const name = newImageName(admitted.value.format)
      pictures.set(name, admitted.value.bytes)
      return ok(name)
    },
    load: async (name) => {
      const bytes = pictures.get(name)
      const contentType = contentTypeOf(name)
      return bytes === undefined || contentType === null
        ? null
        : { bytes: Uint8Array.from(bytes), contentType }
    },
    remove: async (name) => {
      pictures.delete(name)
    },
  }
}
