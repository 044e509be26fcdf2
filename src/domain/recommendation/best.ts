/** The first of all in their order, without sorting what is left out. */
export const bestOf = <T>(
  all: readonly T[],
  howMany: number,
  isBefore: (one: T, other: T) => boolean,
): readonly T[] => {
  const best: T[] = []
  for (const one of all) {
    const last = best[howMany - 1]
    if (last !== undefined && !isBefore(one, last)) continue
    let [low, high] = [0, best.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = best[middle]
      if (other !== undefined && isBefore(one, other)) high = middle
      else low = middle + 1
    }
    best.splice(low, 0, one)
    best.length = Math.min(best.length, howMany)
  }
  return best
}
