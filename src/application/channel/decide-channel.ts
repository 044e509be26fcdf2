import {
  type Channel,
  type ChannelDecision,
  type ChannelRefusal,
  decide,
} from '../../domain/channel/channel.ts'
import { type NotificationFact, notice } from '../../domain/notification/notification.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import { err, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Stores } from '../../ports/transact.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type DecideChannel = (command: {
  readonly operator: Id<'Account'>
  readonly owner: Id<'Account'>
  readonly decision: ChannelDecision
  readonly key: CommandKey | null
}) => Promise<Result<Channel, ChannelRefusal | KeyRefusal | { readonly kind: 'channel-claim-not-found' }>>

/** An operator verifies or rejects a claim; the creator is told, and in a dispute the other side as well. */
export const decideChannel =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): DecideChannel =>
  ({ operator, owner, decision, key }) =>
    once<Channel, ChannelRefusal | { readonly kind: 'channel-claim-not-found' }>(
      key,
      async ({ channels, notifications, audit }) => {
        const now = clock.now()
        const channel = await channels.find(owner)
        if (channel === null) return err({ kind: 'channel-claim-not-found' })
        const others = channel.identity === null ? [] : await channels.claimsOn(channel.identity.id)
        const rivals = others.filter((claim) => claim.owner !== owner)
        const holder = rivals.find(isVerified) ?? null
        const decided = decide(channel, decision, holder !== null, now)
        if (!decided.ok) return err(withHolder(decided.error, holder))
        const saved = await channels.save(decided.value)
        if (!saved.ok) return saved
        await notifications.add(
          notice(owner, factOf(decided.value, decision), `${channel.identity?.id}:${now}`, now),
        )
        if (decision.decision === 'reject') await tellOtherSide(notifications, channel, rivals, now)
        await audit.append({
          at: now,
          by: operator,
          operation: 'channel-decided',
          subject: `channel:${owner}`,
          before: channel.state,
          after: decided.value.state,
        })
        return decided
      },
    )

const isVerified = ({ state }: Channel): boolean => state.status === 'verified'

/** An operator can take the channel back from whoever has it. */
const withHolder = (refusal: ChannelRefusal, holder: Channel | null): ChannelRefusal =>
  refusal.kind === 'channel-owned-by-another' && holder !== null
    ? { ...refusal, holder: holder.owner }
    : refusal

/**
 * A rejection also decides for the other side of a dispute, who was told of it: whoever has the channel keeps it, or it is
 * free for those whose claims wait.
 */
const tellOtherSide = async (
  notifications: Stores['notifications'],
  rejected: Channel,
  rivals: readonly Channel[],
  now: Instant,
): Promise<void> => {
  const wasHeld = isVerified(rejected)
  const others = wasHeld ? rivals.filter(({ disputed }) => disputed) : rivals.filter(isVerified)
  if (!wasHeld && !rejected.disputed) return
  const channelTitle = rejected.identity?.title ?? ''
  const outcome = wasHeld ? 'open' : 'kept'
  for (const { owner } of others) {
    const fact = { kind: 'channel-dispute-decided', channelTitle, outcome } as const
    await notifications.add(notice(owner, fact, `${rejected.identity?.id}:${rejected.owner}:${now}`, now))
  }
}

const factOf = ({ identity }: Channel, decision: ChannelDecision): NotificationFact =>
  decision.decision === 'verify'
    ? { kind: 'channel-verified', channelTitle: identity?.title ?? '' }
    : { kind: 'channel-rejected', reason: 'operator', note: decision.note }
