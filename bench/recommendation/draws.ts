/** Numbers that look like chance and are the same in every run. */
export type Draws = {
  /** From 0 up to, but never, 1. */
  readonly uniform: () => number
  /** A whole number from 0 up to, but never, `below`. */
  readonly whole: (below: number) => number
}

export const draws = (seed: number): Draws => {
  let state = seed | 0
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { uniform, whole: (below) => Math.floor(uniform() * below) }
}
