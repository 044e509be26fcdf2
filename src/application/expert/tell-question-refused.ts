import { dailyNotice } from '../../domain/notification/notification.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores, Transact } from '../../ports/transact.ts'

/** A question that was not taken, and the kind of its refusal. */
export type RefusedQuestion = { readonly author: Id<'Account'>; readonly refusal: string }

export type TellQuestionRefused = (refused: RefusedQuestion) => Promise<void>

/** For refusals that come before any use case, such as a text that is too long: the app has left the screen by then, too. */
export const tellQuestionRefused =
  ({ transact, clock }: { readonly transact: Transact; readonly clock: Clock }): TellQuestionRefused =>
  async (refused) => {
    await transact(async (stores) => {
      await leaveQuestionNotice(stores, refused, clock.now())
      return ok(undefined)
    })
  }

/** One for each reason and Korean day; none for an account that does not exist. */
export const leaveQuestionNotice = async (
  { accounts, notifications }: Stores,
  { author, refusal }: RefusedQuestion,
  now: Instant,
): Promise<void> => {
  if ((await accounts.find(author)) === null) return
  await notifications.add(dailyNotice(author, { kind: 'question-refused', refusal }, refusal, now))
}
