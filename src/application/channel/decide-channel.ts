import {
  type Channel,
  type ChannelDecision,
  type ChannelRefusal,
  decide,
} from '../../domain/channel/channel.ts'
import { type NotificationFact, notice } from '../../domain/notification/notification.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type DecideChannel = (command: {
  readonly operator: Id<'Account'>
  readonly owner: Id<'Account'>
  readonly decision: ChannelDecision
  readonly key: CommandKey | null
}) => Promise<Result<Channel, ChannelRefusal | KeyRefusal | { readonly kind: 'channel-claim-not-found' }>>

/** An operator verifies or rejects a claim; the creator is told. */
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
        const taken = others.some((claim) => claim.owner !== owner && claim.state.status === 'verified')
        const decided = decide(channel, decision, taken, now)
        if (!decided.ok) return decided
        const saved = await channels.save(decided.value)
        if (!saved.ok) return saved
        await notifications.add(
          notice(owner, factOf(decided.value, decision), `${channel.identity?.id}:${now}`, now),
        )
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

const factOf = ({ identity }: Channel, decision: ChannelDecision): NotificationFact =>
  decision.decision === 'verify'
    ? { kind: 'channel-verified', channelTitle: identity?.title ?? '' }
    : { kind: 'channel-rejected', reason: 'operator', note: decision.note }
