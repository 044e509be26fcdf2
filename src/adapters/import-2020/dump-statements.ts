import { type DumpToken, decode, unquote } from './dump-tokens.ts'

export type DumpColumn = { readonly name: string; readonly type: string }

/** What is heard of a dump while it is read. */
export type DumpListener = {
  /** A comment, or a statement that sets something. Settings that mysqldump makes stand in comments. */
  readonly setting?: (written: string) => void
  readonly created?: (table: string, columns: readonly DumpColumn[]) => void
  /** Whether the rows of this statement are wanted. Columns are null when the statement does not list them. */
  readonly inserting: (table: string, columns: readonly string[] | null, at: number) => boolean
  readonly row?: (values: readonly (string | null)[]) => void
  /** The statement that was inserting has ended before this byte. */
  readonly inserted?: (before: number) => void
}

export type DumpReader = {
  readonly take: (token: DumpToken) => void
  /** Throws when the last statement has no end. */
  readonly finish: () => void
}

/**
 * Follows the statements of a dump, token by token: CREATE TABLE for the order of its columns, INSERT and REPLACE for
 * the rows. All others are passed over.
 */
export const dumpReader = (listener: DumpListener): DumpReader => {
  let mode: 'head' | 'rows' | 'skipping' | 'delimited' = 'head'
  let head: DumpToken[] = []
  let isInserting = false
  let rows = rowReader(() => undefined)

  const begin = (): void => {
    const insert = insertIn(head)
    const first = head[0]
    if (insert === null || first === undefined) return
    isInserting = true
    const isWanted = listener.inserting(insert.table, insert.columns, first.at)
    rows = rowReader(listener.row ?? (() => undefined))
    mode = isWanted ? 'rows' : 'skipping'
  }
  const end = (token: DumpToken): void => {
    if (isInserting) listener.inserted?.(token.at + 1)
    else if (isWord(head[0], 'SET')) listener.setting?.(head.map(({ source }) => source).join(' '))
    else createdIn(head, listener)
    ;[mode, head, isInserting] = ['head', [], false]
  }

  return {
    take: (token) => {
      if (token.kind === 'comment') listener.setting?.(token.source)
      else if (isWord(token, 'DELIMITER') && (mode === 'delimited' || head.length === 0))
        // Between two of these stand triggers and procedures, whose statements are none of the dump's own.
        [mode, head] = [mode === 'delimited' ? 'head' : 'delimited', []]
      else if (mode === 'delimited') return
      else if (token.kind === 'mark' && token.source === ';') end(token)
      else if (mode === 'rows') {
        if (rows(token) === 'over') mode = 'skipping'
      } else if (mode === 'head') {
        if (head.length < 2 || isTold(head[0])) head.push(token)
        if (isWord(token, 'VALUES') || isWord(token, 'VALUE')) begin()
      }
    },
    finish: () => {
      if (isInserting || isWord(head[0], 'INSERT'))
        throw new Error('The dump is cut off within its last statement.')
    },
  }
}

const isWord = (token: DumpToken | undefined, word: string): boolean =>
  token?.kind === 'word' && token.source.toUpperCase() === word

/** Statements that are looked into. */
const isTold = (first: DumpToken | undefined): boolean =>
  ['CREATE', 'INSERT', 'REPLACE', 'SET'].some((word) => isWord(first, word))

const isMark = (token: DumpToken | undefined, mark: string): boolean =>
  token?.kind === 'mark' && token.source === mark

/** Of `db`.`table` the last part. */
const nameOf = ({ kind, source }: DumpToken): string =>
  kind === 'word' ? decode(source.slice(source.lastIndexOf('.') + 1)) : unquote(source)

const insertIn = (
  head: readonly DumpToken[],
): { readonly table: string; readonly columns: readonly string[] | null } | null => {
  if (!isWord(head[0], 'INSERT') && !isWord(head[0], 'REPLACE')) return null
  const open = head.findIndex((token) => isMark(token, '('))
  const named = head[(open < 0 ? head.length - 1 : open) - 1]
  if (named === undefined) return null
  const listed = open < 0 ? null : head.slice(open).filter(({ kind }) => kind !== 'mark')
  return { table: nameOf(named), columns: listed === null ? null : listed.slice(0, -1).map(nameOf) }
}

