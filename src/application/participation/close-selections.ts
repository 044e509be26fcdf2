import { adNamed, notice } from '../../domain/notification/notification.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import { moveParticipation } from './move-participation.ts'

export type CloseSelections = () => Promise<{ readonly declined: number }>

const ADS_AT_ONCE = 20
const APPLICANTS_AT_ONCE = 100

/** Declines applicants who were not selected until the upload period ended, and tells them. Resumable: each batch is one transaction. */
export const closeSelections =
  ({ transact, clock }: { readonly transact: Transact; readonly clock: Clock }): CloseSelections =>
  async () => {
    let declined = 0
    for (;;) {
      const now = clock.now()
      const batch = await transact<number, never>(async (stores) => {
        let count = 0
        for (const adId of await stores.ads.withLateApplicants(now, ADS_AT_ONCE))
          count += await declineRemaining(stores, adId, now)
        return ok(count)
      })
      if (!batch.ok || batch.value === 0) return { declined }
      declined += batch.value
    }
  }

const declineRemaining = async (stores: Stores, adId: Id<'Ad'>, now: Instant): Promise<number> => {
  const ad = await stores.ads.find(adId)
  if (ad === null) return 0
  const applicants = await stores.participations.applicants(adId, APPLICANTS_AT_ONCE)
  for (const part of applicants) {
    const reason = 'assignment-period-over'
    const move = { type: 'decline', reason, note: '' } as const
    await moveParticipation(stores, { ad, part }, move, { actor: null, reason }, now)
    const fact = { kind: 'declined', ad: adNamed(ad), reason, note: '' } as const
    await stores.notifications.add(notice(part.creatorId, fact, `${part.id}`, now))
  }
  return applicants.length
}
