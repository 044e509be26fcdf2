import { parseArgs } from 'node:util'
import { systemClock } from '../adapters/system/clock.ts'
import { reportWeek } from '../application/recommendation/weekly-report.ts'
import { formatDottedTime, type KoreanWeek, parseWeek } from '../domain/calendar.ts'
import { readConfig } from './config.ts'
import { inJson, inText } from './market-report.ts'
import { openToRead } from './open.ts'
import { lookAtWeights, weightsInJson, weightsInText } from './recommendation-weights.ts'

/**
 * `recommendation report [--week <2026-W47>] [--json]` and `recommendation weights [--json]`. Answers the exit code; null
 * when it is called in another way.
 */
export const recommendationCommand = async ([what, ...args]: readonly string[]): Promise<number | null> => {
  switch (what) {
    case 'report':
      return reportCommand(args)
    case 'weights':
      return weightsCommand(args)
    default:
      return null
  }
}

const reportCommand = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({
    args: [...args],
    options: { week: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
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
        `This week begins at ${formatDottedTime(reported.error.beginsAt)}, Korean time. Ask for an earlier one.`,
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
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } })
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
