import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { ChannelViews, ReadChannel } from '../../ports/channel.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import type { ChannelFacts, PlatformFailure, VideoPlatform } from '../../ports/video-platform.ts'

export type RefreshChannels = () => Promise<
  Result<{ readonly refreshed: number; readonly absent: number }, PlatformFailure>
>

/** YouTube answers for this many channels in one call. */
const BATCH = 50

/**
 * Reads title and subscribers of every verified channel, 50 a call: ads ask for subscribers of today. A channel that
 * YouTube does not show is left as it is, since a title and a count are no proof of anything. The first failure ends the
 * run: what was read before is kept.
 */
export const refreshChannels =
  ({
    transact,
    platform,
    channelViews,
  }: {
    readonly transact: Transact
    readonly platform: VideoPlatform
    readonly channelViews: ChannelViews
  }): RefreshChannels =>
  async () => {
    let after: Id<'Account'> | null = null
    let [refreshed, absent] = [0, 0]
    for (;;) {
      const batch: readonly ReadChannel[] = await channelViews.read({ after, limit: BATCH })
      if (batch.length === 0) return ok({ refreshed, absent })
      const answer = await platform.channels(batch.map(({ channelId }) => channelId))
      if (!answer.ok) return answer
      await transact(async (stores) => {
        for (const { owner, channelId } of batch) await take(stores, owner, answer.value.get(channelId))
        return ok(undefined)
      })
      refreshed += answer.value.size
      absent += batch.length - answer.value.size
      after = batch.at(-1)?.owner ?? null
    }
  }

/** The claim may have ended, or gone over to another channel, while YouTube was asked. */
const take = async (
  { channels }: Stores,
  owner: Id<'Account'>,
  facts: ChannelFacts | undefined,
): Promise<void> => {
  if (facts === undefined) return
  const channel = await channels.find(owner)
  if (channel?.state.status !== 'verified' || channel.identity?.id !== facts.id) return
  const { title, subscribers } = facts
  await channels.save({ ...channel, identity: { ...channel.identity, title, subscribers } })
}
