import { ok } from '../../domain/result.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import { contentTypeOf, newImageName } from '../images/image-name.ts'
import { admitImage, MAXIMUM_IMAGE_BYTES } from '../images/recognise.ts'

/** Pictures that last as long as the process. */
export const memoryImages = ({
  maximumBytes = MAXIMUM_IMAGE_BYTES,
}: {
  readonly maximumBytes?: number
} = {}): ImageStore => {
  const pictures = new Map<string, Uint8Array>()
  return {
    save: async (bytes) => {
      const format = admitImage(bytes, maximumBytes)
      if (!format.ok) return format
      const name = newImageName(format.value)
      pictures.set(name, Uint8Array.from(bytes))
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
