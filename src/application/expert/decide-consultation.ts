import { mayActAs, type Role } from '../../domain/account/role.ts'
import {
  type Consultation,
  type ConsultationMove,
  type ConsultationMoveRefusal,
  moveConsultation,
  type Question,
} from '../../domain/expert/question.ts'
import { type NotificationFact, notice } from '../../domain/notification/notification.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type DecideConsultationRefusal =
  | ConsultationMoveRefusal
  | KeyRefusal
  | { readonly kind: 'consultation-not-found' }

export type DecideConsultation = (command: {
  readonly by: { readonly id: Id<'Account'>; readonly roles: readonly Role[] }
  readonly questionId: Id<'Question'>
  readonly move: ConsultationMove
  readonly key: CommandKey | null
}) => Promise<Result<Question, DecideConsultationRefusal>>

/**
 * Whoever answered the question, or an operator, confirms a consultation, notes that it was held, or declines it. The
 * author is told, except of one that was held. What an operator does is in the audit.
 */
export const decideConsultation =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): DecideConsultation =>
  ({ by, questionId, move, key }) =>
    once<Question, DecideConsultationRefusal>(key, async ({ experts, questions, notifications, audit }) => {
      const now = clock.now()
      // The expert before the question, as every command locks them.
      const expert = await experts.findOf(by.id)
      const question = await questions.find(questionId)
      if (question === null || question.consultation === null) return err({ kind: 'consultation-not-found' })
      const isOwn = expert !== null && question.answer?.by === expert.id
      if (!isOwn && !mayActAs(by.roles, 'operator')) return err({ kind: 'consultation-not-found' })
      const moved = moveConsultation(question.consultation, move, now)
      if (!moved.ok) return moved
      const decided = { ...question, consultation: moved.value }
      await questions.save(decided)
      const fact = factOf(question, moved.value)
      if (fact !== null) await notifications.add(notice(question.author, fact, `${questionId}:${now}`, now))
      if (!isOwn)
        await audit.append({
          at: now,
          by: by.id,
          operation: `consultation-${move.type}`,
          subject: `question:${questionId}`,
          before: question.consultation,
          after: moved.value,
        })
      return ok(decided)
    })

const factOf = ({ id, title }: Question, consultation: Consultation): NotificationFact | null => {
  const question = { questionId: id, title }
  if (consultation.status === 'confirmed')
    return { kind: 'consultation-confirmed', ...question, date: consultation.date }
  if (consultation.status === 'declined')
    return { kind: 'consultation-declined', ...question, note: consultation.note }
  return null
}
