import { adNamed, notice } from '../../domain/notification/notification.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobTakenOver } from '../../ports/job.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import type { Job } from '../job/job.ts'
import { moveParticipation } from './move-participation.ts'

/** Together at most 500 applicants in one transaction, whom others wait for. */
const ADS_AT_ONCE = 5
const APPLICANTS_AT_ONCE = 100

/**
 * Declines applicants who were not selected until the upload period ended, and tells them. Each batch is one transaction,
 * and takes its ads from the list of those that still have such applicants, so that there is no place to go on from.
 */
export const closeSelections =
  ({ transact, clock }: { readonly transact: Transact; readonly clock: Clock }): Job =>
  async (run, { isStopping }) => {
    let declined = 0
    for (;;) {
      if (isStopping()) return { kind: 'stopped', counts: { declined } }
      const now = clock.now()
      const batch = await transact<number, JobTakenOver>(async (stores) => {
        const advanced = await stores.jobs.advance(run, null, now)
        if (!advanced.ok) return advanced
        let count = 0
        for (const adId of await stores.ads.withLateApplicants(now, ADS_AT_ONCE))
          count += await declineRemaining(stores, adId, now)
        return ok(count)
      })
      if (!batch.ok) return { kind: 'taken-over' }
      if (batch.value === 0) return { kind: 'done', counts: { declined } }
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
