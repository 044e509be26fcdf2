import { PARTS_MAX, type StrippedImage } from './stripped-image.ts'

type Block = { readonly kind: 'frame' | 'timing' | 'looping' | 'talk'; readonly whole: Uint8Array }

const HEADER_BYTES = 13
const BLOCK = { extension: 0x21, frame: 0x2c, trailer: 0x3b } as const
const EXTENSION = { timing: 0xf9, application: 0xff } as const
/** The two names under which browsers look for how often a picture moves. */
const LOOPING = ['NETSCAPE2.0', 'ANIMEXTS1.0']

/** From block to block (GIF89a, appendix B). Comments, texts and what applications say are left out. */
export const stripGif = (bytes: Uint8Array): StrippedImage | null => {
  const start = HEADER_BYTES + paletteBytes(bytes[10] ?? 0)
  const blocks = blocksOf(bytes, start)
  const frames = blocks?.filter(({ kind }) => kind === 'frame').length ?? 0
  if (blocks === null || frames === 0) return null
  const kept = blocks.filter(({ kind }) => kind !== 'talk').map(({ whole }) => whole)
  const trailer = Uint8Array.of(BLOCK.trailer)
  return {
    bytes: Uint8Array.from(Buffer.concat([bytes.subarray(0, start), ...kept, trailer])),
    frames,
    scans: 1,
  }
}

/** Of the table of colours that its flags announce. */
const paletteBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))

/** Up to the trailer, without it. Null when there is none, or something that is no block comes before. */
const blocksOf = (bytes: Uint8Array, start: number): readonly Block[] | null => {
  const blocks: Block[] = []
  let at = start
  while (at < bytes.byteLength && blocks.length < PARTS_MAX) {
    if (bytes[at] === BLOCK.trailer) return blocks
    const kind = kindOf(bytes, at)
    const end = kind === null ? null : endOfData(bytes, dataOf(bytes, at))
    if (kind === null || end === null) return null
    blocks.push({ kind, whole: bytes.subarray(at, end) })
    at = end
  }
  return null
}

const kindOf = (bytes: Uint8Array, at: number): Block['kind'] | null => {
  if (bytes[at] === BLOCK.frame) return fits(bytes, at) ? 'frame' : null
  if (bytes[at] !== BLOCK.extension) return null
  if (bytes[at + 1] === EXTENSION.timing) return 'timing'
  const name = Buffer.from(bytes.subarray(at + 3, at + 14)).toString('latin1')
  const isLooping = bytes[at + 1] === EXTENSION.application && bytes[at + 2] === 11 && LOOPING.includes(name)
  return isLooping ? 'looping' : 'talk'
}

/** A frame larger than the picture would be a way around the limits of its size. */
const fits = (bytes: Uint8Array, at: number): boolean => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (at + 11 > view.byteLength) return false
  const [width, height] = [view.getUint16(at + 5, true), view.getUint16(at + 7, true)]
  return width <= view.getUint16(6, true) && height <= view.getUint16(8, true)
}

/** Where the pieces of data of a block begin: a frame has its place, its colours and a code size before them. */
const dataOf = (bytes: Uint8Array, at: number): number =>
  bytes[at] === BLOCK.frame ? at + 11 + paletteBytes(bytes[at + 9] ?? 0) : at + 2

/** Pieces of up to 255 bytes, each after its length; one of no length ends them. */
const endOfData = (bytes: Uint8Array, from: number): number | null => {
  let at = from
  for (let size = bytes[at]; size !== undefined; size = bytes[at]) {
    at += 1 + size
    if (size === 0) return at
  }
  return null
}
