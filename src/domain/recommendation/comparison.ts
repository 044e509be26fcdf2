import type { Instant } from '../primitives.ts'
import type { KnownItem, RecommendationState } from './state.ts'

/** What follows from the facts of all items together. */
export type Comparison = ReturnType<typeof compare>

const made = new WeakMap<object, Comparison>()

/** Made once for each change of facts. */
export const comparisonOf = (state: RecommendationState): Comparison => {
  const comparison = made.get(state.factsOf) ?? compare(state)
  made.set(state.factsOf, comparison)
  return comparison
}

/** Lists are by the index of an item or by the number of a token. */
const compare = ({ items, vocabulary }: RecommendationState) => {
  const users = usersOf(items, vocabulary.size)
  const described = items.filter(({ facts }) => facts !== null).length
  const idf = Float64Array.from(users, ({ length }) => Math.log((1 + described) / (1 / 2 + length)))
  return {
    /** Until when each item is open; minus infinity without facts. */
    closings: Float64Array.from(items, closingOf),
    /** How telling each token is: the fewer items have it, the more, and not at all when all have it. */
    idf,
    /** The items that have each token, those that end last first. */
    users,
    /** How long each item is as a vector of its tokens, each as long as it is telling. */
    lengths: Float64Array.from(items, ({ tokens }) => lengthOf(tokens.map((token) => idf[token] ?? 0))),
    payRanks: payRanksOf(items),
  }
}

const closingOf = ({ facts }: KnownItem): number => facts?.closesAt ?? Number.NEGATIVE_INFINITY

/** Never 0, so that what has no tokens is like nothing. */
const lengthOf = (vector: readonly number[]): number =>
  Math.sqrt(vector.reduce((sum, part) => sum + part * part, 0)) || 1

const usersOf = (items: readonly KnownItem[], tokens: number): readonly (readonly number[])[] => {
  const users = Array.from({ length: tokens }, (): number[] => [])
  for (const { index, tokens } of items.toSorted((one, other) => closingOf(other) - closingOf(one)))
    for (const token of tokens) users[token]?.push(index)
  // Copies have no room to grow, which would be half of their memory.
  return users.map((all) => all.slice())
}

/** Where the reward of each item stands in its category: half of what share is below it less what share is above. */
const payRanksOf = (items: readonly KnownItem[]): Float64Array => {
  const ranks = new Float64Array(items.length)
  const sorted = items.toSorted((one, other) => rewardOf(one) - rewardOf(other))
  for (const same of Map.groupBy(sorted, ({ facts }) => facts?.category).values()) {
    let below = 0
    for (const equal of Map.groupBy(same, rewardOf).values()) {
      const above = same.length - below - equal.length
      for (const { index } of equal) ranks[index] = (below - above) / same.length / 2
      below += equal.length
    }
  }
  return ranks
}

const rewardOf = ({ facts }: KnownItem): number => facts?.reward ?? 0

/** What has these tokens, and how much somebody likes it. */
export type Liked = readonly [tokens: readonly number[], strength: number]

/**
 * How much somebody cares for each token, as a vector of length 1 by their numbers, and how like that each item is, by index
 * and as far as it is not over: the cosine between what somebody cares for and what the item says of itself.
 */
export const likingOf = (comparison: Comparison, liked: readonly Liked[], now: Instant) => {
  const { closings, idf, users, lengths } = comparison
  const cares = new Map<number, number>()
  for (const [tokens, strength] of liked) {
    const share = strength / lengthOf(tokens.map((token) => idf[token] ?? 0))
    for (const token of tokens) cares.set(token, (cares.get(token) ?? 0) + share * (idf[token] ?? 0))
  }
  const length = lengthOf([...cares.values()])
  const likenesses = new Float64Array(lengths.length)
  for (const [token, care] of cares) {
    cares.set(token, care / length)
    const telling = (care / length) * (idf[token] ?? 0)
    for (const index of users[token] ?? []) {
      if ((closings[index] ?? 0) < now) break
      likenesses[index] = (likenesses[index] ?? 0) + telling / (lengths[index] ?? 1)
    }
  }
  return { cares, likenesses }
}
