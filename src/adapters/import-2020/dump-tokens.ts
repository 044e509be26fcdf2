/**
 * A piece of a dump. Its text is as it was written, one character for each byte, since quotes, backslashes and commas
 * are single bytes in the encodings that a dump is read in; `decode` makes letters of it.
 */
export type DumpToken = {
  readonly kind: 'word' | 'text' | 'name' | 'mark' | 'comment'
  readonly source: string
  /** Where it begins, in bytes. */
  readonly at: number
}

const BLANK = /(?:[ \t\r\n\f\v]|\xEF\xBB\xBF)+/y
const COMMENT = /--(?=[\s])[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//y
const WORD = /[^ \t\r\n\f\v'"`(),;=/]+/y

/** Longer than MySQL lets one value be by default. What is longer is no dump that this can read. */
const TOKEN_BYTES_MAX = 256 * 1024 * 1024

/** Cuts a dump into tokens, as many at a time as a chunk completes. Throws when it ends in the middle of one. */
export async function* tokensIn(
  chunks: AsyncIterable<Uint8Array>,
  startAt: number,
): AsyncGenerator<readonly DumpToken[]> {
  let [rest, at] = ['', startAt]
  for await (const chunk of chunks) {
    const source = rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    const { tokens, end } = cut(source, at, 'more follows')
    yield tokens
    rest = source.slice(end)
    at += end
    if (rest.length > TOKEN_BYTES_MAX) throw new Error(`The dump has a value above 256 MB at byte ${at}.`)
  }
  const { tokens, end } = cut(rest, at, 'last')
  yield tokens
  if (end < rest.length)
    throw new Error(`The dump is cut off within the value that begins at byte ${at + end}.`)
}

/** Stops before a token that the next chunk may go on with. */
const cut = (
  source: string,
  startAt: number,
  follows: 'more follows' | 'last',
): { readonly tokens: readonly DumpToken[]; readonly end: number } => {
  const tokens: DumpToken[] = []
  let position = 0
  while (position < source.length) {
    const { kind, end } = tokenAt(source, position)
    const isOpen = end === null || (end === source.length && follows === 'more follows' && kind !== 'blank')
    if (isOpen) return { tokens, end: position }
    if (kind !== 'blank') tokens.push({ kind, source: source.slice(position, end), at: startAt + position })
    position = end
  }
  return { tokens, end: position }
}

/** The end is null when what begins here is not complete. */
const tokenAt = (
  source: string,
  position: number,
): { readonly kind: DumpToken['kind'] | 'blank'; readonly end: number | null } => {
  switch (source.charAt(position)) {
    case "'":
    case '"':
      return { kind: 'text', end: endOfQuoted(source, position) }
    case '`':
      return { kind: 'name', end: endOfQuoted(source, position) }
    case '(':
    case ')':
    case ',':
    case ';':
    case '=':
      return { kind: 'mark', end: position + 1 }
  }
  const blank = endOf(BLANK, source, position)
  if (blank !== null) return { kind: 'blank', end: blank }
  const comment = endOf(COMMENT, source, position)
  if (comment !== null) return { kind: 'comment', end: comment }
  if (source.startsWith('/*', position)) return { kind: 'comment', end: null }
  return { kind: 'word', end: endOf(WORD, source, position) ?? position + 1 }
}

const BACKSLASH = '\\'.charCodeAt(0)

/**
 * Letter by letter, since a value may have millions of escapes, for which a pattern would need as deep a stack. The end
 * is no quote that another one follows: those two are a quote within, of a text that may not be complete yet.
 */
const endOfQuoted = (source: string, position: number): number | null => {
  const quote = source.charCodeAt(position)
  const isName = source.charAt(position) === '`'
  for (let at = position + 1; at < source.length; at += 1) {
    const letter = source.charCodeAt(at)
    if (letter === BACKSLASH && !isName) at += 1
    else if (letter === quote) {
      if (source.charCodeAt(at + 1) !== quote) return at + 1
      at += 1
    }
  }
  return null
}

const endOf = (pattern: RegExp, source: string, position: number): number | null => {
  pattern.lastIndex = position
  return pattern.test(source) ? pattern.lastIndex : null
}

/** Letters of the bytes, which are UTF-8. */
export const decode = (source: string): string =>
  /[\x80-\xFF]/.test(source) ? Buffer.from(source, 'latin1').toString('utf8') : source

/** What a quoted text says. */
export const unquote = (source: string): string => {
  const inner = source.slice(1, -1)
  const quote = source.charAt(0)
  if (!inner.includes('\\') && !inner.includes(quote)) return decode(inner)
  return decode(
    inner.replace(/\\([\s\S])|''|""|``/g, (written, escaped: string | undefined) => {
      if (escaped !== undefined) return ESCAPES[escaped] ?? escaped
      return written.charAt(0) === quote ? quote : written
    }),
  )
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1A',
  // Only `LIKE` knows these; everywhere else the backslash belongs to the text.
  '%': '\\%',
  _: '\\_',
}
