import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AskQuestion } from '../../application/expert/ask-question.ts'
import type { ChangeExpertProfile } from '../../application/expert/change-expert-profile.ts'
import type { CreateExpertProfile } from '../../application/expert/create-expert-profile.ts'
import type { DecideConsultation } from '../../application/expert/decide-consultation.ts'
import type { GiveAnswer } from '../../application/expert/give-answer.ts'
import type { WishForConsultation } from '../../application/expert/wish-for-consultation.ts'
import { mayActAs } from '../../domain/account/role.ts'
import {
  formatCompactShort,
  formatDotted,
  formatIso,
  type KoreanDay,
  koreanDayOf,
  startOfDay,
} from '../../domain/calendar.ts'
import type { ExpertCategory } from '../../domain/categories.ts'
import {
  formatConsultationDate,
  formatConsultationTime,
  parseConsultationDate,
  parseConsultationTime,
} from '../../domain/expert/consultation-time.ts'
import { EXPERT_LIMITS, type Expert } from '../../domain/expert/expert.ts'
import { type Consultation, mayReadQuestion, QUESTION_LIMITS } from '../../domain/expert/question.ts'
import { later, toId } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AnsweredQuestion, ExpertViews, SeenQuestion, WishedConsultation } from '../../ports/expert.ts'
import { expertCaptionOf, expertCategoryOf, expertCodeOf } from './codes.ts'
import { answer, refuse, wantsEnglish } from './dialect.ts'
import { access, type Session } from './session.ts'
import { takesPictures } from './uploads.ts'
import { body, filled, idNumber, param, picture, query, text, whole } from './validate.ts'
import { commandKey, digestOf, imageUrl, LIST_MAX, page, within32Bits } from './wire.ts'

export type ExpertDeps = {
  readonly createExpertProfile: CreateExpertProfile
  readonly changeExpertProfile: ChangeExpertProfile
  readonly askQuestion: AskQuestion
  readonly giveAnswer: GiveAnswer
  readonly wishForConsultation: WishForConsultation
  readonly decideConsultation: DecideConsultation
  readonly expertViews: ExpertViews
  readonly clock: Clock
}

/** The app sends captions, the profiles of experts have codes: either is understood in both places. */
const category = z
  .string()
  .transform(expertCategoryOf)
  .pipe(z.custom<ExpertCategory>((found) => found !== undefined))

const profileForm = z.object({
  photo: picture,
  categoryCode: category,
  name: filled(EXPERT_LIMITS.name),
  description: text(EXPERT_LIMITS.affiliation).default(''),
  /** The member who answers under this profile. */
  userIdx: idNumber.optional(),
})
const changedProfileForm = profileForm.partial({ photo: true })

const questionForm = z.object({
  Qtitle: filled(QUESTION_LIMITS.title),
  Qcontent: filled(QUESTION_LIMITS.content),
  categoryCode: category,
  isSecret: whole(0, 1),
})

const answerForm = z.object({
  expertConsultIdx: idNumber,
  Acontent: filled(QUESTION_LIMITS.answer),
  expertIdx: idNumber.optional(),
})

const WRITTEN_TIME_MAX = 40
const wishForm = z.object({
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
  decision: z.enum(['confirm', 'hold', 'decline']),
  note: text(QUESTION_LIMITS.note).default(''),
})

const listQuery = query(z.object(page))
const questionParam = param(z.object({ expertConsultIdx: idNumber }))

/** Experts, what members ask them, and the consultations that follow. */
export const expertRoutes = (use: ExpertDeps) =>
  new Hono<Session>()
    .route('/profile', profileRoutes(use))
    .route('/qa', ownQuestionRoutes(use))
    .route('/qa', consultationRoutes(use))
    .route('/qa/law', questionRoutes(use, 'law'))
    .route('/qa/startup', questionRoutes(use, 'startup'))
    .route('/qa/shooting', questionRoutes(use, 'shooting'))
    .route('/qa/law', askingRoutes(use))

