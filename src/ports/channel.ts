import type { Channel } from '../domain/channel/channel.ts'
import type { Id, Instant } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'
import type { ChannelId } from '../domain/video/youtube-url.ts'

export type ChannelStore = {
  readonly add: (channel: Channel) => Promise<void>
  /** Locks the channel for the rest of the transaction. */
  readonly find: (owner: Id<'Account'>) => Promise<Channel | null>
  /** All claims on one YouTube channel, in the order of their owners. */
  readonly claimsOn: (channel: ChannelId) => Promise<readonly Channel[]>
  /** A YouTube channel is verified for one owner at a time: refused when another has it, also in a race. */
  readonly save: (channel: Channel) => Promise<Result<void, { readonly kind: 'channel-owned-by-another' }>>
  /** YouTube told nothing of these: those that are due by `until` are due at `until`. */
  readonly putOff: (owners: readonly Id<'Account'>[], until: Instant) => Promise<void>
  /**
   * Forgets what YouTube told of channels that were last read before `before`: the name that the creator typed takes the
   * place of the title, the subscribers are unknown, and the channel's id stays. The oldest first, at most `limit`;
   * answers how many.
   */
  readonly forgetUnreread: (before: Instant, limit: number) => Promise<number>
}

/** A claim that an operator has to look at: pending ones, and rejected ones whose loser was beaten by a code. */
export type ChannelClaim = {
  readonly channel: Channel
  readonly name: string
  readonly email: string
  /** Another member for whom the same channel is verified; null when there is none. */
  readonly holder: { readonly id: Id<'Account'>; readonly name: string } | null
}

/** A verified or pending claim, whose figures are read again and again. */
export type ReadChannel = { readonly owner: Id<'Account'>; readonly channelId: ChannelId }
export type OwedProof = { readonly owner: Id<'Account'>; readonly proofUrl: string }

export type ChannelViews = {
  readonly of: (owner: Id<'Account'>) => Promise<Channel | null>
  /** Waiting or disputed claims, by owner, after `after`. */
  readonly waiting: (page: {
    readonly after: Id<'Account'> | null
    readonly limit: number
  }) => Promise<readonly ChannelClaim[]>
  /** Verified and pending ones, by owner, after `after`. */
  readonly read: (page: {
    readonly after: Id<'Account'> | null
    readonly limit: number
  }) => Promise<readonly ReadChannel[]>
  /** Those of them whose reading is due by `now`, the oldest due first. */
  readonly dueForReading: (query: {
    readonly now: Instant
    readonly limit: number
  }) => Promise<readonly ReadChannel[]>
  /** Channels that are owed a check of their proof, by owner, after `after`. */
  readonly owedProofs: (page: {
    readonly after: Id<'Account'> | null
    readonly limit: number
  }) => Promise<readonly OwedProof[]>
}
