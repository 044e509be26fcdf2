import { err, ok, type Result } from '../../domain/result.ts'
import type { ImageRefusal } from '../../ports/image-store.ts'
import { type ImageFormat, type RecognisedImage, recogniseImage } from './recognise.ts'
import { stripImage } from './strip.ts'
import { FRAMES_MAX, type StrippedImage } from './stripped-image.ts'

/** A picture as it may be kept. */
export type AdmittedImage = { readonly format: ImageFormat; readonly bytes: Uint8Array<ArrayBuffer> }

/** Largest picture by default: what a phone's camera makes. */
export const MAXIMUM_IMAGE_BYTES = 5 * 1024 * 1024
/** A few bytes can announce a picture that fills the memory of whoever shows it. */
const SIDE_MAX = 12_000
const PIXELS_MAX = 25_000_000
/** The same, a little at a time: frames and scans, and so many pixels to compute in all of them. Honest programs write about ten; each can be a few bytes and costs the viewer a walk over the whole picture. */
const SCANS_MAX = 100
const PIXELS_COMPUTED_MAX = 500_000_000

/**
 * Every picture passes here before a store keeps it: not too large, of a known format, whole from its header to its end,
 * and without what does not belong to what is seen, such as where it was taken.
 */
export const admitImage = (bytes: Uint8Array, maximumBytes: number): Result<AdmittedImage, ImageRefusal> => {
  if (bytes.byteLength > maximumBytes) return err({ kind: 'image-too-large', maximumBytes })
  const image = recogniseImage(bytes)
  if (image === null || !isShowable(image)) return err({ kind: 'image-unreadable' })
  const stripped = stripImage(bytes, image.format)
  if (stripped === null || !isComputable(image, stripped)) return err({ kind: 'image-unreadable' })
  // Written anew, an orientation that was written in the shortest way is four bytes longer.
  if (stripped.bytes.byteLength > maximumBytes) return err({ kind: 'image-too-large', maximumBytes })
  return ok({ format: image.format, bytes: stripped.bytes })
}

const isShowable = ({ width, height }: RecognisedImage): boolean =>
  Math.min(width, height) >= 1 && Math.max(width, height) <= SIDE_MAX && width * height <= PIXELS_MAX

const isComputable = ({ width, height }: RecognisedImage, { frames, scans }: StrippedImage): boolean =>
  frames <= FRAMES_MAX && scans <= SCANS_MAX && width * height * frames * scans <= PIXELS_COMPUTED_MAX
