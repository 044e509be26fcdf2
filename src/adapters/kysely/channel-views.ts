import type { Kysely } from 'kysely'
import { toId } from '../../domain/primitives.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import { channelFromRow, channelIdFrom } from './channel-store.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { present } from './row.ts'

export const channelViews = (db: Kysely<Database>): ChannelViews => {
  const channel = prepared<{ readonly owner: number }>(db)((value) =>
    db.selectFrom('channel').selectAll().where('owner_id', '=', value('owner')),
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
    const rows = await db
      .selectFrom('channel')
      .innerJoin('account', 'account.id', 'channel.owner_id')
      .selectAll('channel')
      .select(['account.name', 'account.email'])
      .where('channel.waiting', '=', 1)
      .where('channel.owner_id', '>', after ?? 0)
      .orderBy('channel.owner_id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ channel: channelFromRow(row), name: row.name, email: row.email }))
  },
  verified: async ({ after, limit }) => {
    const rows = await db
      .selectFrom('channel')
      .select(['owner_id', 'channel_id'])
      .where('status', '=', 'verified')
      .where('owner_id', '>', after ?? 0)
      .orderBy('owner_id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      owner: toId<'Account'>(row.owner_id),
      channelId: channelIdFrom(present(row.channel_id, 'channel.channel_id')),
    }))
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
