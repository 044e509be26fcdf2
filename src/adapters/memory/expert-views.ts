import type { Question } from '../../domain/expert/question.ts'
import type { Id } from '../../domain/primitives.ts'
import type { ExpertViews, SeenQuestion } from '../../ports/expert.ts'
import { pairKey, type Tables } from './database.ts'

export const expertViews = ({ experts, questions, earlierViews }: Tables): ExpertViews => {
  /** Who looked on which day. Counted outside any transaction, so no overlay ever lies over it. */
  const looks = new Map<Id<'Question'>, Set<string>>()
  const seen = (question: Question): SeenQuestion => ({
    question,
    views: (earlierViews.get(pairKey('question', question.id)) ?? 0) + (looks.get(question.id)?.size ?? 0),
  })

  return {
    experts: async ({ category, limit }) =>
      experts
        .rows()
        .filter((expert) => category === undefined || expert.category === category)
        .slice(0, limit),
    expert: async (id) => experts.get(id) ?? null,
    questions: async ({ category, order, limit }) =>
      questions
        .rows()
        .filter((question) => question.category === category)
        .map(seen)
        .sort((a, b) => RANKS[order](b) - RANKS[order](a) || b.question.id - a.question.id)
        .slice(0, limit),
    questionsOf: async (author, limit) =>
      questions
        .rows()
        .filter((question) => question.author === author)
        .toReversed()
        .slice(0, limit)
        .map(seen),
    question: async (id) => {
      const question = questions.get(id)
      if (question === undefined) return null
      const expert = question.answer === null ? null : (experts.get(question.answer.by) ?? null)
      return { ...seen(question), expert }
    },
    countView: async (question, viewer, day) => {
      if (questions.get(question)?.author === viewer) return
      const days = looks.get(question) ?? new Set()
      looks.set(question, days.add(pairKey(viewer, day)))
    },
  }
}

const RANKS: Readonly<Record<'answered' | 'latest' | 'popular', (seen: SeenQuestion) => number>> = {
  answered: ({ question }) => question.answer?.at ?? Number.MIN_SAFE_INTEGER,
  latest: ({ question }) => question.askedAt,
  popular: ({ views }) => views,
}
