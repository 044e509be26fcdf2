import { at, type RecommendationState } from './state.ts'
import { tokensOf } from './text.ts'

/** What follows from the facts of all items together. */
export type Comparison = {
  readonly ofChange: number
  /** How telling each token is: the fewer items have it, the more. */
  readonly idf: Float64Array
  /** How much each token of each item counts: the items one after the other, each a vector of length 1. */
  readonly parts: Float64Array
  /** For each item by index: where its parts begin. */
  readonly starts: Uint32Array
  /** For each item by index: where its reward stands in its category, from -½ to ½. */
  readonly payRanks: Float64Array
}

const made = new WeakMap<RecommendationState, Comparison>()

/** Made once for each change of facts. */
export const comparisonOf = (state: RecommendationState): Comparison => {
  const known = made.get(state)
  if (known?.ofChange === state.factsChanged) return known
  const idf = idfOf(state)
  const parts = Float64Array.from(state.items.flatMap(({ tokens }) => unitVector(tokens, idf)))
  const starts = new Uint32Array(state.items.length + 1)
  for (const { index, tokens } of state.items) starts[index + 1] = (starts[index] ?? 0) + tokens.length
  const comparison = { ofChange: state.factsChanged, idf, parts, starts, payRanks: payRanksOf(state) }
  made.set(state, comparison)
  return comparison
}

const idfOf = ({ items, vocabulary }: RecommendationState): Float64Array => {
  const uses = new Float64Array(vocabulary.size)
  for (const { tokens } of items) for (const token of tokens) uses[token] = (uses[token] ?? 0) + 1
  const described = items.filter(({ facts }) => facts !== null).length
  return uses.map((howMany) => Math.log(1 + described / Math.max(1, howMany)))
}

const unitVector = (tokens: readonly number[], idf: Float64Array): readonly number[] => {
  const length = Math.hypot(...tokens.map((token) => idf[token] ?? 0))
  return tokens.map((token) => (idf[token] ?? 0) / length)
}

/** Equal rewards stand equally, in the middle of their places. */
const payRanksOf = ({ items }: RecommendationState): Float64Array => {
  const ranks = new Float64Array(items.length)
  for (const same of Map.groupBy(items, ({ facts }) => facts?.category).values()) {
    const sorted = same.map(({ facts }) => facts?.reward ?? 0).sort((one, other) => one - other)
    for (const { index, facts } of same) {
      const reward = facts?.reward ?? 0
      const place = (sorted.indexOf(reward) + sorted.lastIndexOf(reward) + 1) / 2
      ranks[index] = place / sorted.length - 1 / 2
    }
  }
  return ranks
}

/** How much somebody cares for each token, by its number. */
export type Profile = Float64Array

export const profileOf = (
  state: RecommendationState,
  liked: readonly (readonly [index: number, strength: number])[],
): Profile => {
  const { parts, starts } = comparisonOf(state)
  const cares = new Float64Array(state.vocabulary.size)
  for (const [index, strength] of liked)
    for (const [place, token] of at(state.items, index).tokens.entries())
      cares[token] = (cares[token] ?? 0) + strength * (parts[(starts[index] ?? 0) + place] ?? 0)
  return cares
}

/** Of a text that is no item itself, such as the title of a channel. */
export const profileOfText = (state: RecommendationState, text: string): Profile => {
  const { idf } = comparisonOf(state)
  const cares = new Float64Array(state.vocabulary.size)
  for (const token of tokensOf(text)) {
    const number = state.vocabulary.get(token)
    if (number !== undefined) cares[number] = idf[number] ?? 0
  }
  return cares
}

/** For each item by index: the cosine between what somebody cares for and what it says of itself. */
export const likenessesTo = (state: RecommendationState, cares: Profile): Float64Array => {
  const { parts } = comparisonOf(state)
  const likenesses = new Float64Array(state.items.length)
  const length = Math.sqrt(cares.reduce((sum, care) => sum + care * care, 0))
  if (length === 0) return likenesses
  let part = 0
  for (const { index, tokens } of state.items) {
    let sum = 0
    for (const token of tokens) {
      sum += (cares[token] ?? 0) * (parts[part] ?? 0)
      part += 1
    }
    likenesses[index] = sum / length
  }
  return likenesses
}
