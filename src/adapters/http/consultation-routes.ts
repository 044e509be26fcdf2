import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { DecideConsultation } from '../../application/expert/decide-consultation.ts'
import type { RequestConsultation } from '../../application/expert/request-consultation.ts'
import type { TellConsultationRefused } from '../../application/expert/tell-consultation-refused.ts'
import { mayActAs } from '../../domain/account/role.ts'
import { formatIso, type KoreanDay, startOfDay } from '../../domain/calendar.ts'
import {
  formatConsultationDate,
  formatConsultationTime,
  parseConsultationDate,
  parseConsultationTime,
} from '../../domain/expert/consultation-time.ts'
import { type Consultation, QUESTION_LIMITS } from '../../domain/expert/question.ts'
import { later, toId } from '../../domain/primitives.ts'
import type { AnsweredQuestion, ExpertViews, RequestedConsultation } from '../../ports/expert.ts'
import { expertCaptionOf } from './codes.ts'
import { answer, refuse } from './dialect.ts'
import { expertOf } from './expert-answers.ts'
import { questionPage } from './question-routes.ts'
import { access, type Session } from './session.ts'
import { body, filled, idNumber, param, query, text } from './validate.ts'
import { commandKey, page } from './wire.ts'

export type ConsultationDeps = {
  readonly requestConsultation: RequestConsultation
  readonly tellConsultationRefused: TellConsultationRefused
  readonly decideConsultation: DecideConsultation
  readonly expertViews: ExpertViews
}

const WRITTEN_TIME_MAX = 40
const requestForm = z.object({
  name: filled(QUESTION_LIMITS.applicantName),
  Cdate: z
    .string()
    .max(WRITTEN_TIME_MAX)
    .transform(parseConsultationDate)
    .pipe(z.custom<KoreanDay>((found) => found !== undefined)),
  Ctime: z
    .string()
    .max(WRITTEN_TIME_MAX)
    .transform(parseConsultationTime)
    .pipe(z.custom<number>((found) => found !== undefined)),
  expertConsultIdx: idNumber,
  Ccontent: filled(QUESTION_LIMITS.topic),
})

/** The note is told to the author of a consultation that is declined. */
const decisionForm = z.object({
  decision: z.enum(['confirm', 'held', 'decline']),
  note: text(QUESTION_LIMITS.note).default(''),
})

const listQuery = query(z.object(page))
const questionParam = param(z.object({ expertConsultIdx: idNumber }))

/** What authors request after an answer, and what becomes of it. */
export const consultationRoutes = (use: ConsultationDeps) =>
  new Hono<Session>()
    .put('/apply', access('member'), body(requestForm, tellUnreadable(use)), async (c) => {
      const { name, Cdate, Ctime, expertConsultIdx, Ccontent } = c.req.valid('json')
      const requested = await use.requestConsultation({
        author: c.var.member.id,
        questionId: toId(expertConsultIdx),
        request: { applicantName: name, date: later(startOfDay(Cdate), Ctime), topic: Ccontent },
        key: await commandKey(c, 'request-consultation', c.req.valid('json')),
      })
      return requested.ok ? answer(c, '상담 신청 성공') : refuse(c, requested.error)
    })
    .get('/consulted', access('member'), listQuery, async (c) => {
      const found = await use.expertViews.consultationRequestsOf(
        c.var.member.id,
        questionPage(c.req.valid('query')),
      )
      if (found === null) return refuse(c, { kind: 'cursor-unknown' })
      return answer(
        c,
        '상담 신청 조회 성공',
        found.map((seen) => ownRequest(c, seen)),
      )
    })
    .get('/consultations', access('expert', 'operator'), listQuery, async (c) => {
      const { id, roles } = c.var.member
      const seesAll = mayActAs(roles, 'operator')
      const expert = seesAll ? null : await use.expertViews.expertOf(id)
      // Without a profile nobody has answered anything.
      if (!seesAll && expert === null) return answer(c, '상담 신청 조회 성공', [])
      const answeredBy = expert?.id ?? null
      const found = await use.expertViews.consultationRequests({
        ...questionPage(c.req.valid('query')),
        answeredBy,
      })
      if (found === null) return refuse(c, { kind: 'cursor-unknown' })
      return answer(c, '상담 신청 조회 성공', found.map(requestToDecide))
    })
    .put(
      '/consultations/:expertConsultIdx',
      access('expert', 'operator'),
      questionParam,
      body(decisionForm),
      async (c) => {
        const { decision, note } = c.req.valid('json')
        const { expertConsultIdx } = c.req.valid('param')
        const decided = await use.decideConsultation({
          by: c.var.member,
          questionId: toId(expertConsultIdx),
          move: decision === 'decline' ? { type: decision, note } : { type: decision },
          key: await commandKey(c, 'decide-consultation', { expertConsultIdx, decision, note }),
        })
        return decided.ok ? answer(c, '상담 처리 성공') : refuse(c, decided.error)
      },
    )

/**
 * The app shows a consultation as requested even when something in it is unfit: its user learns of it by a notice.
 * Without a readable `expertConsultIdx` there is no question to tell of.
 */
const tellUnreadable =
  ({ tellConsultationRefused }: ConsultationDeps) =>
  async (c: Context<Session>, sent: unknown): Promise<void> => {
    const which = z.object({ expertConsultIdx: idNumber }).safeParse(sent)
    if (which.success)
      await tellConsultationRefused({
        author: c.var.member.id,
        questionId: toId(which.data.expertConsultIdx),
        refusal: 'input-invalid',
      })
  }

const ownRequest = (c: Context<Session>, seen: AnsweredQuestion) => ({
  expertConsultIdx: seen.question.id,
  Qtitle: seen.question.title,
  ...expertOf(c, seen),
  ...requestShown(seen.question.consultation),
})

/** To those who decide: who has requested it and how to reach them. */
const requestToDecide = ({ question, phone }: RequestedConsultation) => ({
  expertConsultIdx: question.id,
  categoryCode: expertCaptionOf(question.category),
  Qtitle: question.title,
  Qcontent: question.content,
  Acontent: question.answer?.content ?? '',
  expertIdx: question.answer?.by ?? 0,
  name: question.consultation?.applicantName ?? '',
  phone,
  ...requestShown(question.consultation),
})

const requestShown = (consultation: Consultation | null) =>
  consultation === null
    ? {}
    : {
        Cdate: formatConsultationDate(consultation.date),
        Ctime: formatConsultationTime(consultation.date),
        Ccontent: consultation.topic,
        status: consultation.status,
        isSuccess: consultation.status === 'confirmed' || consultation.status === 'held' ? 1 : 0,
        note: 'note' in consultation ? consultation.note : '',
        requestedAt: formatIso(consultation.requestedAt),
      }
