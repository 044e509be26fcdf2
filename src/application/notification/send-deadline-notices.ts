import { deadlineDays, deadlineFact } from '../../domain/notification/deadline-notice.ts'
import { notice } from '../../domain/notification/notification.ts'
import { type Instant, toId } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AwaitedUpload, ParticipationViews } from '../../ports/participation.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import { inBatches } from '../job/in-batches.ts'
import type { Counts, Job } from '../job/job.ts'
import { pauseAtNight } from './pause-at-night.ts'

const AT_ONCE = 100

/**
 * Tells assigned creators that the upload period of their ad ends on the day after that of the slot, or ended on the
 * day before it; each once for an ad. Told late, it says what is true by then. Whoever has submitted meanwhile, and
 * whoever cannot submit any more, is told nothing, and nobody is told anything at night.
 */
export const sendDeadlineNotices =
  (ports: {
    readonly transact: Transact
    readonly clock: Clock
    readonly participationViews: ParticipationViews
  }): Job =>
  (run, how) =>
    inBatches(ports, run, how, {
      none: { told: 0, passedOver: 0 },
      read: (cursor) =>
        ports.participationViews.awaitedUploads({
          endingOn: deadlineDays(run.slot),
          after: cursor === null ? null : toId<'Participation'>(Number(cursor)),
          limit: AT_ONCE,
        }),
      cursorOf: ({ id }) => `${id}`,
      apply: (stores, batch, now) => tell(stores, run.slot, batch, now),
      perTransaction: AT_ONCE,
      pauseAt: pauseAtNight,
    })

const tell = async (
  { participations, notifications }: Stores,
  slot: Instant,
  batch: readonly AwaitedUpload[],
  now: Instant,
): Promise<Counts> => {
  let told = 0
  for (const { id, creatorId, adId, title, thumbnail, ...ends } of batch) {
    const fact = deadlineFact(slot, { ad: { id: adId, title, thumbnail }, ...ends }, now)
    // Asked for under its lock, so that nobody is told of an upload that was submitted a moment ago.
    if (fact === null || (await participations.find(id))?.status !== 'assigned') continue
    await notifications.add(notice(creatorId, fact, `${id}`, now))
    told += 1
  }
  return { told, passedOver: batch.length - told }
}
