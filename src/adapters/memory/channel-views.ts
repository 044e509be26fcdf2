import type { Channel } from '../../domain/channel/channel.ts'
import type { Id } from '../../domain/primitives.ts'
import type { ChannelViews } from '../../ports/channel.ts'
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

  return {
    of: async (owner) => channels.get(owner) ?? null,
    waiting: async (asked) =>
      page(({ state, disputed }) => state.status === 'pending' || disputed, asked).flatMap((channel) => {
        const owner = accounts.get(channel.owner)
        return owner === undefined ? [] : [{ channel, name: owner.name, email: owner.email }]
      }),
    verified: async (asked) =>
      page(({ state }) => state.status === 'verified', asked).flatMap(({ owner, identity }) =>
        identity === null ? [] : [{ owner, channelId: identity.id }],
      ),
    owedProofs: async (asked) =>
      page(({ owedProofUrl }) => owedProofUrl !== null, asked).flatMap(({ owner, owedProofUrl }) =>
        owedProofUrl === null ? [] : [{ owner, proofUrl: owedProofUrl }],
      ),
  }
}
