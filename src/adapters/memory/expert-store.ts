import { toId } from '../../domain/primitives.ts'
import type { ExpertStore, QuestionStore } from '../../ports/expert.ts'
import { pairKey, type Tables } from './database.ts'
import { replace } from './table.ts'

export const expertStore = ({ experts }: Tables): ExpertStore => ({
  add: async (expert) => {
    const added = { ...expert, id: toId<'Expert'>(experts.nextNumber()) }
    experts.put(added.id, added)
    return added
  },
  find: async (id) => experts.get(id) ?? null,
  save: async (expert) => replace(experts, expert.id, expert),
})

export const questionStore = ({ questions, earlierViews }: Tables): QuestionStore => ({
  add: async (question, views = 0) => {
    const id = toId<'Question'>(questions.nextNumber())
    const added = { ...question, id, answer: null, consultation: null }
    questions.put(id, added)
    earlierViews.put(pairKey('question', id), views)
    return added
  },
  find: async (id) => questions.get(id) ?? null,
  save: async (question) => replace(questions, question.id, question),
})
