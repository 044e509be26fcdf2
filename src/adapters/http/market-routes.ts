import { Hono } from 'hono'
import { z } from 'zod'
import type { ReportWeek } from '../../application/recommendation/weekly-report.ts'
import { formatIso, formatWeek, parseWeek } from '../../domain/calendar.ts'
import { answer, refuse, wantsEnglish } from './dialect.ts'
import { figureBasis, figureName, figureReading, figureValue } from './market-wording.ts'
import { access, type Session } from './session.ts'
import { query } from './validate.ts'

export type MarketDeps = { readonly reportWeek: ReportWeek }

/** `2026-W47`, as ISO 8601 names weeks; the last full one when left out or empty, as a form sends what nobody filled in. */
const week = z
  .string()
  .max(8)
  .transform((text, context) => {
    if (text === '') return null
    const parsed = parseWeek(text)
    if (parsed === undefined) context.addIssue({ code: 'custom' })
    return parsed
  })
  .optional()

/** For operators: how fairly the market worked in a week, each figure with what it was made of and how to read it. */
export const marketRoutes = (use: MarketDeps) =>
  new Hono<Session>().get('/report', access('operator'), query(z.object({ week })), async (c) => {
    const report = await use.reportWeek(c.req.valid('query').week ?? null)
    if (!report.ok) return refuse(c, report.error)
    const inWords = ({ ko, en }: { readonly ko: string; readonly en: string }) => (wantsEnglish(c) ? en : ko)
    const { figures, isOver, isCut, ...span } = report.value
    return answer(c, '주간 추천 지표 조회 성공', {
      week: formatWeek(span.week),
      from: formatIso(span.from),
      to: formatIso(span.to),
      complete: isOver,
      /** More ads were open than are counted. */
      cut: isCut,
      figures: figures.map((figure) => ({
        code: figure.code,
        name: inWords(figureName(figure.code)),
        value: figure.value,
        count: figure.count,
        of: figure.of,
        unknown: figure.unknown,
        shown: inWords(figureValue(figure)),
        basis: inWords(figureBasis(figure)),
        reading: inWords(figureReading(figure.code)),
      })),
    })
  })
