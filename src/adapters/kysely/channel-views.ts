import type { Kysely } from 'kysely'
import { toId } from '../../domain/primitives.ts'
import type { ChannelViews, ReadChannel } from '../../ports/channel.ts'
import { channelFromRow, channelIdFrom, channelsWithReading } from './channel-store.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { present } from './row.ts'

export const channelViews = (db: Kysely<Database>): ChannelViews => {
  const channel = prepared<{ readonly owner: number }>(db)((value) =>
    channelsWithReading(db).where('channel.owner_id', '=', value('owner')),
  )
  return {
    of: async (owner) => {
      const [row] = await channel({ owner })
      return row === undefined ? null : channelFromRow(row)
    },
    ...rareViews(db),
  }
}

const rareViews = (db: Kysely<Database>): Omit<ChannelViews, 'of'> => ({
  waiting: async ({ after, limit }) => {
    const rows = await channelsWithReading(db)
      .innerJoin('account', 'account.id', 'channel.owner_id')
      // A channel is verified for one at a time: an index has them.
      .leftJoin('channel as held', (join) =>
        join
          .onRef('held.verified_channel_id', '=', 'channel.channel_id')
          .onRef('held.owner_id', '<>', 'channel.owner_id'),
      )
      .leftJoin('account as holder', 'holder.id', 'held.owner_id')
      .select(['account.name', 'account.email', 'holder.id as holder_id', 'holder.name as holder_name'])
      .where('channel.waiting', '=', 1)
      .where('channel.owner_id', '>', after ?? 0)
      .orderBy('channel.owner_id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      channel: channelFromRow(row),
      name: row.name,
      email: row.email,
      holder:
        row.holder_id === null || row.holder_name === null
          ? null
          : { id: toId<'Account'>(row.holder_id), name: row.holder_name },
    }))
  },
  read: async ({ after, limit }) => {
    const rows = await readChannels(db)
      .where('channel_reading.due_at', 'is not', null)
      .where('channel_reading.owner_id', '>', after ?? 0)
      .orderBy('channel_reading.owner_id')
      .limit(limit)
      .execute()
    return rows.map(readChannelFrom)
  },
  dueForReading: async ({ now, limit }) => {
    const rows = await readChannels(db)
      .where('channel_reading.due_at', '<=', now)
      .orderBy('channel_reading.due_at')
      .orderBy('channel_reading.owner_id')
      .limit(limit)
      .execute()
    return rows.map(readChannelFrom)
  },
  owedProofs: async ({ after, limit }) => {
    const rows = await db
      .selectFrom('channel')
      .select(['owner_id', 'owed_proof_url'])
      .where('owes_proof', '=', 1)
      .where('owner_id', '>', after ?? 0)
      .orderBy('owner_id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      owner: toId<'Account'>(row.owner_id),
      proofUrl: present(row.owed_proof_url, 'channel.owed_proof_url'),
    }))
  },
})

const readChannels = (db: Kysely<Database>) =>
  db
    .selectFrom('channel_reading')
    .innerJoin('channel', 'channel.owner_id', 'channel_reading.owner_id')
    .select(['channel_reading.owner_id', 'channel.channel_id'])

const readChannelFrom = (row: {
  readonly owner_id: number
  readonly channel_id: string | null
}): ReadChannel => ({
  owner: toId<'Account'>(row.owner_id),
  channelId: channelIdFrom(present(row.channel_id, 'channel.channel_id')),
})
