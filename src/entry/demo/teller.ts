import { styleText } from 'node:util'
import { formatDay, formatIso } from '../../domain/calendar.ts'
import type { Instant } from '../../domain/primitives.ts'
import { aligned, type Bar, barChart, displayWidth, padRight } from './columns.ts'

/** Label and value, such as `['캐쉬 cash', '150,000원']`. */
export type Fact = readonly [string, string]

/** Tells the story to a person: short Korean headlines, English under them, facts in columns. */
export type Teller = {
  readonly title: (ko: string, en: string, facts: readonly Fact[]) => void
  readonly chapter: (ko: string, en: string, now: Instant) => void
  readonly step: (ko: string, en: string) => void
  /** What is asked, before the answer is there, so that a step which fails shows what it asked. */
  readonly asked: (question: string) => void
  readonly cameBack: (answer: string, as: 'done' | 'refused') => void
  readonly facts: (facts: readonly Fact[]) => void
  readonly table: (rows: readonly (readonly string[])[]) => void
  readonly chart: (bars: readonly Bar[]) => void
  readonly timePassed: (ko: string, en: string, now: Instant) => void
  readonly failed: (error: unknown) => void
  readonly lines: (lines: readonly string[]) => void
  readonly ended: (ko: string, en: string) => void
}

const WIDTH = 84
const INDENT = '      '

export const teller = ({
  write,
  colours,
}: {
  readonly write: (text: string) => unknown
  readonly colours: boolean
}): Teller => {
  let chapters = 0
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colours ? styleText(style, text) : text
  const say = (...lines: readonly string[]) => {
    for (const line of lines) write(`${line}\n`)
  }
  const facts = (rows: readonly Fact[]) => {
    const widest = Math.max(0, ...rows.map(([label]) => displayWidth(label)))
    for (const [label, value] of rows)
      for (const [at, line] of value.split('\n').entries())
        say(`${INDENT}${paint('dim', padRight(at === 0 ? label : '', widest))}  ${line.trim()}`)
  }
  return {
    title: (ko, en, rows) => {
      say('', `  ${paint('bold', ko)}`, `  ${paint('dim', en)}`, '')
      facts(rows)
    },
    chapter: (ko, en, now) => {
      chapters += 1
      const name = ` ${chapters}. ${ko} `
      const time = ` ${koreanTime(now)}`
      const rule = '━'.repeat(Math.max(3, WIDTH - 2 - displayWidth(name) - displayWidth(time)))
      say('', `${paint('cyan', '━━')}${paint('bold', name)}${paint('cyan', rule)}${paint('dim', time)}`)
      say(`   ${paint('dim', en)}`)
    },
    step: (ko, en) => say('', `  ${paint('bold', `• ${ko}`)}`, `    ${paint('dim', en)}`),
    asked: (question) => say(`    ${paint('cyan', '→')} ${question}`),
    cameBack: (answer, as) => say(`    ${paint(as === 'done' ? 'green' : 'yellow', `← ${answer}`)}`),
    facts,
    table: (rows) => say(...aligned(rows).map((row) => INDENT + row)),
    chart: (bars) => say(...barChart(bars).map((bar) => `${INDENT}${paint('cyan', bar)}`)),
    timePassed: (ko, en, now) => {
      const name = `  » ${ko} · ${en} `
      const time = ` ${koreanTime(now)}`
      const rule = '┄'.repeat(Math.max(3, WIDTH - displayWidth(name) - displayWidth(time)))
      say('', paint('magenta', `${name}${rule}${time}`))
    },
    failed: (error) =>
      say('', paint('red', '  ✗ 이 단계가 실패했습니다 · This step failed'), indented(describe(error))),
    lines: (lines) => say(...lines),
    ended: (ko, en) => say('', `  ${paint('bold', ko)}`, `  ${paint('dim', en)}`),
  }
}

/** `2026-11-22 14:05 KST` */
export const koreanTime = (at: Instant): string => `${formatDay(at)} ${formatIso(at).slice(11, 16)} KST`

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')

/** A mismatch says all there is to say; anything else is a fault of the program, so its place matters. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'Mismatch' ? error.message : (error.stack ?? error.message)
}
