import type { Context } from 'hono'
import { formatCompactShort, formatDotted } from '../../domain/calendar.ts'
import type { Expert } from '../../domain/expert/expert.ts'
import { mayReadQuestion } from '../../domain/expert/question.ts'
import type { AnsweredQuestion, SeenQuestion } from '../../ports/expert.ts'
import { expertCaptionOf } from './codes.ts'
import { wantsEnglish } from './dialect.ts'
import type { Session } from './session.ts'
import { imageUrl, within32Bits } from './wire.ts'

export const expertShown = (c: Context<Session>, { id, name, casesHandled, affiliation, photo }: Expert) => ({
  expertIdx: id,
  name,
  experience: within32Bits(casesHandled),
  description: affiliation,
  photo: imageUrl(c, photo),
})

/** Where nobody has answered yet. */
const NO_EXPERT = { expertIdx: 0, name: '', experience: 0, description: '', photo: '' }

export const expertOf = (c: Context<Session>, { expert }: AnsweredQuestion) =>
  expert === null ? NO_EXPERT : expertShown(c, expert)

/** A question as the app's list reads it: its dates are numbers to sort by, 0 where there is none. */
export const questionListed = (c: Context<Session>, { question, views }: SeenQuestion) => {
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
export const questionDates = ({ question }: SeenQuestion) => ({
  createAt: formatDotted(question.askedAt),
  answerUpdateAt: question.answer === null ? '' : formatDotted(question.answer.at),
})

export const questionDetailed = (c: Context<Session>, seen: AnsweredQuestion) => {
  const { expertIdx, name, description, photo } = expertOf(c, seen)
  return {
    ...questionListed(c, seen),
    ...questionDates(seen),
    expertIdx,
    Acontent: seen.question.answer?.content ?? '',
    name,
    description,
    photo,
  }
}
