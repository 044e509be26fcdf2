import type { Shape } from './shapes.ts'

/** Red, green and blue, each from 0 to 255. */
export type Colour = readonly [number, number, number]

export type Size = { readonly width: number; readonly height: number }

/** A picture in the making: three bytes a pixel, line by line from the upper left. */
export type Canvas = Size & { readonly pixels: Uint8Array }

/** Two colours that run into each other from the upper left to the lower right. */
export const gradient = ({ width, height }: Size, from: Colour, to: Colour): Canvas => {
  const pixels = new Uint8Array(width * height * 3)
  let at = 0
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const share = (x / width + y / height) / 2
      pixels[at] = between(from[0], to[0], share)
      pixels[at + 1] = between(from[1], to[1], share)
      pixels[at + 2] = between(from[2], to[2], share)
      at += 3
    }
  return { width, height, pixels }
}

/** Covers what the shape covers, with smooth edges. An `opacity` below 1 lets through what is there already. */
export const paint = (canvas: Canvas, shape: Shape, [red, green, blue]: Colour, opacity = 1): void => {
  const { width, height, pixels } = canvas
  const [left, top, right, bottom] = shape.box
  const toX = Math.min(width, Math.ceil(right + 1))
  const toY = Math.min(height, Math.ceil(bottom + 1))
  for (let y = Math.max(0, Math.floor(top - 1)); y < toY; y += 1)
    for (let x = Math.max(0, Math.floor(left - 1)); x < toX; x += 1) {
      const share = Math.min(1, 0.5 - shape.distance(x + 0.5, y + 0.5)) * opacity
      if (share <= 0) continue
      const at = (y * width + x) * 3
      pixels[at] = between(pixels[at] ?? 0, red, share)
      pixels[at + 1] = between(pixels[at + 1] ?? 0, green, share)
      pixels[at + 2] = between(pixels[at + 2] ?? 0, blue, share)
    }
}

export const mix = (one: Colour, other: Colour, share: number): Colour => [
  between(one[0], other[0], share),
  between(one[1], other[1], share),
  between(one[2], other[2], share),
]

const between = (one: number, other: number, share: number): number => one + (other - one) * share
