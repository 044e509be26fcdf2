import { type Draws, draws } from './draws.ts'

const TOPICAL_WORDS = 300
const COMMON_WORDS = 1_500
const FIRST_SYLLABLE = 0xac00
const SYLLABLES = 11_172
/** Korean gets by with few of its syllables. */
const USED_SYLLABLES = 800

const vocabulary = (seed: number, howMany: number): readonly string[] => {
  const random = draws(seed)
  const syllable = (): string =>
    String.fromCharCode(
      FIRST_SYLLABLE + random.whole(USED_SYLLABLES) * Math.floor(SYLLABLES / USED_SYLLABLES),
    )
  return Array.from({ length: howMany }, () => Array.from({ length: 2 + random.whole(3) }, syllable).join(''))
}

const COMMON = vocabulary(0, COMMON_WORDS)
const topics = new Map<number, readonly string[]>()

/** As many words, of which two of three are about a topic; some words are used far more often than others. */
export const textAbout = (topic: number, words: number, random: Draws): string => {
  const topical = topics.get(topic) ?? vocabulary(1 + topic, TOPICAL_WORDS)
  topics.set(topic, topical)
  return Array.from({ length: words }, () => {
    const among = random.uniform() < 2 / 3 ? topical : COMMON
    return among[Math.floor(among.length * random.uniform() ** 2)]
  }).join(' ')
}
