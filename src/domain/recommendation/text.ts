/** Scripts whose words carry endings or no blanks between them: pairs of characters match where whole words do not. */
const RUNS =
  /[\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+|[[\p{L}\p{N}]--[\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]+/gv
const PAIRED = /^[\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/v
/** Of a Latin word, so that its endings do not count. */
const STEM_LETTERS = 6
/** Of a text: what comes first says most, and it bounds the work of a ranking. */
const TOKENS_MAX = 32

export type Word = { readonly word: string; readonly tokens: readonly string[] }

/** The words of a text as it is compared: without regard to case, width and composition. */
export const wordsOf = (text: string): readonly Word[] => {
  const words = text.normalize('NFKC').toLowerCase().match(RUNS) ?? []
  return words.map((word) => ({ word, tokens: tokensOfWord(word) }))
}

const tokensOfWord = (word: string): readonly string[] => {
  const letters = [...word]
  if (!PAIRED.test(word)) return [letters.slice(0, STEM_LETTERS).join('')]
  const pairs = letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
  return pairs.length === 0 ? letters : pairs
}

/** What two texts are compared by, each once, in the order of the text. */
export const tokensOf = (text: string): readonly string[] =>
  [...new Set(wordsOf(text).flatMap(({ tokens }) => tokens))].slice(0, TOKENS_MAX)
