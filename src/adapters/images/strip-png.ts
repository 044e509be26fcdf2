import { crc32 } from 'node:zlib'
import { exifOf, orientationIn } from './orientation.ts'
import { pngChunk } from './png-chunk.ts'
import { PARTS_MAX, type StrippedImage } from './stripped-image.ts'

type Chunk = { readonly type: string; readonly data: Uint8Array; readonly whole: Uint8Array }

const SIGNATURE_BYTES = 8
const FRAME_CONTROL_BYTES = 26
/** The picture, its colours, its density, and the frames of one that moves (PNG, section 11). */
const KEPT: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT'.split(' '),
)

export const stripPng = (bytes: Uint8Array): StrippedImage | null => {
  const chunks = chunksOf(bytes)
  if (chunks === null) return null
  const count = (type: string) => chunks.filter((chunk) => chunk.type === type).length
  const [head] = chunks
  if (head?.type !== 'IHDR' || count('IHDR') !== 1 || count('IDAT') === 0) return null
  if (chunks.some((chunk) => chunk.type === 'fcTL' && !fits(chunk, head))) return null
  const exif = chunks.find(({ type }) => type === 'eXIf')
  const kept = chunks.flatMap((chunk) => {
    if (chunk === exif) return orientation(chunk)
    return KEPT.has(chunk.type) ? [chunk.whole] : []
  })
  return {
    bytes: Uint8Array.from(Buffer.concat([bytes.subarray(0, SIGNATURE_BYTES), ...kept])),
    frames: Math.max(1, count('fcTL')),
    scans: 1,
  }
}

/** Up to the last one. Null when there is none, when one is damaged, or when one is needed that nobody knows. */
const chunksOf = (bytes: Uint8Array): readonly Chunk[] | null => {
  const view = viewOf(bytes)
  const chunks: Chunk[] = []
  let at = SIGNATURE_BYTES
  while (at + 12 <= bytes.byteLength && chunks.length < PARTS_MAX) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.byteLength) return null
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1')
    const isNeeded = /^[A-Z]/.test(type)
    if (isNeeded && !KEPT.has(type)) return null
    if (KEPT.has(type) && crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return null
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) })
    if (type === 'IEND') return chunks
    at = end
  }
  return null
}

/** A frame larger than the picture would be a way around the limits of its size. A number comes before its width. */
const fits = (frame: Chunk, head: Chunk): boolean => {
  if (frame.data.byteLength !== FRAME_CONTROL_BYTES || head.data.byteLength < 8) return false
  const [own, whole] = [viewOf(frame.data), viewOf(head.data)]
  return own.getUint32(4) <= whole.getUint32(0) && own.getUint32(8) <= whole.getUint32(4)
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const orientation = ({ data }: Chunk): readonly Uint8Array[] => {
  const found = orientationIn(data)
  return found === null ? [] : [pngChunk('eXIf', exifOf(found))]
}
