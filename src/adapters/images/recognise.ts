import { crc32 } from 'node:zlib'
import { isStartOfFrame, standsAlone } from './jpeg-marker.ts'
import { PARTS_MAX } from './stripped-image.ts'

export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp'
export type RecognisedImage = {
  readonly format: ImageFormat
  readonly width: number
  readonly height: number
}

/** Reads the header only; the pictures themselves are never decoded here. Null for everything else. */
export const recogniseImage = (bytes: Uint8Array): RecognisedImage | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return readPng(view, bytes) ?? readJpeg(view) ?? readGif(view) ?? readWebp(view)
}

const hasText = (view: DataView, at: number, text: string): boolean =>
  at + text.length <= view.byteLength &&
  [...text].every((character, index) => view.getUint8(at + index) === character.charCodeAt(0))

/** Which bit depths belong to which colour type (PNG, section 11.2.1). */
const PNG_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

const readPng = (view: DataView, bytes: Uint8Array): RecognisedImage | null => {
  if (!hasText(view, 0, '\x89PNG\r\n\x1a\n') || !hasText(view, 12, 'IHDR') || view.byteLength < 33)
    return null
  const isSane =
    view.getUint32(8) === 13 &&
    PNG_DEPTHS[view.getUint8(25)]?.includes(view.getUint8(24)) === true &&
    crc32(bytes.subarray(12, 29)) === view.getUint32(29)
  return isSane ? { format: 'png', width: view.getUint32(16), height: view.getUint32(20) } : null
}

const JPEG = { startOfImage: 0xd8, endOfImage: 0xd9, startOfScan: 0xda } as const

/** Goes from segment to segment up to the one that tells the size (ITU T.81, annex B). */
const readJpeg = (view: DataView): RecognisedImage | null => {
  if (!hasText(view, 0, '\xff\xd8\xff')) return null
  let at = 2
  for (let parts = 0; at + 4 <= view.byteLength && parts < PARTS_MAX; parts += 1) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (isStartOfFrame(marker)) return readJpegFrame(view, at + 2)
    if (marker === JPEG.startOfImage || marker === JPEG.endOfImage || marker === JPEG.startOfScan) return null
    // Any number of FF may stand before a marker.
    if (marker === 0xff) at += 1
    else if (standsAlone(marker)) at += 2
    else {
      const length = view.getUint16(at + 2)
      if (length < 2) return null
      at += 2 + length
    }
  }
  return null
}

const readJpegFrame = (view: DataView, at: number): RecognisedImage | null => {
  if (at + 8 > view.byteLength) return null
  const length = view.getUint16(at)
  const components = view.getUint8(at + 7)
  const isSane =
    components >= 1 &&
    components <= 4 &&
    length === 8 + 3 * components &&
    at + length <= view.byteLength &&
    [8, 12].includes(view.getUint8(at + 2))
  return isSane ? { format: 'jpeg', width: view.getUint16(at + 5), height: view.getUint16(at + 3) } : null
}

const readGif = (view: DataView): RecognisedImage | null => {
  const isGif = hasText(view, 0, 'GIF87a') || hasText(view, 0, 'GIF89a')
  if (!isGif || view.byteLength < 14) return null
  return { format: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

/** RIFF with one of three first chunks: lossy (RFC 6386), lossless, or extended (RFC 9649). */
const readWebp = (view: DataView): RecognisedImage | null => {
  if (!hasText(view, 0, 'RIFF') || !hasText(view, 8, 'WEBP') || view.byteLength < 25) return null
  if (view.getUint32(4, true) + 8 > view.byteLength) return null
  if (hasText(view, 12, 'VP8L')) {
    // After one byte of signature: 14 bits of width - 1, 14 of height - 1, one for alpha, three of version.
    const bits = view.getUint32(21, true)
    if (view.getUint8(20) !== 0x2f || bits >>> 29 !== 0) return null
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (view.byteLength < 30) return null
  if (hasText(view, 12, 'VP8 ')) {
    const isKeyFrame = (view.getUint8(20) & 1) === 0
    if (!isKeyFrame || !hasText(view, 23, '\x9d\x01\x2a')) return null
    return {
      format: 'webp',
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
    }
  }
  if (!hasText(view, 12, 'VP8X')) return null
  const threeBytes = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  return { format: 'webp', width: threeBytes(24) + 1, height: threeBytes(27) + 1 }
}
