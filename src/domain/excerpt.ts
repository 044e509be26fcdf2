/** So much of a long text a list carries, in characters: a page of whole texts would be megabytes. */
export const EXCERPT_MAX = 200

/** How a text begins. */
export const excerptOf = (text: string): string => Array.from(text).slice(0, EXCERPT_MAX).join('')
