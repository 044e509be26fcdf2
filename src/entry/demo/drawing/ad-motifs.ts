import type { Motif } from './motif.ts'
import { above, below, box, circle, ellipse, line, polygon, ring } from './shapes.ts'

const steam = (y: number): Motif => [
  [line(-14, y, -10, y - 14, 4), 'light'],
  [line(2, y - 3, 6, y - 19, 4), 'light'],
]

export const earphones: Motif = [
  [line(-21, -6, -15, 34, 10), 'white'],
  [line(21, -6, 15, 34, 10), 'white'],
  [circle(-21, -10, 16), 'white'],
  [circle(21, -10, 16), 'white'],
  [ellipse(-24, -10, 6, 9, 15), 'deep'],
  [ellipse(24, -10, 6, 9, -15), 'deep'],
  [circle(-15, 26, 3), 'accent'],
  [circle(15, 26, 3), 'accent'],
]

export const camera: Motif = [
  [box(-16, -32, 32, 20, 6), 'deep'],
  [box(-40, -20, 80, 52, 10), 'deep'],
  [box(-40, -8, 80, 6), 'accent'],
  [circle(0, 7, 21), 'white'],
  [circle(0, 7, 15), 'accent'],
  [circle(0, 7, 8), 'deep'],
  [circle(5, 1, 4), 'white'],
  [circle(29, -13, 3), 'light'],
]

export const chair: Motif = [
  [box(-20, -44, 40, 46, 13), 'accent'],
  [box(-12, -36, 24, 30, 8), 'light'],
  [box(-26, 4, 52, 13, 6), 'deep'],
  [line(-30, -6, -30, 8, 5), 'deep'],
  [line(30, -6, 30, 8, 5), 'deep'],
  [line(0, 17, 0, 36, 6), 'white'],
  [line(-22, 40, 22, 40, 5), 'deep'],
  [circle(-22, 43, 5), 'white'],
  [circle(22, 43, 5), 'white'],
]

export const tube: Motif = [
  [polygon([-20, -44], [20, -44], [15, 24], [-15, 24]), 'white'],
  [line(-19, -43, 19, -43, 5), 'light'],
  [box(-12, 24, 24, 18, 4), 'accent'],
  [circle(0, -16, 9), 'accent'],
  ...[0, 45, 90, 135].map((turn) => {
    const [x, y] = [Math.cos((turn * Math.PI) / 180) * 15, Math.sin((turn * Math.PI) / 180) * 15]
    return [line(-x, -16 - y, x, -16 + y, 2.5), 'accent'] as const
  }),
  [line(-8, 8, 8, 8, 3), 'light'],
  [line(-6, 15, 6, 15, 3), 'light'],
]

export const jar: Motif = [
  [box(-34, -8, 68, 44, 10), 'white'],
  [box(-37, -28, 74, 24, 6), 'accent'],
  [line(-28, -16, 28, -16, 2.5), 'light'],
  [ellipse(-8, 14, 13, 6, -35), 'deep'],
  [ellipse(9, 12, 11, 5, 40), 'accent'],
  [line(-1, 28, 0, 16, 2.5), 'deep'],
]

export const lipstick: Motif = [
  [box(-16, 6, 32, 38, 4), 'deep'],
  [box(-16, 12, 32, 4), 'light'],
  [box(-12, -12, 24, 20, 2), 'light'],
  [polygon([-9, -12], [-9, -30], [9, -44], [9, -12]), 'accent'],
  [polygon([2, -12], [2, -35], [6, -38], [6, -12]), 'white'],
]

export const dropper: Motif = [
  [ellipse(0, -34, 9, 14), 'deep'],
  [box(-12, -24, 24, 14, 3), 'white'],
  [box(-22, -10, 44, 52, 11), 'accent'],
  [box(-22, 8, 44, 20), 'white'],
  [line(-12, 14, 12, 14, 3), 'deep'],
  [line(-12, 21, 4, 21, 3), 'light'],
  [line(-14, -2, -14, 2, 4), 'light'],
]

