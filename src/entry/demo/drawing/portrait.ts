import { type Colour, gradient, mix, paint } from './canvas.ts'
import { png } from './png.ts'
import { above, below, box, circle, ellipse, line, placed, polygon, ring, type Shape } from './shapes.ts'

/** What somebody looks like. */
export type Looks = {
  readonly backdrop: readonly [Colour, Colour]
  readonly skin: Colour
  readonly hair: Colour
  readonly cut: 'short' | 'bob' | 'long' | 'bun'
  readonly clothes: Colour
  readonly suit: boolean
  readonly glasses: boolean
}

const SIDE = 240
/** The drawing is about 100 wide and high, around the tip of the nose. */
const PLACE = { x: SIDE / 2, y: SIDE * 0.5, scale: SIDE / 110 }

/** A square drawing of a face with shoulders. */
export const portrait = (looks: Looks): Uint8Array<ArrayBuffer> => {
  const canvas = gradient({ width: SIDE, height: SIDE }, ...looks.backdrop)
  const put = (shape: Shape, colour: Colour, opacity = 1) =>
    paint(canvas, placed(shape, PLACE), colour, opacity)
  put(circle(0, -4, 47), [255, 255, 255], 0.22)
  for (const shape of BEHIND[looks.cut]) put(shape, looks.hair)
  drawBody(put, looks)
  drawFace(put, looks)
  return png(canvas)
}

type Put = (shape: Shape, colour: Colour, opacity?: number) => void

const INK: Colour = [48, 40, 46]
const SHIRT: Colour = [250, 250, 246]

const BEHIND: Readonly<Record<Looks['cut'], readonly Shape[]>> = {
  short: [],
  bob: [box(-30, -34, 60, 58, 26)],
  long: [box(-31, -36, 62, 92, 28)],
  bun: [circle(0, -40, 12)],
}

const SIDES = [ellipse(-17, -14, 8, 15, 20), ellipse(18, -13, 7, 15, -20)]
const FRINGE: Readonly<Record<Looks['cut'], readonly Shape[]>> = {
  short: [box(-25, -18, 5, 13, 2), box(20, -18, 5, 13, 2), ellipse(10, -16, 15, 7, -12)],
  bob: SIDES,
  long: SIDES,
  bun: [ellipse(-14, -16, 12, 7, -25), ellipse(14, -16, 12, 7, 25)],
}

const drawBody = (put: Put, { clothes, skin, suit }: Looks): void => {
  put(box(-44, 36, 88, 60, 28), clothes)
  put(box(-9, 14, 18, 28, 8), mix(skin, INK, 0.12))
  if (!suit) {
    put(below(36, circle(0, 32, 13)), mix(skin, INK, 0.06))
    return
  }
  put(polygon([-13, 36], [13, 36], [0, 62]), SHIRT)
  put(polygon([-3, 42], [3, 42], [5, 62], [0, 68], [-5, 62]), mix(clothes, [200, 60, 70], 0.6))
}

const drawFace = (put: Put, { skin, hair, cut, glasses }: Looks): void => {
  put(circle(-23, -2, 5), skin)
  put(circle(23, -2, 5), skin)
  put(ellipse(0, -3, 23, 27), skin)
  put(above(-14, ellipse(0, -10, 26, 26)), hair)
  for (const shape of FRINGE[cut]) put(shape, hair)
  put(line(-13, -9, -6, -10, 2), mix(hair, INK, 0.4))
  put(line(6, -10, 13, -9, 2), mix(hair, INK, 0.4))
  put(circle(-9, -2, 2.4), INK)
  put(circle(9, -2, 2.4), INK)
  put(circle(-14, 7, 4), [236, 120, 116], 0.3)
  put(circle(14, 7, 4), [236, 120, 116], 0.3)
  put(below(11, ring(0, 9, 6.5, 2)), [176, 72, 72])
  if (!glasses) return
  put(ring(-9, -2, 7.5, 1.6), INK)
  put(ring(9, -2, 7.5, 1.6), INK)
  put(line(-2, -3, 2, -3, 1.6), INK)
}
