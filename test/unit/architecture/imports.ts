import type { Token } from './tokens.ts'

/** One mention of another module. The specifier is null when it is computed, so that nobody can tell what it is. */
export type Import = {
  readonly specifier: string | null
  /** `export … from`: hands on what another file defines. */
  readonly reExport: boolean
  readonly line: number
}

/** Every import of a source: static, for types only, for its effect only, re-exported, dynamic, in a type, or by `require`. */
export const importsOf = (all: readonly Token[]): readonly Import[] => {
  const tokens = all.filter(({ kind }) => kind !== 'comment')
  return tokens.flatMap((token, n) => {
    const next = tokens[n + 1]
    if (token.kind !== 'word' || next === undefined || tokens[n - 1]?.source === '.') return []
    const { line } = token
    if (token.source === 'from' && isQuoted(next))
      return [{ specifier: textOf(next), reExport: isReExport(tokens, n), line }]
    if (token.source === 'import' && isQuoted(next))
      return [{ specifier: textOf(next), reExport: false, line }]
    const called = (token.source === 'import' || token.source === 'require') && next.source === '('
    return called ? [{ specifier: onlyArgument(tokens, n + 2), reExport: false, line }] : []
  })
}

/** `export * from`, `export * as x from`, `export { … } from`, each also with `type`: read backwards from `from`. */
const isReExport = (tokens: readonly Token[], from: number): boolean => {
  const begin = tokens.slice(0, from).findLast(({ source }) => source === 'import' || source === 'export')
  return begin?.source === 'export'
}

/** Templates and their parts are texts, too, but name no module in a static import. */
const isQuoted = ({ kind, source }: Token): boolean => kind === 'text' && /^['"]/.test(source)

const onlyArgument = (tokens: readonly Token[], n: number): string | null => {
  const [argument, after] = [tokens[n], tokens[n + 1]]
  return argument?.kind === 'text' && (after?.source === ')' || after?.source === ',')
    ? textOf(argument)
    : null
}

const textOf = ({ source }: Token): string | null => (source.endsWith('${') ? null : source.slice(1, -1))
