import { exifOf, orientationIn } from './orientation.ts'
import { type RecognisedImage, recogniseImage } from './recognise.ts'
import { FRAMES_MAX, PARTS_MAX, type StrippedImage } from './stripped-image.ts'

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
  const chunks = end > bytes.byteLength ? null : chunksOf(bytes.subarray(CONTAINER_BYTES, end), PARTS_MAX)
  const [first] = chunks ?? []
  if (chunks === null || first === undefined) return null
  const kept = PIXELS.includes(first.type) ? [first] : extended(chunks)
  if (kept === null) return null
  return { bytes: Uint8Array.from(fileOf(kept)), frames: Math.max(1, count(kept, ['ANMF'])), scans: 1 }
}

const count = (chunks: readonly Chunk[], types: readonly string[]): number =>
  chunks.filter(({ type }) => types.includes(type)).length

const fileOf = (chunks: readonly Chunk[]): Buffer =>
  chunkOf({ type: 'RIFF', data: Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks.map(chunkOf)]) })

/** Null when a chunk is cut off, or there are too many. What stands behind the last one is too short to be one. */
const chunksOf = (bytes: Uint8Array, maximum: number): readonly Chunk[] | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunk[] = []
  let at = 0
  while (at + 8 <= bytes.byteLength) {
    const type = Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')
    const size = view.getUint32(at + 4, true)
    const end = at + 8 + size
    if (end > bytes.byteLength || chunks.length === maximum) return null
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
  const whole = sizeOf(head)
  if (whole === null) return null
  const pictures = count(others, ['ANMF']) === 0 ? still(others, whole) : film(others, whole)
  if (pictures === null) return null
  const exif = others.find(({ type }) => type === 'EXIF')
  const orientation = exif === undefined ? null : orientationIn(withoutName(exif.data))
  const kept = pictures.flatMap((chunk) => {
    if (chunk === exif) return orientation === null ? [] : [{ type: 'EXIF', data: exifOf(orientation) }]
    return KEPT.includes(chunk.type) ? [chunk] : []
  })
  const data = Uint8Array.from(head.data.subarray(0, 10))
  data[0] = ((data[0] ?? 0) & ~(FLAG.exif | FLAG.xmp)) | (orientation === null ? 0 : FLAG.exif)
  return [{ type: 'VP8X', data }, ...kept]
}

/** Some programs write the name that Exif data has in a JPEG. */
const withoutName = (exif: Uint8Array): Uint8Array =>
  Buffer.from('Exif\0\0', 'latin1').equals(exif.subarray(0, 6)) ? exif.subarray(6) : exif

/** Of the picture in a chunk, which tells it in its first bytes. Null when it is none. */
const sizeOf = ({ type, data }: Chunk): RecognisedImage | null =>
  recogniseImage(fileOf([{ type, data: data.subarray(0, 16) }]))

/** One coded picture and at most its transparency, no larger than its file says: a way around the limits otherwise. */
const still = (chunks: readonly Chunk[], whole: RecognisedImage): readonly Chunk[] | null => {
  const [picture, second] = chunks.filter(({ type }) => PIXELS.includes(type))
  if (picture === undefined || second !== undefined || count(chunks, ['ALPH']) > 1) return null
  const own = sizeOf(picture)
  return own !== null && own.width <= whole.width && own.height <= whole.height ? chunks : null
}

/** Each frame is a small file of its own, and all of them together have as many parts as one file may have. */
const film = (chunks: readonly Chunk[], whole: RecognisedImage): readonly Chunk[] | null => {
  if (count(chunks, PIXELS) > 0 || count(chunks, ['ANMF']) > FRAMES_MAX) return null
  const bare: Chunk[] = []
  let left = PARTS_MAX - chunks.length
  for (const chunk of chunks) {
    if (chunk.type !== 'ANMF') bare.push(chunk)
    else {
      const parts = chunksOf(chunk.data.subarray(FRAME_HEADER_BYTES), left)
      if (parts === null || still(parts, whole) === null) return null
      left -= parts.length
      bare.push(frameOf(chunk, parts))
    }
  }
  return bare
}

const frameOf = ({ type, data }: Chunk, parts: readonly Chunk[]): Chunk => {
  const kept = parts.filter((part) => KEPT_IN_FRAME.includes(part.type))
  return { type, data: Buffer.concat([data.subarray(0, FRAME_HEADER_BYTES), ...kept.map(chunkOf)]) }
}
