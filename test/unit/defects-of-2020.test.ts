import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tokensOf } from './architecture/tokens.ts'

const ROOT = join(import.meta.dirname, '../..')
const FAULTS = 161

type Named = { readonly file: string; readonly title: string }
type Row = {
  readonly number: number
  readonly fault: string
  readonly tests: readonly Named[]
  /** What stands where tests are named and is none. */
  readonly strayed: string
  readonly reason: string
}

const NAMED = /`(test\/[^`]+\.ts)`: `([^`]+)`/g
const filled = (cell: string): string => (/^[–-]?$/.test(cell) ? '' : cell)

const rowsOf = (page: string): readonly Row[] =>
  page.split('\n').flatMap((line) => {
    const number = /^\| H(\d+) \|/.exec(line)?.[1]
    if (number === undefined) return []
    const [, , fault = '', tests = '', reason = ''] = line.split('|').map((cell) => cell.trim())
    return {
      number: Number(number),
      fault,
      tests: [...tests.matchAll(NAMED)].map(([, file = '', title = '']) => ({ file, title })),
      strayed: filled(tests.replaceAll(NAMED, '').replaceAll('<br>', '')),
      reason: filled(reason),
    }
  })

/** The texts that begin an argument list or stand in one and have arguments behind them: titles are among them. */
const titlesIn = (source: string): readonly string[] => {
  const tokens = tokensOf(source).filter(({ kind }) => kind !== 'comment')
  return tokens.flatMap(({ kind, source: text }, at) =>
    kind === 'text' && tokens[at + 1]?.source === ',' ? [textOf(text)] : [],
  )
}
const textOf = (literal: string): string => literal.slice(1, -1).replaceAll(/\\(['"`\\])/g, '$1')

const titles = new Map<string, readonly string[]>()
const titlesOf = (path: string): readonly string[] => {
  const found = titles.get(path) ?? titlesIn(readFileSync(path, 'utf8'))
  titles.set(path, found)
  return found
}

/** Each part of a title stands in the file, in this order, as suites stand around what is in them. */
const holds = (path: string, title: string): boolean => {
  let from = 0
  for (const part of title.split(' > ')) {
    const at = titlesOf(path).indexOf(part, from)
    if (at === -1) return false
    from = at + 1
  }
  return true
}

/** A title may say which faults it is about: `(H3, H8, H11 to H13)`. */
const faultsNamedIn = (title: string): readonly { readonly first: number; readonly last: number }[] =>
  [...title.matchAll(/\bH(\d+)(?: to H(\d+))?/g)].map(([, first, last = first]) => ({
    first: Number(first),
    last: Number(last),
  }))

const wrongWith = ({ number, fault, tests, strayed, reason }: Row): readonly string[] => {
  const problems: string[] = []
  if (fault === '') problems.push(`H${number} does not say what the fault was`)
  if (tests.length === 0 && reason === '') problems.push(`H${number} has neither a test nor a reason`)
  if (strayed !== '') problems.push(`H${number} names a test that cannot be read: ${strayed}`)
  for (const { file, title } of tests) {
    const path = join(ROOT, file)
    if (!existsSync(path)) problems.push(`H${number} names ${file}, which is not there`)
    else if (!holds(path, title)) problems.push(`H${number} names "${title}", which is not in ${file}`)
    const about = faultsNamedIn(title)
    if (about.length > 0 && !about.some(({ first, last }) => first <= number && number <= last))
      problems.push(`H${number} names "${title}", which is about others`)
  }
  return problems
}

const problemsOf = (page: string): readonly string[] => {
  const rows = rowsOf(page)
  const found = rows.map(({ number }) => number)
  const expected = Array.from({ length: FAULTS }, (_, at) => at + 1)
  return [
    ...expected.filter((number) => !found.includes(number)).map((number) => `H${number} is missing`),
    ...found.filter((number, at) => found.indexOf(number) !== at).map((number) => `H${number} stands twice`),
    ...found.filter((number) => !expected.includes(number)).map((number) => `H${number} is no fault of 2020`),
    ...rows.flatMap(wrongWith),
  ]
}

describe('the page on the faults of 2020', () => {
  const page = readFileSync(join(ROOT, 'docs/defects-of-2020.md'), 'utf8')

  it('has one row for each of them, with tests that there are or with a reason', () => {
    expect(problemsOf(page)).toEqual([])
  })

  const line = page.split('\n').find((each) => each.startsWith('| H47 |')) ?? ''
  it.each([
    ['a number that is left out', page.replace(`${line}\n`, ''), 'H47 is missing'],
    ['a number that stands twice', page.replace(line, `${line}\n${line}`), 'H47 stands twice'],
    ['a number too many', page.replace(line, `${line}\n| H162 | x | – | y |`), 'H162 is no fault of 2020'],
    ['a row without a fault', page.replace(line, '| H47 | | – | y |'), 'H47 does not say what the fault was'],
    ['an empty row', page.replace(line, '| H47 | x | – | – |'), 'H47 has neither a test nor a reason'],
    [
      'a file that is not there',
      page.replace(line, '| H47 | x | `test/unit/none.test.ts`: `a title` | – |'),
      'H47 names test/unit/none.test.ts, which is not there',
    ],
    [
      'a title that nothing has',
      page.replace(line, '| H47 | x | `test/unit/primitives.test.ts`: `an id > is two` | – |'),
      'H47 names "an id > is two", which is not in test/unit/primitives.test.ts',
    ],
    [
      'a title in another suite',
      page.replace(line, '| H47 | x | `test/unit/primitives.test.ts`: `a result > %d is one` | – |'),
      'H47 names "a result > %d is one", which is not in test/unit/primitives.test.ts',
    ],
    [
      'a test in other words',
      page.replace(line, '| H47 | x | the test of cash | y |'),
      'H47 names a test that cannot be read: the test of cash',
    ],
  ])('must not have %s', (_, broken, problem) => {
    expect(problemsOf(broken)).toEqual([problem])
  })
})
