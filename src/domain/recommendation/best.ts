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
    let place = best.length
    for (
      let before = best[place - 1];
      before !== undefined && isBefore(one, before);
      before = best[place - 1]
    )
      place -= 1
    best.splice(place, 0, one)
    best.length = Math.min(best.length, howMany)
  }
  return best
}
