import { type AnswerRefusal, answerQuestion, type Question } from '../../domain/expert/question.ts'
import { notice } from '../../domain/notification/notification.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type GiveAnswerRefusal =
  | AnswerRefusal
  | KeyRefusal
  | { readonly kind: 'question-not-found' }
  | { readonly kind: 'no-expert-profile' }
  | { readonly kind: 'expert-profile-of-another' }

export type GiveAnswer = (command: {
  readonly account: Id<'Account'>
  readonly questionId: Id<'Question'>
  readonly content: string
  /** Under which profile; null for the account's own, which is also the only one that is allowed. */
  readonly expertId: Id<'Expert'> | null
  readonly key: CommandKey | null
}) => Promise<Result<Question, GiveAnswerRefusal>>

/** Answers a question of somebody else once, as oneself and nobody else. It counts as a case of the expert; the author is told. */
export const giveAnswer =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): GiveAnswer =>
  ({ account, questionId, content, expertId, key }) =>
    once<Question, GiveAnswerRefusal>(key, async ({ experts, questions, notifications }) => {
      const now = clock.now()
      // The expert before the question, as every command locks them.
      const expert = await experts.findOf(account)
      if (expert === null) return err({ kind: 'no-expert-profile' })
      if (expertId !== null && expertId !== expert.id) return err({ kind: 'expert-profile-of-another' })
      const question = await questions.find(questionId)
      if (question === null) return err({ kind: 'question-not-found' })
      const answered = answerQuestion(question, { ...expert, account }, content, now)
      if (!answered.ok) return answered
      await questions.save(answered.value)
      await experts.save({ ...expert, casesHandled: expert.casesHandled + 1 })
      const { author, title } = question
      await notifications.add(notice(author, { kind: 'answered', questionId, title }, `${questionId}`, now))
      return answered
    })
