import { absentNow, lastAbsentAt, readAnew } from '../../domain/channel/channel.ts'
import { isOfWrongClock } from '../../domain/clocks.ts'
import { HOUR_MS, type Id, type Instant, MINUTE_MS, toInstant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { ChannelId } from '../../domain/video/youtube-url.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transact } from '../../ports/transact.ts'
import {
  type ChannelFacts,
  type PlatformFailure,
  UNREADABLE,
  type VideoPlatform,
} from '../../ports/video-platform.ts'

/** YouTube gives no answer, and what it told before is too old to judge anybody by. */
export type SubscribersNotChecked = {
  readonly kind: 'subscribers-not-checked'
  /** When YouTube answers again, if it told. */
  readonly retryAt: Instant | null
}

/** YouTube answers, but does not show the channel, and what it told before is too old to judge anybody by. */
export type ChannelNotShown = { readonly kind: 'channel-not-shown' }

export type CheckSubscribers = (
  owner: Id<'Account'>,
) => Promise<Result<void, SubscribersNotChecked | ChannelNotShown>>

/** A figure of the last hour is one of today. */
const READ_ANEW_AFTER_MS = HOUR_MS
/** Who is told to show their subscribers does so, and then applies again at once. */
const HIDDEN_READ_ANEW_AFTER_MS = MINUTE_MS
/** A channel that is gone is not asked for with every application of its owner. */
const ABSENT_ASKED_ANEW_AFTER_MS = HOUR_MS
/** While YouTube gives no answer, or does not show the channel, a figure counts for this long. */
const COUNTS_FOR_MS = 48 * HOUR_MS

/**
 * Sees to it that the stored subscribers of a creator can be judged by: they are read anew when they are older than an
 * hour, for one unit; so is once an hour one that YouTube does not show. Does nothing for who has proved no channel. Not to be called inside of a transaction.
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
    const freshFor = subscribers === null ? HIDDEN_READ_ANEW_AFTER_MS : READ_ANEW_AFTER_MS
    const now = clock.now()
    const readAt = known(channel.reading?.at ?? null, now)
    if (now - readAt <= freshFor) return ok(undefined)
    const stillCounts = now - readAt <= COUNTS_FOR_MS
    const notShown = stillCounts ? ok(undefined) : err({ kind: 'channel-not-shown' } as const)
    if (now - known(lastAbsentAt(channel), now) <= ABSENT_ASKED_ANEW_AFTER_MS) return notShown
    const answer = await platform.channels([id])
    const facts = answer.ok ? answer.value.get(id) : UNREADABLE
    if (facts === UNREADABLE) {
      const failure = answer.ok ? ({ kind: 'youtube-unavailable' } as const) : answer.error
      return stillCounts ? ok(undefined) : err(notChecked(failure))
    }
    await keep(transact, owner, { id, facts }, clock.now())
    return facts === undefined ? notShown : ok(undefined)
  }

/** Long ago when it never was, or when a clock far ahead says that it was. */
const known = (at: Instant | null, now: Instant): Instant =>
  at === null || isOfWrongClock(at, now) ? toInstant(0) : at

const notChecked = (failure: PlatformFailure): SubscribersNotChecked => ({
  kind: 'subscribers-not-checked',
  retryAt: failure.kind === 'youtube-quota-exhausted' ? failure.retryAt : null,
})

/** The claim may have gone over to another channel while YouTube was asked. */
const keep = async (
  transact: Transact,
  owner: Id<'Account'>,
  { id, facts }: { readonly id: ChannelId; readonly facts: ChannelFacts | undefined },
  now: Instant,
): Promise<void> => {
  await transact(async ({ channels }) => {
    const channel = await channels.find(owner)
    if (channel?.identity?.id === id)
      await channels.save(facts === undefined ? absentNow(channel, now) : readAnew(channel, facts, now))
    return ok(undefined)
  })
}
