import { koreanDayOf } from '../../domain/calendar.ts'
import {
  type AskRefusal,
  type NewQuestion,
  QUESTIONS_A_DAY,
  type Question,
} from '../../domain/expert/question.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { leaveQuestionNotice } from './tell-question-refused.ts'

export type AskQuestionRefusal = AskRefusal | KeyRefusal | { readonly kind: 'account-not-found' }

export type AskQuestion = (command: {
  readonly author: Id<'Account'>
  readonly question: Omit<NewQuestion, 'author' | 'askedAt'>
  readonly key: CommandKey | null
}) => Promise<Result<Question, AskQuestionRefusal>>

/**
 * Asks the experts of one category. Refused when the author has asked too many on this Korean day, which leaves a notice,
 * since the app has left the screen by then: one for each reason and day.
 */
export const askQuestion =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): AskQuestion =>
  ({ author, question, key }) => {
    const now = clock.now()
    return once<Question, AskQuestionRefusal>(
      key,
      async ({ accounts, questions }) => {
        // Locked, so that those who ask at once on one server wait for each other instead of starting again.
        if ((await accounts.find(author)) === null) return err({ kind: 'account-not-found' })
        if (!(await questions.countAsked(author, koreanDayOf(now), QUESTIONS_A_DAY)))
          return err({ kind: 'too-many-questions', maximum: QUESTIONS_A_DAY })
        return ok(await questions.add({ ...question, author, askedAt: now }))
      },
      { refused: (stores, { kind }) => leaveQuestionNotice(stores, { author, refusal: kind }, now) },
    )
  }
