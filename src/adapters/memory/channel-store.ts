import type { Channel } from '../../domain/channel/channel.ts'
import { err, ok } from '../../domain/result.ts'
import type { ChannelStore } from '../../ports/channel.ts'
import type { Tables } from './database.ts'
import { insert, replace } from './table.ts'

export const channelStore = ({ channels }: Tables): ChannelStore => ({
  add: async (channel) => insert(channels, channel.owner, channel),
  find: async (owner) => channels.get(owner) ?? null,
  claimsOn: async (id) =>
    channels
      .rows()
      .filter(({ identity }) => identity?.id === id)
      .sort((a, b) => a.owner - b.owner),
  save: async (channel) => {
    const verifiedElsewhere = channels
      .rows()
      .some(
        (other) =>
          other.owner !== channel.owner &&
          isVerified(other) &&
          isVerified(channel) &&
          other.identity?.id === channel.identity?.id,
      )
    if (verifiedElsewhere) return err({ kind: 'channel-owned-by-another' })
    replace(channels, channel.owner, channel)
    return ok(undefined)
  },
  putOff: async (owners, until) => {
    for (const owner of owners) {
      const channel = channels.get(owner)
      if (channel?.reading?.dueAt == null || channel.reading.dueAt >= until) continue
      channels.put(owner, { ...channel, reading: { ...channel.reading, dueAt: until } })
    }
  },
  forgetUnreread: async (before, limit) => {
    const unreread = channels
      .rows()
      .filter(({ reading }) => reading !== null && reading.at < before)
      .flatMap((channel) => {
        const { identity, claimedName } = channel
        return identity === null || (identity.title === claimedName && identity.subscribers === null)
          ? []
          : [{ ...channel, identity: { id: identity.id, title: claimedName, subscribers: null } }]
      })
      .slice(0, limit)
    for (const channel of unreread) channels.put(channel.owner, channel)
    return unreread.length
  },
})

const isVerified = ({ state, identity }: Channel): boolean => state.status === 'verified' && identity !== null
