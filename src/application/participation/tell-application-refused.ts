import { adNamed, dailyNotice } from '../../domain/notification/notification.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores, Transact } from '../../ports/transact.ts'

/** An application that came to nothing, and the kind of its refusal. */
export type RefusedApplication = {
  readonly creatorId: Id<'Account'>
  readonly adId: Id<'Ad'>
  readonly refusal: string
}

export type TellApplicationRefused = (refused: RefusedApplication) => Promise<void>

/** For refusals that come before any use case, such as a proposal that is too long: the app shows those as sent, too. */
export const tellApplicationRefused =
  ({ transact, clock }: { readonly transact: Transact; readonly clock: Clock }): TellApplicationRefused =>
  async (refused) => {
    await transact(async (stores) => {
      await leaveRefusalNotice(stores, refused, clock.now())
      return ok(undefined)
    })
  }

/** One for each ad, reason and Korean day; none for an ad that does not exist. */
export const leaveRefusalNotice = async (
  { ads, notifications }: Stores,
  { creatorId, adId, refusal }: RefusedApplication,
  now: Instant,
): Promise<void> => {
  const ad = await ads.find(adId)
  if (ad === null) return
  const fact = { kind: 'application-refused', ad: adNamed(ad), refusal } as const
  await notifications.add(dailyNotice(creatorId, fact, `${adId}:${refusal}`, now))
}
