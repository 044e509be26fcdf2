import type { Question } from '../../domain/expert/question.ts'
import type { Id } from '../../domain/primitives.ts'
import type { AnsweredQuestion, ExpertViews, SeenQuestion } from '../../ports/expert.ts'
import { pairKey, type Tables } from './database.ts'
import { expertOf } from './expert-store.ts'
import { countLook, looksAt } from './looks.ts'

export const expertViews = (tables: Tables): ExpertViews => {
  const { accounts, experts, questions, earlierViews } = tables
  const seen = (question: Question): SeenQuestion => ({
    question,
    views:
      (earlierViews.get(pairKey('question', question.id)) ?? 0) + looksAt(tables, 'question', question.id),
  })
  const answered = (question: Question): AnsweredQuestion => ({
    ...seen(question),
    expert: question.answer === null ? null : (experts.get(question.answer.by) ?? null),
  })
  const list = (
    isShown: (question: Question) => boolean,
    timeOf: (question: Question) => number,
    { after, limit }: { readonly after: Id<'Question'> | null; readonly limit: number },
  ): readonly Question[] | null => {
    const shown = questions
      .rows()
      .filter(isShown)
      .sort((a, b) => timeOf(b) - timeOf(a) || b.id - a.id)
    if (after === null) return shown.slice(0, limit)
    const last = shown.findIndex(({ id }) => id === after)
    return last === -1 ? null : shown.slice(last + 1, last + 1 + limit)
  }

  return {
    experts: async ({ limit }) =>
      experts
        .rows()
        .toSorted((a, b) => b.casesHandled - a.casesHandled || a.id - b.id)
        .slice(0, limit),
    expert: async (id) => experts.get(id) ?? null,
    expertOf: async (account) => expertOf(tables, account),
    questions: async ({ category, ...page }) =>
      list((question) => question.category === category, askedAt, page)?.map(seen) ?? null,
    questionsOf: async (author, { answeredOnly = false, ...page }) => {
      const isShown = (question: Question) =>
        question.author === author && (question.answer !== null || !answeredOnly)
      return list(isShown, askedAt, page)?.map(seen) ?? null
    },
    consultationRequestsOf: async (author, page) => {
      const isShown = (question: Question) => question.author === author && question.consultation !== null
      return list(isShown, requestedAt, page)?.map(answered) ?? null
    },
    consultationRequests: async ({ answeredBy, ...page }) => {
      const isShown = ({ answer, consultation }: Question) =>
        consultation !== null && (answeredBy === null || answer?.by === answeredBy)
      const phoneOf = ({ author }: Question) => accounts.get(author)?.phone ?? ''
      const shown = list(isShown, requestedAt, page)
      return shown?.map((question) => ({ question, phone: phoneOf(question) })) ?? null
    },
    question: async (id) => {
      const question = questions.get(id)
      return question === undefined ? null : answered(question)
    },
    countView: async (question, viewer, day) => {
      if (questions.get(question)?.author === viewer) return
      countLook(tables, ['question', question], viewer, day)
    },
  }
}

const askedAt = (question: Question): number => question.askedAt
const requestedAt = ({ consultation }: Question): number => consultation?.requestedAt ?? 0
