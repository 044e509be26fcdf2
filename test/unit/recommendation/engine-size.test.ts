import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf } from '../architecture/imports.ts'
import { type Token, tokensOf } from '../architecture/tokens.ts'

const FOLDER = join(import.meta.dirname, '../../../src/domain/recommendation')

/** Everything that a state and a ranking are made of. */
const ENGINE = 'best chance comparison packed peers rank reasons state terms text'.split(' ')
/** What they are given: what is told of items, of creators and of what they do, and the weights. */
const GIVEN = 'event item weights'.split(' ')
const LINES_MAX = 500

const tokensIn = (file: string): readonly Token[] =>
  tokensOf(readFileSync(join(FOLDER, `${file}.ts`), 'utf8'))

/** From its first word up to the text that says where from. */
const withoutImports = (tokens: readonly Token[]): readonly Token[] => {
  const begin = tokens.findIndex(({ kind, source }) => kind === 'word' && source === 'import')
  if (begin < 0) return tokens
  const end = tokens.findIndex(({ kind }, place) => place > begin && kind === 'text')
  return [...tokens.slice(0, begin), ...withoutImports(tokens.slice(end + 1))]
}

/** Lines on which a piece of code stands, or goes on. */
const linesOf = (tokens: readonly Token[]): number => {
  const code = withoutImports(tokens.filter(({ kind }) => kind !== 'comment'))
  const lines = code.flatMap(({ source, line }) => source.split('\n').map((_, further) => line + further))
  return new Set(lines).size
}

test('lines of code are counted without blank lines, comments and imports', () => {
  const source = `
    import type { Instant } from '../primitives.ts'
    import {
      bestOf,
    } from './best.ts'

    /** Said of it,
     *  and more. */
    const one = 1 // Beside it.
    // Of its own.
    const two = \`
      import\`
  `
  expect(linesOf(tokensOf(source))).toBe(3)
})

test(`the engine (${ENGINE.join(', ')}) has at most ${LINES_MAX} lines of code, without blank lines, comments and imports`, () => {
  const lines = ENGINE.map((file) => linesOf(tokensIn(file)))
  expect(lines.every((count) => count > 0)).toBe(true)
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(LINES_MAX)
})

test('nothing that the engine uses of this folder is left out of the count, but for what it is given', () => {
  const used = ENGINE.flatMap((file) => importsOf(tokensIn(file))).flatMap(
    ({ specifier }) => /^\.\/(.+)\.ts$/.exec(specifier ?? '')?.[1] ?? [],
  )
  expect(used.length).toBeGreaterThan(10)
  expect(used.filter((file) => ![...ENGINE, ...GIVEN].includes(file))).toEqual([])
})
