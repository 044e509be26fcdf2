import type { Channel } from '../../domain/channel/channel.ts'
import type { Id } from '../../domain/primitives.ts'
import type { ChannelClaim, ChannelViews, ReadChannel } from '../../ports/channel.ts'
import type { Tables } from './database.ts'

export const channelViews = ({ channels, accounts }: Tables): ChannelViews => {
  const page = (
    wanted: (channel: Channel) => boolean,
    { after, limit }: { readonly after: Id<'Account'> | null; readonly limit: number },
  ): readonly Channel[] =>
    channels
      .rows()
      .filter((channel) => wanted(channel) && channel.owner > (after ?? 0))
      .sort((a, b) => a.owner - b.owner)
      .slice(0, limit)

  const holderOf = (claim: Channel): ChannelClaim['holder'] => {
    const held = channels
      .rows()
      .find(
        ({ owner, identity, state }) =>
          owner !== claim.owner && state.status === 'verified' && identity?.id === claim.identity?.id,
      )
    const holder = held && accounts.get(held.owner)
    return holder === undefined ? null : { id: holder.id, name: holder.name }
  }

  return {
    of: async (owner) => channels.get(owner) ?? null,
    waiting: async (asked) =>
      page(({ state, disputed }) => state.status === 'pending' || disputed, asked).flatMap((channel) => {
        const owner = accounts.get(channel.owner)
        return owner === undefined
          ? []
          : [{ channel, name: owner.name, email: owner.email, holder: holderOf(channel) }]
      }),
    read: async (asked) => page(({ reading }) => (reading?.dueAt ?? null) !== null, asked).flatMap(toRead),
    dueForReading: async ({ now, limit }) =>
      channels
        .rows()
        .filter((channel) => dueAt(channel) <= now)
        .sort((a, b) => dueAt(a) - dueAt(b) || a.owner - b.owner)
        .slice(0, limit)
        .flatMap(toRead),
    owedProofs: async (asked) =>
      page(({ owedProofUrl }) => owedProofUrl !== null, asked).flatMap(({ owner, owedProofUrl }) =>
        owedProofUrl === null ? [] : [{ owner, proofUrl: owedProofUrl }],
      ),
  }
}

/** Infinitely late when it is not to be read at all. */
const dueAt = ({ reading }: Channel): number => reading?.dueAt ?? Number.POSITIVE_INFINITY

const toRead = ({ owner, identity }: Channel): readonly ReadChannel[] =>
  identity === null ? [] : [{ owner, channelId: identity.id }]
