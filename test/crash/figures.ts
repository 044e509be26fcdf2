import type { Acknowledged, Ledger } from './clients.ts'
import type { MoneyCommand } from './crash-world.ts'
import type { Findings } from './inspect.ts'

/** What a run under load has shown. */
export type Figures = Findings & {
  readonly commands: number
  readonly acknowledged: number
  /** Answered only after they had been sent again. */
  readonly repeated: number
  readonly refused: readonly Acknowledged[]
  readonly changedAnswers: readonly MoneyCommand[]
  /** Where the books did not agree, over all looks at them. */
  readonly drift: number
  readonly longestOutageMs: number
  readonly slowestAnswerMs: number
}

export const figuresOf = (
  commands: readonly MoneyCommand[],
  { acknowledged, changedAnswers, longestOutageMs, slowestAnswerMs }: Ledger,
  findings: Findings,
  drift: number,
): Figures => ({
  ...findings,
  commands: commands.length,
  acknowledged: acknowledged.length,
  repeated: acknowledged.filter(({ attempts }) => attempts > 1).length,
  refused: acknowledged.filter(({ status }) => status !== 200),
  changedAnswers,
  drift,
  longestOutageMs,
  slowestAnswerMs,
})

/** Everything was answered, once and for ever, and the books agree. */
export const isSound = (figures: Figures): boolean =>
  figures.acknowledged === figures.commands &&
  figures.drift === 0 &&
  [figures.refused, figures.missing, figures.doubled, figures.changedAnswers].every(
    ({ length }) => length === 0,
  )

export const inOneLine = (figures: Figures): string =>
  [
    `${figures.acknowledged} of ${figures.commands} commands acknowledged (${figures.repeated} after repetitions, ${figures.unanswered} of them done before)`,
    `${figures.refused.length} refused`,
    `${figures.missing.length} missing`,
    `${figures.doubled.length} doubled`,
    `${figures.changedAnswers.length} answers changed`,
    `drift ${figures.drift}`,
    `longest outage ${seconds(figures.longestOutageMs)}`,
    `slowest answer ${seconds(figures.slowestAnswerMs)}`,
  ].join(', ')

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

/** The first things that are wrong, for whoever has to find out why. */
export const complaints = ({ refused, missing, doubled, changedAnswers }: Figures): readonly string[] => [
  ...refused.slice(0, 5).map(({ command, status, body }) => `${command.key} was refused: ${status} ${body}`),
  ...missing.slice(0, 10).map((key) => `${key} is missing`),
  ...doubled.slice(0, 10).map((effect) => `${effect} is not there once`),
  ...changedAnswers.slice(0, 5).map(({ key }) => `${key} was answered differently`),
]
