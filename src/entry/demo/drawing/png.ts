import { crc32, deflateSync } from 'node:zlib'
import type { Canvas, Size } from './canvas.ts'

/** The file of a finished picture. */
export const png = (canvas: Canvas): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    Buffer.concat([
      SIGNATURE,
      header(canvas),
      chunk('IDAT', deflateSync(differences(canvas), { level: 5 })),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const BYTES_A_PIXEL = 3
/** 8 bits a part, true colour, and the only compression, filter and no interlacing that there are. */
const FORMAT = [8, 2, 0, 0, 0]
/** The filter that keeps of each byte what it differs from the one above: next to nothing in drawings such as ours. */
const UP = 2

const header = ({ width, height }: Size): Buffer => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set(FORMAT, 8)
  return chunk('IHDR', data)
}

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.byteLength + 8)
  framed.writeUInt32BE(data.byteLength, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), framed.byteLength - 4)
  return framed
}

const differences = ({ width, height, pixels }: Canvas): Uint8Array => {
  const line = width * BYTES_A_PIXEL
  const bytes = new Uint8Array(height * (1 + line))
  for (let y = 0; y < height; y += 1) {
    const start = y * (1 + line)
    bytes[start] = UP
    for (let x = 0; x < line; x += 1) {
      const above = y === 0 ? 0 : (pixels[(y - 1) * line + x] ?? 0)
      bytes[start + 1 + x] = (pixels[y * line + x] ?? 0) - above
    }
  }
  return bytes
}
