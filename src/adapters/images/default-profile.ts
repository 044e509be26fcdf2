import { deflateSync } from 'node:zlib'
import { DEFAULT_PROFILE_IMAGE } from '../../domain/account/account.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import { pngChunk } from './png-chunk.ts'

/** The same pictures, and beside them the one for members who have none. */
export const withDefaultProfile = (images: ImageStore): ImageStore => ({
  ...images,
  load: async (name) =>
    name === DEFAULT_PROFILE_IMAGE ? { bytes: drawn(), contentType: 'image/png' } : images.load(name),
})

const SIDE = 256
type Colour = readonly [red: number, green: number, blue: number]
const GROUND: Colour = [227, 232, 239]
const PERSON: Colour = [150, 163, 181]
/** Head and shoulders. */
const CIRCLES = [
  { x: 128, y: 100, radius: 46 },
  { x: 128, y: 246, radius: 88 },
] as const

let picture: Uint8Array<ArrayBuffer> | null = null

/** Drawn when it is first asked for: no file has to be found on every runtime. */
const drawn = (): Uint8Array<ArrayBuffer> => {
  picture ??= Uint8Array.from(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      pngChunk('IHDR', header()),
      pngChunk('IDAT', deflateSync(lines())),
      pngChunk('IEND', new Uint8Array()),
    ]),
  )
  return picture
}

/** 8 bits a part, true colour, and the only compression, filter and no interlacing that there are. */
const header = (): Buffer => {
  const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  data.writeUInt32BE(SIDE, 0)
  data.writeUInt32BE(SIDE, 4)
  return data
}

const lines = (): Buffer =>
  Buffer.concat(
    Array.from({ length: SIDE }, (_, y) =>
      // Each line starts with its filter: none.
      Buffer.from([0, ...Array.from({ length: SIDE }, (__, x) => colourAt(x, y)).flat()]),
    ),
  )

/** At the edge of a circle both colours are mixed by how much of the pixel lies in it. */
const colourAt = (x: number, y: number): Colour => {
  const depth = Math.max(...CIRCLES.map((circle) => circle.radius - Math.hypot(x - circle.x, y - circle.y)))
  const share = Math.min(1, Math.max(0, depth + 0.5))
  const part = (ground: number, person: number) => Math.round(ground + (person - ground) * share)
  return [part(GROUND[0], PERSON[0]), part(GROUND[1], PERSON[1]), part(GROUND[2], PERSON[2])]
}
