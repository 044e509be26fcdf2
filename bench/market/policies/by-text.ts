import type { Facts, Policy, Ranker } from '../policy.ts'
import { bestFirst } from './best-first.ts'

const TEXT_WEIGHT = 4.5
const INTEREST_WEIGHT = 0.4
const COUNT_WEIGHT = 0.8

/** Likeness to the titles that the creator applied to, and the declared interest; nothing of what others do. */
export const textAndInterest: Policy = {
  name: 'text + interest only',
  start: (facts) => byText(facts, () => 0),
}

/** The same and how many applied, as a count: what stands high is applied to, and therefore stands high. */
export const rawCounts: Policy = {
  name: 'hybrid with raw counts',
  start: (facts) => {
    const applications = new Float64Array(facts.ads.count)
    const ranker = byText(facts, (ad) => COUNT_WEIGHT * Math.log(0.05 + (applications[ad] ?? 0)))
    return {
      ...ranker,
      acted: (action, creator, ad, now) => {
        ranker.acted?.(action, creator, ad, now)
        if (action === 'applied') applications[ad] = (applications[ad] ?? 0) + 1
      },
    }
  },
}

/** Titles are bags of words that weigh more the rarer they are so far; a creator is the sum of what was applied to. */
const byText = ({ creators, ads }: Facts, more: (ad: number) => number): Ranker => {
  const { words, from, vocabulary } = wordsOf(ads.text)
  const adsWith = new Float64Array(vocabulary)
  /** Of each of `words`; an ad's have the length 1 together. */
  const weights = new Float64Array(words.length)
  const profiles = Array.from({ length: creators.count }, () => new Float64Array())
  const scores = new Float64Array(ads.count)
  return {
    published: (ad) => {
      const [first, end] = [from[ad] ?? 0, from[ad + 1] ?? 0]
      for (const word of words.subarray(first, end)) adsWith[word] = (adsWith[word] ?? 0) + 1
      const rarity = (word: number): number => Math.log(1 + (ad + 1) / (adsWith[word] ?? 1))
      weights.set(unit(Float64Array.from(words.subarray(first, end), rarity)), first)
    },
    rank: (creator, _now, eligible, list) => {
      const profile = profiles[creator] ?? new Float64Array()
      const perLength = TEXT_WEIGHT / (lengthOf(profile) || 1)
      const declared = creators.declared[creator]
      for (let at = 0; at < eligible.length; at += 1) {
        const ad = eligible[at] ?? 0
        const end = from[ad + 1] ?? 0
        let product = 0
        for (let place = from[ad] ?? 0; place < end; place += 1)
          product += (profile[words[place] ?? 0] ?? 0) * (weights[place] ?? 0)
        scores[at] = perLength * product + (ads.category[ad] === declared ? INTEREST_WEIGHT : 0) + more(ad)
      }
      return bestFirst(eligible, scores, list)
    },
    acted: (action, creator, ad) => {
      if (action !== 'applied') return
      const known = profiles[creator] ?? new Float64Array()
      const profile = known.length === 0 ? new Float64Array(vocabulary) : known
      profiles[creator] = profile
      for (let place = from[ad] ?? 0; place < (from[ad + 1] ?? 0); place += 1) {
        const word = words[place] ?? 0
        profile[word] = (profile[word] ?? 0) + (weights[place] ?? 0)
      }
    },
  }
}

/** The words of all texts one after the other, as numbers, and where each text begins; after the last, where it ends. */
const wordsOf = (texts: readonly string[]) => {
  const numbers = new Map<string, number>()
  const words: number[] = []
  const from = new Int32Array(texts.length + 1)
  texts.forEach((text, at) => {
    for (const word of text.split(' ')) {
      const number = numbers.get(word) ?? numbers.size
      numbers.set(word, number)
      words.push(number)
    }
    from[at + 1] = words.length
  })
  return { words: Int32Array.from(words), from, vocabulary: numbers.size }
}

const lengthOf = (vector: Float64Array): number => {
  let squares = 0
  for (const value of vector) squares += value * value
  return Math.sqrt(squares)
}

const unit = (vector: Float64Array): Float64Array => {
  const length = lengthOf(vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}
