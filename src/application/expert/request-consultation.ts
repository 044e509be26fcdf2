import {
  type ConsultationRequest,
  type ConsultationRequestRefusal,
  openConsultation,
  type Question,
} from '../../domain/expert/question.ts'
import { type NotificationFact, notice } from '../../domain/notification/notification.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'
import { leaveConsultationNotice } from './tell-consultation-refused.ts'

export type RequestConsultationRefusal =
  | ConsultationRequestRefusal
  | KeyRefusal
  | { readonly kind: 'question-not-found' }

export type RequestConsultation = (command: {
  readonly author: Id<'Account'>
  readonly questionId: Id<'Question'>
  readonly request: ConsultationRequest
  readonly key: CommandKey | null
}) => Promise<Result<Question, RequestConsultationRefusal>>

/**
 * Asks for a talk about an own question that was answered. Whoever answered is told, and decides. The app shows every
 * request as made, so a refused one leaves a notice with the reason, one for each question, reason and Korean day.
 */
export const requestConsultation =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): RequestConsultation =>
  ({ author, questionId, request, key }) => {
    const now = clock.now()
    return once<Question, RequestConsultationRefusal>(
      key,
      async ({ experts, questions, notifications }) => {
        const question = await questions.find(questionId)
        if (question === null) return err({ kind: 'question-not-found' })
        const requested = openConsultation(question, author, request, now)
        if (!requested.ok) return requested
        await questions.save(requested.value)
        // Experts of before the accounts have none yet: operators see their consultations.
        const expert = question.answer === null ? null : await experts.accountOf(question.answer.by)
        const { title } = question
        const fact: NotificationFact = {
          kind: 'consultation-requested',
          questionId,
          title,
          date: request.date,
        }
        if (expert !== null) await notifications.add(notice(expert, fact, `${questionId}:${now}`, now))
        return requested
      },
      {
        refused: (stores, { kind }) =>
          leaveConsultationNotice(stores, { author, questionId, refusal: kind }, now),
      },
    )
  }
