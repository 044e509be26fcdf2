import { dailyNotice } from '../../domain/notification/notification.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores, Transact } from '../../ports/transact.ts'

/** A request for a consultation that came to nothing, and the kind of its refusal. */
export type RefusedConsultation = {
  readonly author: Id<'Account'>
  readonly questionId: Id<'Question'>
  readonly refusal: string
}

export type TellConsultationRefused = (refused: RefusedConsultation) => Promise<void>

/** For refusals that come before any use case, such as a day that there is not: the app shows those as requested, too. */
export const tellConsultationRefused =
  ({ transact, clock }: { readonly transact: Transact; readonly clock: Clock }): TellConsultationRefused =>
  async (refused) => {
    await transact(async (stores) => {
      await leaveConsultationNotice(stores, refused, clock.now())
      return ok(undefined)
    })
  }

/**
 * One for each question, reason and Korean day; none for a question that does not exist or is somebody else's, whose
 * title may be a secret.
 */
export const leaveConsultationNotice = async (
  { questions, notifications }: Stores,
  { author, questionId, refusal }: RefusedConsultation,
  now: Instant,
): Promise<void> => {
  const question = await questions.find(questionId)
  if (question === null || question.author !== author) return
  const fact = { kind: 'consultation-refused', questionId, title: question.title, refusal } as const
  await notifications.add(dailyNotice(author, fact, `${questionId}:${refusal}`, now))
}
