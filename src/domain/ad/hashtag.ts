/** A hashtag is one `#` and a whole run of letters, digits, marks or `_`; compared in NFC and without case. */
const HASHTAG_IN_TEXT = /#([\p{L}\p{N}\p{M}_]+)/gu
const HASHTAG = /^[\p{L}\p{N}\p{M}_]{1,100}$/u

export const normaliseHashtag = (word: string): string =>
  word.trim().replace(/^#/, '').normalize('NFC').toLowerCase()

/** Expects the normalised form, without `#`. */
export const isHashtag = (word: string): boolean => HASHTAG.test(word)

/** Every hashtag of a text, normalised, each once, in order. */
export const hashtagsIn = (text: string): readonly string[] => [
  ...new Set(
    Array.from(text.normalize('NFC').matchAll(HASHTAG_IN_TEXT), ([, word = '']) => word.toLowerCase()),
  ),
]

/** Which required hashtags neither the title nor the description carries as a whole token. */
export const missingHashtags = (
  required: readonly string[],
  video: { readonly title: string; readonly description: string },
): readonly string[] => {
  const present = new Set(hashtagsIn(`${video.title}\n${video.description}`))
  return required.filter((word) => !present.has(word))
}
