import type { Instant } from '../primitives.ts'
import type { KnownItem, RecommendationState } from './state.ts'
import { tokensOf } from './text.ts'

/** What follows from the facts of all items together. Lists are by the index of an item or by the number of a token. */
export type Comparison = {
  readonly ofChange: number
  /** Until when each item is open; minus infinity without facts. */
  readonly closings: Float64Array
  /** How telling each token is: the fewer items have it, the more. */
  readonly idf: Float64Array
  /** The items that have each token, those that end last first: the token's own begin at `firstUses`. */
  readonly users: Uint32Array
  readonly firstUses: Uint32Array
  /** How long each item is as a vector of its tokens, each as long as it is telling. */
  readonly lengths: Float64Array
  /** Where the reward of each item stands in its category, from -½ to ½. */
  readonly payRanks: Float64Array
}

const made = new WeakMap<RecommendationState, Comparison>()

/** Made once for each change of facts. */
export const comparisonOf = (state: RecommendationState): Comparison => {
  const known = made.get(state)
  if (known?.ofChange === state.factsChanged) return known
  const { items, factsChanged: ofChange } = state
  const uses = usesOf(state)
  const described = items.filter(({ facts }) => facts !== null).length
  const idf = Float64Array.from({ length: state.vocabulary.size }, (_, token) => {
    const howMany = (uses.firstUses[token + 1] ?? 0) - (uses.firstUses[token] ?? 0)
    return Math.log(1 + described / Math.max(1, howMany))
  })
  const comparison = {
    ofChange,
    closings: Float64Array.from(items, closingOf),
    idf,
    ...uses,
    lengths: Float64Array.from(items, ({ tokens }) => lengthOf(tokens.map((token) => idf[token] ?? 0))),
    payRanks: payRanksOf(items),
  }
  made.set(state, comparison)
  return comparison
}

const closingOf = ({ facts }: KnownItem): number => facts?.closesAt ?? Number.NEGATIVE_INFINITY

/** Never 0, so that what has no tokens is like nothing. */
const lengthOf = (vector: readonly number[]): number =>
  Math.sqrt(vector.reduce((sum, part) => sum + part * part, 0)) || 1

const usesOf = ({ items, vocabulary }: RecommendationState): Pick<Comparison, 'users' | 'firstUses'> => {
  const firstUses = new Uint32Array(vocabulary.size + 1)
  for (const { tokens } of items)
    for (const token of tokens) firstUses[token + 1] = (firstUses[token + 1] ?? 0) + 1
  for (let token = 0; token < vocabulary.size; token += 1)
    firstUses[token + 1] = (firstUses[token + 1] ?? 0) + (firstUses[token] ?? 0)
  const users = new Uint32Array(firstUses[vocabulary.size] ?? 0)
  const ends = firstUses.slice()
  for (const { index, tokens } of items.toSorted((one, other) => closingOf(other) - closingOf(one)))
    for (const token of tokens) {
      const end = ends[token] ?? 0
      users[end] = index
      ends[token] = end + 1
    }
  return { users, firstUses }
}

/** Equal rewards stand equally, in the middle of their places. */
const payRanksOf = (items: readonly KnownItem[]): Float64Array => {
  const ranks = new Float64Array(items.length)
  for (const same of Map.groupBy(items, ({ facts }) => facts?.category).values()) {
    const sorted = Float64Array.from(same, ({ facts }) => facts?.reward ?? 0).sort()
    const lowest = new Map<number, number>()
    const highest = new Map<number, number>()
    for (const [place, reward] of sorted.entries()) {
      if (!lowest.has(reward)) lowest.set(reward, place)
      highest.set(reward, place)
    }
    for (const { index, facts } of same) {
      const reward = facts?.reward ?? 0
      const place = ((lowest.get(reward) ?? 0) + (highest.get(reward) ?? 0) + 1) / 2
      ranks[index] = place / sorted.length - 1 / 2
    }
  }
  return ranks
}

/** How much somebody cares for each token, by its number: a vector of length 1. */
export type Profile = ReadonlyMap<number, number>

export const profileOf = (
  state: RecommendationState,
  liked: readonly (readonly [index: number, strength: number])[],
): Profile => {
  const { idf, lengths } = comparisonOf(state)
  const cares = new Map<number, number>()
  for (const [index, strength] of liked) {
    const share = strength / (lengths[index] ?? 1)
    for (const token of state.items[index]?.tokens ?? [])
      cares.set(token, (cares.get(token) ?? 0) + share * (idf[token] ?? 0))
  }
  return ofUnitLength(cares)
}

/** Of a text that is no item itself, such as the title of a channel. */
export const profileOfText = (state: RecommendationState, text: string): Profile => {
  const { idf } = comparisonOf(state)
  const known = tokensOf(text).flatMap((token) => state.vocabulary.get(token) ?? [])
  return ofUnitLength(new Map(known.map((token) => [token, idf[token] ?? 0])))
}

const ofUnitLength = (cares: Profile): Profile => {
  const length = lengthOf([...cares.values()])
  return new Map([...cares].map(([token, care]) => [token, care / length]))
}

/** For each item by index, as far as it is not over: the cosine between what somebody cares for and what it says of itself. */
export const likenessesTo = (
  cares: Profile,
  { closings, idf, users, firstUses, lengths }: Comparison,
  now: Instant,
): Float64Array => {
  const likenesses = new Float64Array(lengths.length)
  for (const [token, care] of cares) {
    const telling = care * (idf[token] ?? 0)
    const end = firstUses[token + 1] ?? 0
    for (let use = firstUses[token] ?? 0; use < end; use += 1) {
      const index = users[use] ?? 0
      if ((closings[index] ?? 0) < now) break
      likenesses[index] = (likenesses[index] ?? 0) + telling / (lengths[index] ?? 1)
    }
  }
  return likenesses
}
