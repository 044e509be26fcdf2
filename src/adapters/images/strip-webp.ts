import { exifOf, orientationIn } from './orientation.ts'
import { recogniseImage } from './recognise.ts'
import { PARTS_MAX, type StrippedImage } from './stripped-image.ts'

type Chunk = { readonly type: string; readonly data: Uint8Array }

const CONTAINER_BYTES = 12
const FRAME_HEADER_BYTES = 16
const PIXELS: readonly string[] = ['VP8 ', 'VP8L']
/** The picture and its colours (RFC 9649, section 2.7). */
const KEPT: readonly string[] = [...PIXELS, 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']
const KEPT_IN_FRAME: readonly string[] = [...PIXELS, 'ALPH']
/** In the flags of `VP8X`. */
const FLAG = { exif: 0x08, xmp: 0x04 } as const

export const stripWebp = (bytes: Uint8Array): StrippedImage | null => {
  if (bytes.byteLength < CONTAINER_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = 8 + view.getUint32(4, true)
  const chunks = end > bytes.byteLength ? null : chunksOf(bytes.subarray(CONTAINER_BYTES, end))
  const [first] = chunks ?? []
  if (chunks === null || first === undefined) return null
  const kept = PIXELS.includes(first.type) ? [first] : extended(chunks)
  const frames = kept?.filter(({ type }) => type === 'ANMF').length ?? 0
  const pictures = kept?.filter(({ type }) => PIXELS.includes(type)).length ?? 0
  // One picture, or several of a film: never both.
  if (kept === null || (frames === 0 ? pictures !== 1 : pictures !== 0)) return null
  return { bytes: Uint8Array.from(fileOf(kept)), frames: Math.max(1, frames), scans: 1 }
}

const fileOf = (chunks: readonly Chunk[]): Buffer =>
  chunkOf({ type: 'RIFF', data: Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks.map(chunkOf)]) })

/** Null when a chunk is cut off. What stands behind the last one is too short to be one. */
const chunksOf = (bytes: Uint8Array): readonly Chunk[] | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunk[] = []
  let at = 0
  while (at + 8 <= bytes.byteLength) {
    const type = Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')
    const size = view.getUint32(at + 4, true)
    const end = at + 8 + size
    if (end > bytes.byteLength || chunks.length === PARTS_MAX) return null
    chunks.push({ type, data: bytes.subarray(at + 8, end) })
    at = end + (size % 2)
  }
  return chunks
}

const chunkOf = ({ type, data }: Chunk): Buffer => {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(data.byteLength, 4)
  // Each begins at an even place.
  return Buffer.concat([head, data, Buffer.alloc(data.byteLength % 2)])
}

/** Its first chunk says what follows, so it is told what is left out. */
const extended = (chunks: readonly Chunk[]): readonly Chunk[] | null => {
  const [head, ...others] = chunks
  if (head?.type !== 'VP8X' || head.data.byteLength < 10 || others.some(({ type }) => type === 'VP8X'))
    return null
  const pictures = others.flatMap((chunk) => (chunk.type === 'ANMF' ? (framePartsOf(chunk) ?? []) : [chunk]))
  if (!pictures.every((chunk) => fits(chunk, head))) return null
  const exif = others.find(({ type }) => type === 'EXIF')
  const orientation = exif === undefined ? null : orientationIn(withoutName(exif.data))
  const kept = others.flatMap((chunk) => {
    if (chunk === exif) return orientation === null ? [] : [{ type: 'EXIF', data: exifOf(orientation) }]
    if (chunk.type === 'ANMF') return [frameOf(chunk)]
    return KEPT.includes(chunk.type) ? [chunk] : []
  })
  if (kept.includes(null)) return null
  const data = Uint8Array.from(head.data.subarray(0, 10))
  data[0] = ((data[0] ?? 0) & ~(FLAG.exif | FLAG.xmp)) | (orientation === null ? 0 : FLAG.exif)
  return [{ type: 'VP8X', data }, ...kept.filter((chunk) => chunk !== null)]
}

/** Some programs write the name that Exif data has in a JPEG. */
const withoutName = (exif: Uint8Array): Uint8Array =>
  Buffer.from('Exif\0\0', 'latin1').equals(exif.subarray(0, 6)) ? exif.subarray(6) : exif

/** A picture larger than its file says would be a way around the limits of its size. */
const fits = (chunk: Chunk, head: Chunk): boolean => {
  if (!PIXELS.includes(chunk.type)) return true
  const [whole, own] = [head, { ...chunk, data: chunk.data.subarray(0, 16) }].map((each) =>
    recogniseImage(fileOf([each])),
  )
  return whole != null && own != null && own.width <= whole.width && own.height <= whole.height
}

const framePartsOf = ({ data }: Chunk) => chunksOf(data.subarray(FRAME_HEADER_BYTES))

/** A frame is a small file of its own. */
const frameOf = ({ type, data }: Chunk): Chunk | null => {
  const kept = framePartsOf({ type, data })?.filter((chunk) => KEPT_IN_FRAME.includes(chunk.type)) ?? []
  if (kept.filter((chunk) => PIXELS.includes(chunk.type)).length !== 1) return null
  return { type, data: Buffer.concat([data.subarray(0, FRAME_HEADER_BYTES), ...kept.map(chunkOf)]) }
}
