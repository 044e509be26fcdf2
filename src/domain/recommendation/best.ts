import { at } from './state.ts'

/** The first of all in their order, without sorting what is left out. */
export const bestOf = <T>(all: readonly T[], howMany: number, isBefore: (one: T, other: T) => boolean) => {
  const best: T[] = []
  for (const one of all) {
    let place = best.length
    while (place > 0 && isBefore(one, at(best, place - 1))) place -= 1
    if (place < howMany) best.splice(place, 0, one)
    if (best.length > howMany) best.pop()
  }
  return best
}
