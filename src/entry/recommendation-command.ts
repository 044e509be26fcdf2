import { parseArgs } from 'node:util'
import { systemClock } from '../adapters/system/clock.ts'
import { reportWeek } from '../application/recommendation/weekly-report.ts'
import { formatDayTime, type KoreanWeek, parseWeek } from '../domain/calendar.ts'
import { readConfig } from './config.ts'
import { inJson, inText } from './market-report.ts'
import { openToRead } from './open.ts'
import { lookAtWeights, weightsInJson, weightsInText } from './recommendation-weights.ts'

const FORMS = {
  report: 'recommendation report [--week <2026-W47>] [--json]',
  weights: 'recommendation weights [--json]',
} as const

/** The commands of `FORMS`. Answers the exit code; null when it is called in another way. */
export const recommendationCommand = async ([what, ...args]: readonly string[]): Promise<number | null> => {
  if (what !== 'report' && what !== 'weights') return null
  const misfit = misfitIn(what, args)
  if (misfit !== null) {
    console.error(`"${misfit}" does not fit. The command is: crecker ${FORMS[what]}`)
    return 2
  }
  return what === 'report' ? reportCommand(args) : weightsCommand(args)
}

/** The first word that is none of the command's, or that lacks its value or has one too many. */
const misfitIn = (what: keyof typeof FORMS, args: readonly string[]): string | null => {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS[what],
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional') return token.value
    if (token.kind === 'option' && !isOption(what, token)) return token.rawName
  }
  return null
}

const isOption = (
  what: keyof typeof FORMS,
  {
    name,
    value,
    inlineValue,
  }: {
    readonly name: string
    readonly value?: string | undefined
    readonly inlineValue?: boolean | undefined
  },
): boolean => {
  if (name === 'json') return value === undefined
  if (name !== 'week' || what !== 'report' || value === undefined) return false
  return inlineValue === true || !value.startsWith('-')
}

const JSON_OPTION = { json: { type: 'boolean', default: false } } as const
const OPTIONS = {
  report: { week: { type: 'string' }, ...JSON_OPTION },
  weights: JSON_OPTION,
} as const

const reportCommand = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS.report })
  const week = values.week === undefined ? null : parseWeek(values.week)
  if (week === undefined) {
    console.error(`There is no week "${values.week}". Weeks are written as 2026-W47 (ISO 8601).`)
    return 2
  }
  return report(week, values.json ? inJson : inText)
}

const report = async (week: KoreanWeek | null, written: typeof inText): Promise<number> => {
  const database = await openToRead(readConfig(process.env))
  try {
    await database.check()
    const report = reportWeek({ recommendationViews: database.views.recommendations, clock: systemClock })
    const reported = await report(week)
    if (!reported.ok) {
      console.error(
        `This week begins at ${formatDayTime(reported.error.beginsAt)}, Korean time. Ask for an earlier one.`,
      )
      return 1
    }
    console.log(written(reported.value))
    return 0
  } finally {
    await database.close()
  }
}

/** What weighs in recommendations, since when, and how well it foretold creators. */
const weightsCommand = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS.weights })
  const database = await openToRead(readConfig(process.env))
  try {
    await database.check()
    const seen = await lookAtWeights(database.views.recommendations)
    console.log(values.json ? weightsInJson(seen) : weightsInText(seen))
    return 0
  } finally {
    await database.close()
  }
}
