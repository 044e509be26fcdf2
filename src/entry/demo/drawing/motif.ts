import { type Canvas, type Colour, mix, paint } from './canvas.ts'
import { type Place, placed, type Shape } from './shapes.ts'

/** The look of one thing: the two colours of its ground, and two that stand out from it. */
export type Palette = {
  readonly from: Colour
  readonly to: Colour
  readonly light: Colour
  readonly accent: Colour
}

export type Tone = 'white' | 'light' | 'accent' | 'deep'

/** A small drawing around its middle, about 100 wide and high; what comes later lies on top. */
export type Motif = readonly (readonly [Shape, Tone])[]

const NIGHT: Colour = [22, 24, 44]
const WHITE: Colour = [255, 255, 252]

export const toneOf = ({ from, light, accent }: Palette, tone: Tone): Colour =>
  tone === 'white' ? WHITE : tone === 'light' ? light : tone === 'accent' ? accent : mix(from, NIGHT, 0.72)

export const draw = (canvas: Canvas, motif: Motif, palette: Palette, place: Place, opacity = 1): void => {
  for (const [shape, tone] of motif) paint(canvas, placed(shape, place), toneOf(palette, tone), opacity)
}