/** Words that begin something else than a column in a CREATE TABLE. */
const NO_COLUMN: ReadonlySet<string> = new Set(
  'PRIMARY KEY UNIQUE INDEX CONSTRAINT FULLTEXT SPATIAL FOREIGN CHECK PERIOD'.split(' '),
)

const createdIn = (head: readonly DumpToken[], listener: DumpListener): void => {
  if (!isWord(head[0], 'CREATE') || !head.slice(1, 4).some((token) => isWord(token, 'TABLE'))) return
  const open = head.findIndex((token) => isMark(token, '('))
  const named = head[open - 1]
  if (open < 0 || named === undefined) return
  const columns: DumpColumn[] = []
  let depth = 0
  for (const [index, token] of head.entries()) {
    if (isMark(token, '(')) depth += 1
    if (isMark(token, ')')) depth -= 1
    const [before, after] = [head[index - 1], head[index + 1]]
    const begins = index > open && depth === 1 && (index === open + 1 || isMark(before, ','))
    if (
      !begins ||
      after === undefined ||
      NO_COLUMN.has(token.kind === 'word' ? token.source.toUpperCase() : '')
    )
      continue
    columns.push({ name: nameOf(token), type: after.source.toLowerCase() })
  }
  listener.created?.(nameOf(named), columns)
}

/** Follows the rows of one INSERT. `over`: what comes now, such as ON DUPLICATE KEY, is no row any more. */
const rowReader = (
  tell: (values: readonly (string | null)[]) => void,
): ((token: DumpToken) => 'goes on' | 'over') => {
  let depth = 0
  let value: DumpToken[] = []
  let values: (string | null)[] = []
  return (token) => {
    if (isMark(token, '(')) {
      depth += 1
      if (depth > 1) value.push(token)
    } else if (isMark(token, ')')) {
      depth -= 1
      if (depth > 0) value.push(token)
      else {
        values.push(textOf(value))
        tell(values)
        ;[value, values] = [[], []]
      }
    } else if (isMark(token, ',') && depth < 2) {
      if (depth === 1) values.push(textOf(value))
      value = []
    } else if (depth === 0) return 'over'
    else value.push(token)
    return 'goes on'
  }
}

const HEX = /^0x([\da-f]*)$/i

/** As text, whatever its type is: a number as its digits, NULL as null, a blob as the letters that it holds. */
const textOf = (tokens: readonly DumpToken[]): string | null => {
  const [first, second] = tokens
  if (tokens.length === 1 && first !== undefined) {
    if (first.kind === 'text') return unquote(first.source)
    const hex = HEX.exec(first.source)?.[1]
    if (hex !== undefined) return fromHex(hex)
    const word = first.source.toUpperCase()
    if (word === 'NULL') return null
    if (word === 'TRUE' || word === 'FALSE') return word === 'TRUE' ? '1' : '0'
    if (/^[-+.\d]/.test(word)) return first.source
  }
  if (tokens.length === 2 && first?.kind === 'word' && second !== undefined) {
    const prefix = first.source.toUpperCase()
    // A charset, which is UTF-8 or no letters at all.
    if (prefix.startsWith('_') || prefix === 'N') return textOf([second])
    if (prefix === 'X' && second.kind === 'text') return fromHex(second.source.slice(1, -1))
    if (prefix === 'B' && second.kind === 'text')
      return String(Number.parseInt(second.source.slice(1, -1), 2))
  }
  const written = tokens.map(({ source }) => source).join(' ')
  throw new Error(`The dump has a value that cannot be read at byte ${first?.at}: ${written.slice(0, 60)}`)
}

const fromHex = (digits: string): string => Buffer.from(digits, 'hex').toString('utf8')
