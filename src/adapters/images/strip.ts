import type { ImageFormat } from './recognise.ts'
import { stripGif } from './strip-gif.ts'
import { stripJpeg } from './strip-jpeg.ts'
import { stripPng } from './strip-png.ts'
import { stripWebp } from './strip-webp.ts'
import type { StrippedImage } from './stripped-image.ts'

/**
 * Leaves out what cameras and programs write beside the picture: where it was taken and with what, comments, previews,
 * and everything behind its end. Orientation, colours and movement stay. The pictures are not decoded. Null when the
 * file is damaged or cut off. What was stripped before does not change.
 */
export const stripImage = (bytes: Uint8Array, format: ImageFormat): StrippedImage | null =>
  STRIP[format](bytes)

const STRIP: Readonly<Record<ImageFormat, (bytes: Uint8Array) => StrippedImage | null>> = {
  jpeg: stripJpeg,
  png: stripPng,
  gif: stripGif,
  webp: stripWebp,
}
