import { crc32, deflateSync } from 'node:zlib'

/** Red, green and blue, each from 0 to 255. */
export type Colour = readonly [number, number, number]

/** The look of one ad: two colours that run into each other, and the colour of the light between them. */
export type Palette = { readonly from: Colour; readonly to: Colour; readonly light: Colour }

type Size = { readonly width: number; readonly height: number }

/** A PNG with a diagonal gradient and a soft round light in its upper right. */
export const picture = (palette: Palette, size: Size): Uint8Array<ArrayBuffer> => {
  const pixels = deflateSync(lines(palette, size))
  return Uint8Array.from(
    Buffer.concat([SIGNATURE, header(size), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]),
  )
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const BYTES_A_PIXEL = 3
/** 8 bits a part, true colour, and the only compression, filter and no interlacing that there are. */
const FORMAT = [8, 2, 0, 0, 0]

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

const lines = (palette: Palette, { width, height }: Size): Buffer => {
  // Each line starts with its filter: none.
  const bytes = Buffer.alloc(height * (1 + width * BYTES_A_PIXEL))
  let at = 0
  for (let y = 0; y < height; y += 1) {
    at += 1
    for (let x = 0; x < width; x += 1) {
      bytes.set(colourAt(palette, x, y, { width, height }), at)
      at += BYTES_A_PIXEL
    }
  }
  return bytes
}

/** Of the shorter side. */
const LIGHT_RADIUS = 0.45

const colourAt = ({ from, to, light }: Palette, x: number, y: number, { width, height }: Size): Colour => {
  const ground = mix(from, to, (x / width + y / height) / 2)
  const distance = Math.hypot(x - width * 0.7, y - height * 0.3) / Math.min(width, height)
  return mix(ground, light, Math.max(0, 1 - distance / LIGHT_RADIUS) ** 2 * 0.8)
}

const mix = ([r1, g1, b1]: Colour, [r2, g2, b2]: Colour, share: number): Colour => {
  const part = (one: number, other: number) => Math.round(one + (other - one) * share)
  return [part(r1, r2), part(g1, g2), part(b1, b2)]
}
