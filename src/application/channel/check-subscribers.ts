import { readAnew } from '../../domain/channel/channel.ts'
import { HOUR_MS, type Id, type Instant, MINUTE_MS } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transact } from '../../ports/transact.ts'
import { type ChannelFacts, UNREADABLE, type VideoPlatform } from '../../ports/video-platform.ts'

/** YouTube gives no answer, and what it told before is too old to judge anybody by. */
export type SubscribersNotChecked = {
  readonly kind: 'subscribers-not-checked'
  /** When YouTube answers again, if it told. */
  readonly retryAt: Instant | null
}

export type CheckSubscribers = (owner: Id<'Account'>) => Promise<Result<void, SubscribersNotChecked>>

/** A figure of the last hour is one of today. */
const READ_ANEW_AFTER_MS = HOUR_MS
/** Who is told to show their subscribers does so, and then applies again at once. */
const HIDDEN_READ_ANEW_AFTER_MS = MINUTE_MS
/** While YouTube gives no answer, a figure counts for this long. */
const COUNTS_FOR_MS = 48 * HOUR_MS

/**
 * Sees to it that the stored subscribers of a creator can be judged by: they are read anew when they are older than an
 * hour, for one unit. Does nothing for who has proved no channel. Not to be called inside of a transaction.
 */
export const checkSubscribers =
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
  }): CheckSubscribers =>
  async (owner) => {
    const channel = await channelViews.of(owner)
    if (channel === null || channel.identity === null) return ok(undefined)
    const { id, subscribers } = channel.identity
    const readAt = channel.reading?.at ?? 0
    const freshFor = subscribers === null ? HIDDEN_READ_ANEW_AFTER_MS : READ_ANEW_AFTER_MS
    if (clock.now() - readAt <= freshFor) return ok(undefined)
    const answer = await platform.channels([id])
    const facts = answer.ok ? answer.value.get(id) : undefined
    if (facts !== undefined && facts !== UNREADABLE) {
      await keep(transact, owner, facts, clock.now())
      return ok(undefined)
    }
    if (clock.now() - readAt <= COUNTS_FOR_MS) return ok(undefined)
    const failure = answer.ok ? null : answer.error
    return err({
      kind: 'subscribers-not-checked',
      retryAt: failure?.kind === 'youtube-quota-exhausted' ? failure.retryAt : null,
    })
  }

/** The claim may have gone over to another channel while YouTube was asked. */
const keep = async (
  transact: Transact,
  owner: Id<'Account'>,
  facts: ChannelFacts,
  now: Instant,
): Promise<void> => {
  await transact(async ({ channels }) => {
    const channel = await channels.find(owner)
    if (channel?.identity?.id === facts.id) await channels.save(readAnew(channel, facts, now))
    return ok(undefined)
  })
}
