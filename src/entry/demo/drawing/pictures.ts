import { type Canvas, gradient, paint, type Size } from './canvas.ts'
import { draw, type Motif, type Palette, toneOf } from './motif.ts'
import { png } from './png.ts'
import { box, circle, line, polygon, type Shape } from './shapes.ts'

/** What covers the ground of a picture, so that one sees at a glance what kind of thing it belongs to. */
export type Pattern = 'diamonds' | 'bubbles' | 'checks' | 'hills' | 'dots' | 'rays'

export type Subject = { readonly motif: Motif; readonly palette: Palette; readonly pattern: Pattern }

/** The motif in a pale disc: the small picture of lists. */
export const thumbnail = (subject: Subject): Uint8Array<ArrayBuffer> => {
  const canvas = ground(subject, { width: 320, height: 200 })
  inDisc(canvas, subject, { x: 160, y: 100, radius: 82 })
  return png(canvas)
}

/** The motif large at the right, and small ones that come up to it. */
export const summary = (subject: Subject): Uint8Array<ArrayBuffer> => {
  const canvas = ground({ ...subject, palette: turned(subject.palette) }, { width: 360, height: 270 })
  inDisc(canvas, subject, { x: 236, y: 140, radius: 112 })
  for (const [at, x] of [46, 96].entries())
    draw(canvas, subject.motif, subject.palette, { x, y: 206 - at * 62, scale: 0.42 + at * 0.12 }, 0.85)
  return png(canvas)
}

/** A poster to scroll through: the motif, lines of writing too far away to be read, and three details. */
export const full = (subject: Subject): Uint8Array<ArrayBuffer> => {
  const canvas = ground(subject, { width: 320, height: 560 })
  inDisc(canvas, subject, { x: 160, y: 150, radius: 118 })
  paint(canvas, box(24, 300, 272, 236, 18), toneOf(subject.palette, 'white'), 0.92)
  writing(canvas, subject, [
    [48, 334, 178],
    [48, 360, 216],
    [48, 380, 150],
  ])
  for (const x of [80, 160, 240]) inDisc(canvas, subject, { x, y: 458, radius: 34 })
  return png(canvas)
}

/** Portrait format, with a band for what it is about. */
export const poster = (subject: Subject): Uint8Array<ArrayBuffer> => {
  const canvas = ground(subject, { width: 270, height: 360 })
  inDisc(canvas, subject, { x: 135, y: 136, radius: 92 })
  paint(canvas, box(0, 262, 270, 98), toneOf(subject.palette, 'deep'), 0.88)
  writing(canvas, { ...subject, palette: { ...subject.palette, from: [255, 255, 255] } }, [
    [28, 292, 150],
    [28, 318, 196],
  ])
  return png(canvas)
}

/** Square. */
export const card = (subject: Subject): Uint8Array<ArrayBuffer> => {
  const canvas = ground(subject, { width: 300, height: 300 })
  paint(canvas, box(30, 30, 240, 240, 34), toneOf(subject.palette, 'white'), 0.3)
  draw(canvas, subject.motif, subject.palette, { x: 150, y: 150, scale: 2 })
  return png(canvas)
}

/** Wide, with three motifs side by side. */
export const banner = (
  { palette, pattern }: Omit<Subject, 'motif'>,
  motifs: readonly [Motif, Motif, Motif],
): Uint8Array<ArrayBuffer> => {
  const canvas = ground({ palette, pattern }, { width: 640, height: 260 })
  for (const [at, motif] of motifs.entries())
    inDisc(canvas, { motif, palette }, { x: 130 + at * 190, y: 130, radius: at === 1 ? 96 : 72 })
  return png(canvas)
}

const inDisc = (
  canvas: Canvas,
  { motif, palette }: Pick<Subject, 'motif' | 'palette'>,
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
): void => {
  paint(canvas, circle(x, y, radius * 1.1), toneOf(palette, 'white'), 0.14)
  paint(canvas, circle(x, y, radius), toneOf(palette, 'light'), 0.45)
  draw(canvas, motif, palette, { x, y, scale: radius / 68 })
}

const writing = (
  canvas: Canvas,
  { palette }: Pick<Subject, 'palette'>,
  lines: readonly (readonly [x: number, y: number, length: number])[],
): void => {
  for (const [at, [x, y, length]] of lines.entries())
    paint(
      canvas,
      line(x, y, x + length, y, at === 0 ? 12 : 7),
      toneOf(palette, at === 0 ? 'accent' : 'light'),
    )
}

const turned = ({ from, to, ...rest }: Palette): Palette => ({ ...rest, from: to, to: from })

const ground = ({ palette, pattern }: Omit<Subject, 'motif'>, size: Size): Canvas => {
  const canvas = gradient(size, palette.from, palette.to)
  for (const shape of PATTERNS[pattern](size)) paint(canvas, shape, palette.light, 0.16)
  return canvas
}

const CELL = 44

/** Something in every cell of a grid, every other line half a cell further. */
const tiled = (
  { width, height }: Size,
  tile: (x: number, y: number, at: number) => Shape,
): readonly Shape[] => {
  const columns = Math.ceil(width / CELL) + 1
  return Array.from({ length: columns * (Math.ceil(height / CELL) + 1) }, (_, at) => {
    const row = Math.floor(at / columns)
    return tile((at % columns) * CELL + (row % 2) * (CELL / 2), row * CELL, at)
  })
}

const PATTERNS: Readonly<Record<Pattern, (size: Size) => readonly Shape[]>> = {
  diamonds: (size) => tiled(size, (x, y) => polygon([x, y - 14], [x + 14, y], [x, y + 14], [x - 14, y])),
  bubbles: (size) => tiled(size, (x, y, at) => circle(x + ((at * 13) % 17), y, 6 + ((at * 7) % 16))),
  checks: ({ width, height }) => [
    ...Array.from({ length: Math.ceil(width / CELL) }, (_, at) => box(at * CELL, 0, CELL / 2, height)),
    ...Array.from({ length: Math.ceil(height / CELL) }, (_, at) => box(0, at * CELL, width, CELL / 2)),
  ],
  hills: ({ width, height }) =>
    [0.1, 0.45, 0.85].map((share, at) =>
      circle(width * share, height + width * 0.22 - at * 10, width * (0.42 + 0.06 * at)),
    ),
  dots: (size) => tiled(size, (x, y) => circle(x, y, 6)),
  rays: ({ width, height }) =>
    Array.from({ length: 12 }, (_, at) => {
      const turn = (at * Math.PI) / 6
      const reach = width + height
      const [x, y] = [width / 2, height / 2]
      return polygon(
        [x, y],
        [x + Math.cos(turn) * reach, y + Math.sin(turn) * reach],
        [x + Math.cos(turn + 0.26) * reach, y + Math.sin(turn + 0.26) * reach],
      )
    }),
}
