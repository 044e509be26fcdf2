import { at } from './state.ts'

/** The first of all in their order, without sorting what is left out. Each finds its place among the best by halving. */
export const bestOf = <T>(all: readonly T[], howMany: number, isBefore: (one: T, other: T) => boolean) => {
  const best: T[] = []
  for (const one of all) {
    const last = best[howMany - 1]
    if (last !== undefined && !isBefore(one, last)) continue
    let [from, to] = [0, best.length]
    while (from < to) {
      const middle = (from + to) >>> 1
      if (isBefore(one, at(best, middle))) to = middle
      else from = middle + 1
    }
    best.splice(from, 0, one)
    if (best.length > howMany) best.pop()
  }
  return best
}
