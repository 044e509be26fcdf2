import { figureBasis, figureName, figureReading, figureValue } from '../adapters/http/market-wording.ts'
import { MARKET_ADS_MAX, type WeeklyReport } from '../application/recommendation/weekly-report.ts'
import { formatDay, formatIso, formatWeek } from '../domain/calendar.ts'
import { columns } from './columns.ts'

/** For people: the figures as a table, and a sentence for each on how to read it. */
export const inText = ({ week, from, to, isOver, isCut, figures }: WeeklyReport): string =>
  [
    `Week ${formatWeek(week)}, from ${formatDay(from)} to ${formatDay(to)}, Korean days${isOver ? '' : '; it is not over yet'}.`,
    ...(isCut ? [`More ads were open than are counted: the ${MARKET_ADS_MAX} that closed first are.`] : []),
    '',
    ...columns(
      ['figure', 'value', 'of'],
      figures.map((figure) => [figureName(figure.code).en, figureValue(figure).en, figureBasis(figure).en]),
    ),
    '',
    'How to read them:',
    ...figures.map(({ code }) => `- ${figureName(code).en}: ${figureReading(code).en}`),
  ].join('\n')

/** For programs: the keys stay as they are, and times are ISO 8601. A share of nothing is null. */
export const inJson = ({ week, from, to, isOver, isCut, figures }: WeeklyReport): string =>
  JSON.stringify({
    week: formatWeek(week),
    from: formatIso(from),
    to: formatIso(to),
    complete: isOver,
    cut: isCut,
    figures: figures.map(({ code, value, count, of, unknown }) => ({ code, value, count, of, unknown })),
  })
