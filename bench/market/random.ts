/** Numbers that look like chance and are the same in every run, since they follow from a seed alone. */
export type Chance = {
  /** From 0 up to, but never, 1. */
  readonly uniform: () => number
  /** Bell-shaped around 0, with deviation 1. */
  readonly normal: () => number
  /** A whole number from 0 up to, but never, `below`. */
  readonly whole: (below: number) => number
}

const TWO_TO_32 = 4_294_967_296

/** `stream` tells apart what draws from the same seed, so that one of them may draw more without moving the others. */
export const chance = (seed: number, stream: number): Chance => {
  let state = mix(mix(seed) ^ Math.imul(stream + 1, 0x9e3779b1))
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    return mix(state) / TWO_TO_32
  }
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    whole: (below) => Math.floor(uniform() * below),
  }
}

/** From 0 up to, but never, 1; the same for the same three numbers, so that two policies meet the same luck. */
export const luckOf = (seed: number, one: number, other: number): number =>
  mix(mix(mix(seed) ^ Math.imul(one + 1, 0x85ebca6b)) ^ Math.imul(other + 1, 0xc2b2ae35)) / TWO_TO_32

/** A 32-bit mixer with full avalanche. */
const mix = (value: number): number => {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
