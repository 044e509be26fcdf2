import type { Motif } from './motif.ts'
import { below, box, circle, ellipse, line, polygon, ring } from './shapes.ts'

/** Education. */
export const cap: Motif = [
  [polygon([-24, 0], [24, 0], [20, 26], [-20, 26]), 'accent'],
  [polygon([0, -28], [46, -8], [0, 12], [-46, -8]), 'deep'],
  [line(34, -8, 34, 24, 4), 'light'],
  [circle(34, 27, 6), 'light'],
  [line(-36, 40, 36, 40, 5), 'white'],
]

/** A contest. */
export const trophy: Motif = [
  [ring(-24, -20, 11, 5), 'light'],
  [ring(24, -20, 11, 5), 'light'],
  [box(-25, -40, 50, 18, 3), 'accent'],
  [below(-24, circle(0, -24, 25)), 'accent'],
  [box(-4, -4, 8, 28), 'accent'],
  [box(-22, 24, 44, 14, 4), 'deep'],
  [line(-4, -28, 1, -32, 4), 'white'],
  [line(1, -32, 1, -14, 4), 'white'],
]

/** A grant. */
export const coins: Motif = [
  [circle(22, -16, 20), 'light'],
  [circle(-8, 8, 30), 'accent'],
  [ring(-8, 8, 24, 3), 'white'],
  [line(-20, -2, -14, 18, 4), 'white'],
  [line(-14, 18, -8, 0, 4), 'white'],
  [line(-8, 0, -2, 18, 4), 'white'],
  [line(-2, 18, 4, -2, 4), 'white'],
  [line(-22, 8, 6, 8, 3), 'white'],
]

/** A shore to look after. */
export const waves: Motif = [
  [circle(-20, -26, 14), 'light'],
  ...[0, 16, 32].flatMap((y) =>
    [-30, -10, 10, 30].map((x) => [below(y, ring(x, y, 10, 5)), y === 16 ? 'accent' : 'white'] as const),
  ),
  [ellipse(24, -14, 14, 6), 'accent'],
  [polygon([36, -14], [46, -22], [46, -6]), 'accent'],
  [circle(16, -16, 2), 'white'],
]

/** A room of one's own to film in. */
export const studio: Motif = [
  [polygon([0, -44], [44, -8], [-44, -8]), 'deep'],
  [box(-34, -10, 68, 50, 3), 'white'],
  [box(-24, 2, 20, 16, 2), 'accent'],
  [box(6, 6, 18, 34, 2), 'deep'],
  [circle(20, 24, 2), 'light'],
]

/** Words under a picture. */
export const captions: Motif = [
  [box(-42, -34, 84, 58, 9), 'deep'],
  [polygon([-10, 22], [10, 22], [0, 38]), 'deep'],
  [line(-28, -18, 4, -18, 6), 'light'],
  [line(14, -18, 28, -18, 6), 'accent'],
  [line(-28, -2, -14, -2, 6), 'accent'],
  [line(-4, -2, 28, -2, 6), 'white'],
  [line(-28, 13, 10, 13, 6), 'white'],
]

export const play: Motif = [
  [box(-44, -36, 88, 72, 8), 'deep'],
  ...[-30, -10, 10, 30].flatMap((x) => [-29, 29].map((y) => [box(x - 5, y - 3, 10, 6, 2), 'light'] as const)),
  [circle(0, 0, 19), 'accent'],
  [polygon([-6, -10], [11, 0], [-6, 10]), 'white'],
]

export const chart: Motif = [
  [box(-36, 8, 16, 28, 3), 'light'],
  [box(-12, -10, 16, 46, 3), 'accent'],
  [box(12, -30, 16, 66, 3), 'deep'],
  [line(-44, 40, 40, 40, 4), 'white'],
  [line(-28, -6, -4, -24, 4), 'white'],
  [line(-4, -24, 20, -44, 4), 'white'],
]

export const bulb: Motif = [
  [circle(0, -10, 27), 'accent'],
  [box(-12, 12, 24, 14, 2), 'accent'],
  [box(-12, 24, 24, 7, 3), 'deep'],
  [box(-9, 33, 18, 7, 3), 'deep'],
  [circle(-9, -18, 7), 'white'],
  ...[-50, -25, 0, 25, 50].map((turn) => {
    const [x, y] = [Math.sin((turn * Math.PI) / 90), -Math.cos((turn * Math.PI) / 90)]
    return [line(x * 34, -10 + y * 34, x * 41, -10 + y * 41, 4), 'light'] as const
  }),
]

export const microphone: Motif = [
  [below(-8, ring(0, -8, 26, 5)), 'white'],
  [line(0, 18, 0, 36, 5), 'white'],
  [line(-16, 40, 16, 40, 6), 'white'],
  [box(-16, -46, 32, 56, 16), 'deep'],
  [line(-8, -30, 8, -30, 3), 'accent'],
  [line(-8, -20, 8, -20, 3), 'accent'],
  [line(-8, -10, 8, -10, 3), 'accent'],
]

export const clock: Motif = [
  [circle(0, 0, 40), 'white'],
  [ring(0, 0, 37, 6), 'deep'],
  [line(0, 0, 0, -22, 5), 'deep'],
  [line(0, 0, 16, 8, 5), 'accent'],
  [circle(0, 0, 5), 'accent'],
  ...[0, 90, 180, 270].map((turn) => {
    const [x, y] = [Math.sin((turn * Math.PI) / 180), -Math.cos((turn * Math.PI) / 180)]
    return [circle(x * 28, y * 28, 2.5), 'deep'] as const
  }),
]

export const shield: Motif = [
  [box(-32, -38, 64, 36, 8), 'accent'],
  [polygon([-32, -10], [32, -10], [27, 16], [0, 44], [-27, 16]), 'accent'],
  [line(-14, -4, -3, 8, 7), 'white'],
  [line(-3, 8, 16, -16, 7), 'white'],
]