const profileRoutes = (use: ExpertDeps) =>
  new Hono<Session>()
    .get('/', access('member'), async (c) => {
      const experts = await use.expertViews.experts({ limit: LIST_MAX })
      return answer(
        c,
        '전문가 프로필 조회 성공',
        experts.map((expert) => ({
          categoryCode: expertCodeOf(expert.category),
          ...expertShown(c, expert),
        })),
      )
    })
    .post('/', access('operator'), takesPictures(1), body(profileForm), async (c) => {
      const { photo, userIdx, ...form } = c.req.valid('json')
      const created = await use.createExpertProfile({
        operator: c.var.member.id,
        profile: profileOf(form),
        photo,
        account: userIdx === undefined ? null : toId(userIdx),
        key: await commandKey(c, 'create-expert-profile', { form, userIdx, photo: await digestOf(photo) }),
      })
      return created.ok
        ? answer(c, '전문가 프로필이 등록되었습니다.', { expertIdx: created.value.id })
        : refuse(c, created.error)
    })
    .put(
      '/:expertIdx',
      access('operator'),
      takesPictures(1),
      param(z.object({ expertIdx: idNumber })),
      body(changedProfileForm),
      async (c) => {
        const { photo = null, userIdx, ...form } = c.req.valid('json')
        const { expertIdx } = c.req.valid('param')
        const digest = photo === null ? null : await digestOf(photo)
        const changed = await use.changeExpertProfile({
          operator: c.var.member.id,
          expertId: toId(expertIdx),
          profile: profileOf(form),
          photo,
          account: userIdx === undefined ? null : toId(userIdx),
          key: await commandKey(c, 'change-expert-profile', { expertIdx, form, userIdx, photo: digest }),
        })
        return changed.ok
          ? answer(c, '전문가 프로필이 수정되었습니다.', { expertIdx })
          : refuse(c, changed.error)
      },
    )

