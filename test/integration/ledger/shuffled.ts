/** Another order for each worker, the same in every run. */
export const shuffled = <T>(items: readonly T[], worker: number): readonly T[] =>
  items
    .map((item, index) => ({ item, rank: ((index + 1) * (2 * worker + 3) * 7_919) % 10_007 }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
