/** How well one target was found. Null when it is not in the list at all, as in a list of one category. */
export type Rank = number | null

export type Figures = {
  readonly tests: number
  /** One relevant item each: 1 / log2(rank + 1) within the first ten. */
  readonly ndcgAt10: number
  /** The share found in the first ten … */
  readonly hitsAt10: number
  /** … and in the first twenty, which is the recall since one item is sought. */
  readonly recallAt20: number
}

/**
 * The place of one of the candidates by their scores, 1 for the best. Those with the same score count half, since each of
 * their orders is as likely as the others. Minus infinity means that a candidate would not be in the list.
 */
export const rankOf = (scores: ArrayLike<number>, target: number): Rank => {
  const own = scores[target]
  if (own === undefined || Number.isNaN(own)) throw new RangeError('the target has no score')
  if (own === Number.NEGATIVE_INFINITY) return null
  let [better, same] = [0, 0]
  for (let index = 0; index < scores.length; index += 1) {
    const score = scores[index] ?? Number.NEGATIVE_INFINITY
    if (score > own) better += 1
    else if (score === own) same += 1
  }
  return 1 + better + (same - 1) / 2
}

export const figuresOf = (ranks: readonly Rank[]): Figures => {
  const mean = (worth: (rank: number) => number): number =>
    ranks.reduce<number>((sum, rank) => sum + (rank === null ? 0 : worth(rank)), 0) / ranks.length
  return {
    tests: ranks.length,
    ndcgAt10: mean((rank) => (rank <= 10 ? 1 / Math.log2(rank + 1) : 0)),
    hitsAt10: mean((rank) => (rank <= 10 ? 1 : 0)),
    recallAt20: mean((rank) => (rank <= 20 ? 1 : 0)),
  }
}