export const noodles: Motif = [
  ...steam(-22),
  [line(10, -6, 38, -46, 4), 'deep'],
  [line(18, -4, 46, -40, 4), 'deep'],
  ...[-22, -8, 6, 20].map((x) => [above(0, ring(x, 0, 9, 5)), 'light'] as const),
  [circle(-6, -6, 7), 'accent'],
  [below(0, circle(0, 0, 40)), 'white'],
  [box(-44, -4, 88, 9, 4), 'accent'],
  [box(-18, 36, 36, 7, 3), 'deep'],
  [line(-20, 18, 20, 18, 4), 'accent'],
]

export const cup: Motif = [
  ...steam(-26),
  [ring(24, 2, 13, 6), 'white'],
  [box(-30, -20, 54, 50, 14), 'white'],
  [ellipse(-3, -16, 24, 6), 'deep'],
  [line(-40, 36, 34, 36, 6), 'accent'],
  [circle(-9, 6, 6), 'accent'],
  [circle(1, 6, 6), 'accent'],
  [polygon([-14, 9], [6, 9], [-4, 19]), 'accent'],
]

export const bread: Motif = [
  [box(-42, -12, 84, 44, 18), 'accent'],
  [circle(-22, -12, 19), 'accent'],
  [circle(0, -17, 21), 'accent'],
  [circle(22, -12, 19), 'accent'],
  [line(-26, -18, -18, 2, 5), 'light'],
  [line(-4, -24, 4, -2, 5), 'light'],
  [line(18, -18, 26, 2, 5), 'light'],
  [line(-34, 38, 34, 38, 5), 'white'],
]

export const island: Motif = [
  [circle(22, -24, 15), 'light'],
  [above(26, circle(0, 34, 34)), 'accent'],
  [line(-8, 6, 0, -26, 5), 'deep'],
  [ellipse(-13, -28, 15, 5, 20), 'deep'],
  [ellipse(12, -29, 14, 5, -25), 'deep'],
  [ellipse(-3, -38, 5, 12, -15), 'deep'],
  [line(-42, 28, 42, 28, 5), 'white'],
  [line(-30, 38, 18, 38, 5), 'white'],
]

export const tent: Motif = [
  [circle(30, -32, 10), 'light'],
  [circle(-36, -30, 2.5), 'white'],
  [circle(-12, -42, 2), 'white'],
  [polygon([0, -30], [40, 32], [-40, 32]), 'accent'],
  [polygon([0, -30], [4, 32], [-40, 32]), 'light'],
  [polygon([0, -6], [14, 32], [-14, 32]), 'deep'],
  [line(-46, 34, 46, 34, 5), 'white'],
]

export const train: Motif = [
  [box(-38, -32, 76, 58, 16), 'white'],
  [box(-28, -22, 26, 22, 5), 'deep'],
  [box(2, -22, 26, 22, 5), 'deep'],
  [box(-38, 7, 76, 7), 'accent'],
  [circle(-26, 20, 4), 'light'],
  [circle(26, 20, 4), 'light'],
  [line(-18, 26, -28, 42, 4), 'deep'],
  [line(18, 26, 28, 42, 4), 'deep'],
  [line(-40, 42, 40, 42, 4), 'accent'],
]

export const diary: Motif = [
  [box(-28, -40, 60, 80, 6), 'white'],
  [box(-31, -42, 60, 80, 6), 'accent'],
  [box(-31, -42, 11, 80, 5), 'deep'],
  [box(-12, -28, 32, 20, 3), 'white'],
  [line(-6, -21, 14, -21, 3), 'deep'],
  [line(-6, -15, 6, -15, 3), 'light'],
  [circle(4, 14, 9), 'light'],
  [line(20, 38, 20, 48, 5), 'light'],
]

export const plant: Motif = [
  [line(0, 10, 0, -26, 4), 'deep'],
  [ellipse(-15, -14, 18, 8, 35), 'deep'],
  [ellipse(15, -22, 18, 8, -35), 'deep'],
  [ellipse(-1, -36, 8, 14, 5), 'light'],
  [polygon([-22, 14], [22, 14], [16, 44], [-16, 44]), 'accent'],
  [box(-26, 6, 52, 11, 4), 'white'],
]
