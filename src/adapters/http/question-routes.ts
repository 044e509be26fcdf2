import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AskQuestion } from '../../application/expert/ask-question.ts'
import type { GiveAnswer } from '../../application/expert/give-answer.ts'
import type { TellQuestionRefused } from '../../application/expert/tell-question-refused.ts'
import { koreanDayOf } from '../../domain/calendar.ts'
import type { ExpertCategory } from '../../domain/categories.ts'
import { mayReadQuestion, QUESTION_LIMITS } from '../../domain/expert/question.ts'
import { toId } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ExpertViews } from '../../ports/expert.ts'
import { expertCategoryOf } from './codes.ts'
import { answer, refuse } from './dialect.ts'
import { questionDates, questionDetailed, questionListed } from './expert-answers.ts'
import { access, type Session } from './session.ts'
import { body, filled, idNumber, param, query, whole } from './validate.ts'
import { commandKey, LIST_MAX, page } from './wire.ts'

export type QuestionDeps = {
  readonly askQuestion: AskQuestion
  readonly tellQuestionRefused: TellQuestionRefused
  readonly giveAnswer: GiveAnswer
  readonly expertViews: ExpertViews
  readonly clock: Clock
}

/** The app sends captions, the profiles of experts have codes: either is understood in both places. */
export const expertCategory = z
  .string()
  .transform(expertCategoryOf)
  .pipe(z.custom<ExpertCategory>((found) => found !== undefined))

const questionForm = z.object({
  Qtitle: filled(QUESTION_LIMITS.title),
  Qcontent: filled(QUESTION_LIMITS.content),
  categoryCode: expertCategory,
  isSecret: whole(0, 1),
})

const answerForm = z.object({
  expertConsultIdx: idNumber,
  Acontent: filled(QUESTION_LIMITS.answer),
  expertIdx: idNumber.optional(),
})

const pageForm = z.object(page)
const listQuery = query(pageForm)
const questionParam = param(z.object({ expertConsultIdx: idNumber }))

/** Questions to experts: those of each category, the member's own, asking and answering. */
export const questionRoutes = (use: QuestionDeps) =>
  new Hono<Session>()
    .route('/', ownRoutes(use))
    .route('/law', categoryRoutes(use, 'law'))
    .route('/startup', categoryRoutes(use, 'startup'))
    .route('/shooting', categoryRoutes(use, 'shooting'))
    .route('/law', askingRoutes(use))

/** Questions of one category: whoever may not read a secret one sees only that it is there. */
const categoryRoutes = (use: QuestionDeps, of: ExpertCategory) =>
  new Hono<Session>()
    .get('/', access('member'), listQuery, async (c) => {
      const found = await use.expertViews.questions({ ...questionPage(c.req.valid('query')), category: of })
      if (found === null) return refuse(c, { kind: 'cursor-unknown' })
      // The app breaks on an empty list, and shows one without data as empty.
      if (found.length === 0) return answer(c, '질문 조회 성공')
      return answer(
        c,
        '질문 조회 성공',
        found.map((seen) => questionListed(c, seen)),
      )
    })
    .get('/:expertConsultIdx', access('member'), questionParam, async (c) => {
      const { member } = c.var
      const seen = await use.expertViews.question(toId(c.req.valid('param').expertConsultIdx))
      if (seen === null || seen.question.category !== of) return refuse(c, { kind: 'question-not-found' })
      const { question } = seen
      if (!mayReadQuestion(question, member)) return refuse(c, { kind: 'question-secret' })
      // Experts and operators look at questions as part of their work; only creators' interest is counted.
      if (member.roles.includes('creator'))
        await use.expertViews.countView(question.id, member.id, koreanDayOf(use.clock.now()))
      return answer(c, '질문 조회 성공', [questionDetailed(c, seen)])
    })

/** The app asks and answers at one address, whichever the category is. */
const askingRoutes = (use: QuestionDeps) =>
  new Hono<Session>()
    .post('/', access('member'), body(questionForm, tellUnreadable(use)), async (c) => {
      const { Qtitle, Qcontent, categoryCode, isSecret } = c.req.valid('json')
      const asked = await use.askQuestion({
        author: c.var.member.id,
        question: { category: categoryCode, title: Qtitle, content: Qcontent, secret: isSecret === 1 },
        key: await commandKey(c, 'ask-question', c.req.valid('json')),
      })
      return asked.ok
        ? answer(c, '질문 등록 성공', { expertConsultIdx: asked.value.id })
        : refuse(c, asked.error)
    })
    .put('/', access('expert'), body(answerForm), async (c) => {
      const { expertConsultIdx, Acontent, expertIdx } = c.req.valid('json')
      const answered = await use.giveAnswer({
        account: c.var.member.id,
        questionId: toId(expertConsultIdx),
        content: Acontent,
        expertId: expertIdx === undefined ? null : toId(expertIdx),
        key: await commandKey(c, 'give-answer', c.req.valid('json')),
      })
      return answered.ok ? answer(c, '답변 등록 성공') : refuse(c, answered.error)
    })

/** The app has left the screen when it hears that something is unfit: its user learns of it by a notice. */
const tellUnreadable =
  ({ tellQuestionRefused }: QuestionDeps) =>
  (c: Context<Session>): Promise<void> =>
    tellQuestionRefused({ author: c.var.member.id, refusal: 'input-invalid' })

/** The member's own questions, also secret ones, with dates as people read them. */
const ownRoutes = (use: QuestionDeps) => {
  const own = async (c: Context<Session>, answeredOnly: boolean, asked: z.output<typeof pageForm>) => {
    const found = await use.expertViews.questionsOf(c.var.member.id, { ...questionPage(asked), answeredOnly })
    if (found === null) return refuse(c, { kind: 'cursor-unknown' })
    return answer(
      c,
      '질문 조회 성공',
      found.map((seen) => ({ ...questionListed(c, seen), ...questionDates(seen) })),
    )
  }
  return new Hono<Session>()
    .get('/posted', access('member'), listQuery, (c) => own(c, false, c.req.valid('query')))
    .get('/answered', access('member'), listQuery, (c) => own(c, true, c.req.valid('query')))
}

/** Where a list of questions, or of what came of them, goes on. */
export const questionPage = ({ cursor }: z.output<typeof pageForm>) => ({
  after: cursor === null ? null : toId<'Question'>(cursor),
  limit: LIST_MAX,
})