/** Questions of one category: whoever may not read a secret one sees only that it is there. */
const questionRoutes = (use: ExpertDeps, of: ExpertCategory) =>
  new Hono<Session>()
    .get('/', access('member'), listQuery, async (c) => {
      const found = await use.expertViews.questions({ ...pageOf(c.req.valid('query')), category: of })
      if (found === null) return refuse(c, { kind: 'cursor-unknown' })
      // The app breaks on an empty list, and shows one without data as empty.
      if (found.length === 0) return answer(c, '질문 조회 성공')
      return answer(
        c,
        '질문 조회 성공',
        found.map((seen) => listed(c, seen)),
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
      return answer(c, '질문 조회 성공', [detailed(c, seen)])
    })

/** The app asks and answers at one address, whichever the category is. */
const askingRoutes = (use: ExpertDeps) =>
  new Hono<Session>()
    .post('/', access('member'), body(questionForm), async (c) => {
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

const ownQuestionRoutes = (use: ExpertDeps) => {
  const own = async (c: Context<Session>, answeredOnly: boolean, asked: z.output<typeof pageForm>) => {
    const found = await use.expertViews.questionsOf(c.var.member.id, { ...pageOf(asked), answeredOnly })
    if (found === null) return refuse(c, { kind: 'cursor-unknown' })
    return answer(
      c,
      '질문 조회 성공',
      found.map((seen) => ({ ...listed(c, seen), ...dates(seen) })),
    )
  }
  return new Hono<Session>()
    .get('/posted', access('member'), listQuery, (c) => own(c, false, c.req.valid('query')))
    .get('/answered', access('member'), listQuery, (c) => own(c, true, c.req.valid('query')))
    .put('/apply', access('member'), body(wishForm), async (c) => {
      const { name, Cdate, Ctime, expertConsultIdx, Ccontent } = c.req.valid('json')
      const wished = await use.wishForConsultation({
        author: c.var.member.id,
        questionId: toId(expertConsultIdx),
        wish: { applicantName: name, date: later(startOfDay(Cdate), Ctime), topic: Ccontent },
        key: await commandKey(c, 'wish-for-consultation', c.req.valid('json')),
      })
      return wished.ok ? answer(c, '상담 신청 성공') : refuse(c, wished.error)
    })
    .get('/consulted', access('member'), listQuery, async (c) => {
      const found = await use.expertViews.wishesOf(c.var.member.id, pageOf(c.req.valid('query')))
      if (found === null) return refuse(c, { kind: 'cursor-unknown' })
      return answer(
        c,
        '상담 신청 조회 성공',
        found.map((seen) => ownWish(c, seen)),
      )
    })
}

const consultationRoutes = (use: ExpertDeps) =>
  new Hono<Session>()
    .get('/consultations', access('expert', 'operator'), listQuery, async (c) => {
      const { id, roles } = c.var.member
      const seesAll = mayActAs(roles, 'operator')
      const expert = seesAll ? null : await use.expertViews.expertOf(id)
      // Without a profile nobody has answered anything.
      if (!seesAll && expert === null) return answer(c, '상담 신청 조회 성공', [])
      const answeredBy = expert?.id ?? null
      const found = await use.expertViews.wishes({ ...pageOf(c.req.valid('query')), answeredBy })
      if (found === null) return refuse(c, { kind: 'cursor-unknown' })
      return answer(c, '상담 신청 조회 성공', found.map(wishToDecide))
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

const pageForm = z.object(page)
const pageOf = ({ cursor }: z.output<typeof pageForm>) => ({
  after: cursor === null ? null : toId<'Question'>(cursor),
  limit: LIST_MAX,
})

const profileOf = (form: Pick<z.output<typeof profileForm>, 'categoryCode' | 'name' | 'description'>) => ({
  category: form.categoryCode,
  name: form.name,
  affiliation: form.description,
})

const expertShown = (c: Context<Session>, { id, name, casesHandled, affiliation, photo }: Expert) => ({
  expertIdx: id,
  name,
  experience: within32Bits(casesHandled),
  description: affiliation,
  photo: imageUrl(c, photo),
})

/** Where nobody has answered yet. */
const NO_EXPERT = { expertIdx: 0, name: '', experience: 0, description: '', photo: '' }

const expertOf = (c: Context<Session>, { expert }: AnsweredQuestion) =>
  expert === null ? NO_EXPERT : expertShown(c, expert)

/** A question as the app's list reads it: its dates are numbers to sort by, 0 where there is none. */
const listed = (c: Context<Session>, { question, views }: SeenQuestion) => {
  const mayRead = mayReadQuestion(question, c.var.member)
  const hidden = wantsEnglish(c) ? 'This question is secret.' : '비밀글입니다.'
  return {
    expertConsultIdx: question.id,
    categoryCode: expertCaptionOf(question.category),
    Qtitle: mayRead ? question.title : hidden,
    Qcontent: mayRead ? question.content : '',
    isSecret: question.secret ? 1 : 0,
    isComplete: question.answer === null ? 0 : 1,
    isUser: question.author === c.var.member.id,
    views: within32Bits(views),
    createAt: formatCompactShort(question.askedAt),
    answerUpdateAt: question.answer === null ? 0 : formatCompactShort(question.answer.at),
  }
}

/** The same dates as people read them. */
const dates = ({ question }: SeenQuestion) => ({
  createAt: formatDotted(question.askedAt),
  answerUpdateAt: question.answer === null ? '' : formatDotted(question.answer.at),
})

const detailed = (c: Context<Session>, seen: AnsweredQuestion) => {
  const { expertIdx, name, description, photo } = expertOf(c, seen)
  return {
    ...listed(c, seen),
    ...dates(seen),
    expertIdx,
    Acontent: seen.question.answer?.content ?? '',
    name,
    description,
    photo,
  }
}

const ownWish = (c: Context<Session>, seen: AnsweredQuestion) => ({
  expertConsultIdx: seen.question.id,
  Qtitle: seen.question.title,
  ...expertOf(c, seen),
  ...wishShown(seen.question.consultation),
})

/** To those who decide: who wishes for it and how to reach them. */
const wishToDecide = ({ question, phone }: WishedConsultation) => ({
  expertConsultIdx: question.id,
  categoryCode: expertCaptionOf(question.category),
  Qtitle: question.title,
  Qcontent: question.content,
  Acontent: question.answer?.content ?? '',
  expertIdx: question.answer?.by ?? 0,
  name: question.consultation?.applicantName ?? '',
  phone,
  ...wishShown(question.consultation),
})

const wishShown = (consultation: Consultation | null) =>
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
