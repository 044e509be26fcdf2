/** A piece of TypeScript source. Blanks are left out; what stands in a comment, text or pattern is no word. */
export type Token = {
  readonly kind: 'word' | 'mark' | 'text' | 'pattern' | 'comment'
  readonly source: string
  /** Counted from 1. */
  readonly line: number
}

const BLANK = /\s+/uy
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//uy
const QUOTED = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/uy
/** A template up to its end or its next `${`; the same after the `}` that closes one. */
const TEMPLATE_PART = /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/uy
const WORD = /[\p{L}\p{N}_$]+/uy
const PATTERN = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/uy

/** A slash after one of these words begins a pattern; after any other word it divides. */
const BEFORE_PATTERN: ReadonlySet<string> = new Set(
  'return typeof case in of delete void throw await yield instanceof new else do'.split(' '),
)

/**
 * Cuts a source into tokens. Knows no grammar: of a slash it must guess whether it divides, which it does from the token
 * before. That is enough for code without postfix `++` and for conditions with braces.
 */
export const tokensOf = (source: string): readonly Token[] => {
  const tokens: Token[] = []
  /** For each template that is open: how many braces are open inside its `${`. */
  const templates: number[] = []
  let [position, line] = [0, 1]

  const taken = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position
    return pattern.exec(source)?.[0]
  }
  const advance = (text: string): void => {
    position += text.length
    line += text.split('\n').length - 1
  }
  const add = (kind: Token['kind'], text: string): void => {
    tokens.push({ kind, source: text, line })
    advance(text)
  }
  const addTemplatePart = (): void => {
    const part = taken(TEMPLATE_PART)
    if (part === undefined) throw new Error(`a template that begins in line ${line} has no end`)
    if (part.startsWith('}')) templates.pop()
    if (part.endsWith('${')) templates.push(0)
    add('text', part)
  }
  const addMark = (mark: string): void => {
    const innermost = templates.at(-1)
    if (innermost !== undefined && mark === '{') templates.splice(-1, 1, innermost + 1)
    if (innermost !== undefined && mark === '}') templates.splice(-1, 1, innermost - 1)
    add('mark', mark)
  }

  while (position < source.length) {
    const blank = taken(BLANK)
    const comment = taken(COMMENT)
    const quoted = taken(QUOTED)
    const word = taken(WORD)
    const pattern = mayBeginPattern(tokens) ? taken(PATTERN) : undefined
    const next = source.charAt(position)
    if (blank !== undefined) advance(blank)
    else if (comment !== undefined) add('comment', comment)
    else if (quoted !== undefined) add('text', quoted)
    else if (word !== undefined) add('word', word)
    else if (pattern !== undefined) add('pattern', pattern)
    else if (next === '`' || (next === '}' && templates.at(-1) === 0)) addTemplatePart()
    else addMark(next)
  }
  return tokens
}

const mayBeginPattern = (before: readonly Token[]): boolean => {
  const last = before.findLast(({ kind }) => kind !== 'comment')
  if (last === undefined) return true
  if (last.kind === 'word') return BEFORE_PATTERN.has(last.source)
  return last.kind === 'mark' && !')]}'.includes(last.source)
}
