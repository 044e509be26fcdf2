import type { Expert } from '../../domain/expert/expert.ts'
import { toId } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { ExpertStore, QuestionStore } from '../../ports/expert.ts'
import { pairKey, type Tables } from './database.ts'
import { forgetLooks } from './looks.ts'
import { removeOldest, replace } from './table.ts'

export const expertStore = (tables: Tables): ExpertStore => {
  const { experts, expertAccounts } = tables
  return {
    add: async (expert) => {
      const added = { ...expert, id: toId<'Expert'>(experts.nextNumber()) }
      experts.put(added.id, added)
      return added
    },
    find: async (id) => experts.get(id) ?? null,
    findOf: async (account) => expertOf(tables, account),
    save: async (expert) => replace(experts, expert.id, expert),
    bind: async (expert, account) => {
      const bound = expertAccounts.get(expert)
      if (bound === account) return ok(undefined)
      if (bound !== undefined) return err({ kind: 'expert-profile-taken' })
      if (expertOf(tables, account) !== null) return err({ kind: 'member-has-expert-profile' })
      expertAccounts.put(expert, account)
      return ok(undefined)
    },
    unbind: async (expert) => {
      expertAccounts.remove(expert)
    },
    accountOf: async (expert) => expertAccounts.get(expert) ?? null,
  }
}

export const questionStore = ({ questions, questionDays, earlierViews, looks }: Tables): QuestionStore => ({
  add: async (question, views = 0) => {
    const id = toId<'Question'>(questions.nextNumber())
    const added = { ...question, id, answer: null, consultation: null }
    questions.put(id, added)
    earlierViews.put(pairKey('question', id), views)
    return added
  },
  find: async (id) => questions.get(id) ?? null,
  save: async (question) => replace(questions, question.id, question),
  countAsked: async (author, day, maximum) => {
    const key = pairKey(author, day)
    const asked = questionDays.get(key)?.asked ?? 0
    if (asked >= maximum) return false
    questionDays.put(key, { author, day, asked: asked + 1 })
    return true
  },
  forgetAsked: async (before, limit) => removeOldest(questionDays, { at: ({ day }) => day, before, limit }),
  forgetLooks: async (before, limit) => forgetLooks(looks, 'question', before, limit),
})

/** Under whose profile this account answers. */
export const expertOf = ({ experts, expertAccounts }: Tables, account: number): Expert | null => {
  const [expert] = expertAccounts.entries().find(([, bound]) => bound === account) ?? []
  return expert === undefined ? null : (experts.get(expert) ?? null)
}
