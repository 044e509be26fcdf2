import { absentNow, readAnew } from '../../domain/channel/channel.ts'
import { type Id, type Instant, toId } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { ChannelViews, ReadChannel } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobTakenOver } from '../../ports/job.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import type { ChannelFacts, VideoPlatform } from '../../ports/video-platform.ts'
import type { HowToRun, Job } from '../job/job.ts'
import { pauseFor } from '../video/platform-failure.ts'

/** YouTube answers for this many channels in one call. */
const BATCH = 50

/**
 * Reads title and subscribers of verified and pending channels whose time has come, 50 a call: ads ask for subscribers
 * of today. A channel that YouTube does not show is left as it is, since a title and a count are no proof of anything.
 * When YouTube gives no answer the run pauses: what was read before is kept, and the rest stays due.
 */
export const refreshChannels =
  ({
    transact,
    clock,
    platform,
    channelViews,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly platform: VideoPlatform
    readonly channelViews: ChannelViews
  }): Job =>
  async (run, { isStopping, scope }) => {
    // What becomes due while the run is at it is left to the next one, so that this one ends.
    const startedAt = clock.now()
    let after = scope === 'all' && run.cursor !== null ? toId<'Account'>(Number(run.cursor)) : null
    // Whose claim changes while YouTube is asked may stay due: a run asks about nobody twice.
    const asked = new Set<Id<'Account'>>()
    let [refreshed, absent] = [0, 0]
    for (;;) {
      const page = await nextBatch(channelViews, scope, after, startedAt)
      const batch = page.filter(({ owner }) => !asked.has(owner))
      const last = batch.at(-1)
      if (last === undefined) return { kind: 'done', counts: { refreshed, absent } }
      if (isStopping()) return { kind: 'stopped', counts: { refreshed, absent } }
      for (const { owner } of batch) asked.add(owner)
      const askedAt = clock.now()
      // Two may wait for an operator with a claim on one channel.
      const answer = await platform.channels([...new Set(batch.map(({ channelId }) => channelId))])
      const now = clock.now()
      if (!answer.ok) return { kind: 'paused', counts: { refreshed, absent }, ...pauseFor(answer.error, now) }
      const done = await transact<void, JobTakenOver>(async (stores) => {
        const advanced = await stores.jobs.advance(run, String(last.owner), now)
        if (!advanced.ok) return advanced
        for (const claim of batch) await take(stores, claim, answer.value.get(claim.channelId), askedAt, now)
        return ok(undefined)
      })
      if (!done.ok) return { kind: 'taken-over' }
      const shown = batch.filter(({ channelId }) => answer.value.has(channelId)).length
      refreshed += shown
      absent += batch.length - shown
      after = last.owner
    }
  }

/** Those that were due have been put off when they were read, so that the first ones are always others. */
const nextBatch = (
  channelViews: ChannelViews,
  scope: HowToRun['scope'],
  after: Id<'Account'> | null,
  startedAt: Instant,
): Promise<readonly ReadChannel[]> =>
  scope === 'all'
    ? channelViews.read({ after, limit: BATCH })
    : channelViews.dueForReading({ now: startedAt, limit: BATCH })

/** While YouTube was asked, the claim may have ended, gone over to another channel, or been read by somebody else. */
const take = async (
  { channels }: Stores,
  { owner, channelId }: ReadChannel,
  facts: ChannelFacts | undefined,
  askedAt: Instant,
  now: Instant,
): Promise<void> => {
  const channel = await channels.find(owner)
  if (channel === null || channel.identity?.id !== channelId || channel.reading === null) return
  if (channel.reading.dueAt === null || channel.reading.at > askedAt) return
  await channels.save(facts === undefined ? absentNow(channel, now) : readAnew(channel, facts, now))
}
