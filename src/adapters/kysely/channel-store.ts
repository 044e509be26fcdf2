import type { ExpressionBuilder, Kysely, Selectable } from 'kysely'
import { match } from 'ts-pattern'
import type {
  Channel,
  ChannelIdentity,
  ChannelReading,
  ChannelState,
  ProofCode,
} from '../../domain/channel/channel.ts'
import { toId, toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import { type ChannelId, isChannelId, isVideoId, type VideoId } from '../../domain/video/youtube-url.ts'
import type { ChannelStore } from '../../ports/channel.ts'
import type { ChannelReadingTable, ChannelTable, Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { flag, mustHaveChanged, oneOf, present, toFlag } from './row.ts'

export const channelStore = (db: Kysely<Database>, dialect: SqlDialect): ChannelStore => ({
  add: async (channel) => {
    await db.insertInto('channel').values(toRow(channel)).execute()
    await saveReading(db, channel)
  },
  find: async (owner) => {
    const query = channelsWithReading(db).where('channel.owner_id', '=', owner)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : channelFromRow(row)
  },
  claimsOn: async (channel) => {
    const query = channelsWithReading(db)
      .where('channel.channel_id', '=', channel)
      .orderBy('channel.owner_id')
    return (await dialect.lockRows(query).execute()).map(channelFromRow)
  },
  save: async (channel) => {
    const update = db.updateTable('channel').set(toRow(channel)).where('owner_id', '=', channel.owner)
    const saved = await unlessTaken(dialect, update.executeTakeFirst())
    if (saved === null) return err({ kind: 'channel-owned-by-another' })
    mustHaveChanged(saved, `channel of ${channel.owner}`)
    await saveReading(db, channel)
    return ok(undefined)
  },
  putOff: async (owners, until) => {
    if (owners.length === 0) return
    await db
      .updateTable('channel_reading')
      .set({ due_at: until })
      .where('owner_id', 'in', owners)
      .where('due_at', '<', until)
      .execute()
  },
  forgetUnreread: async (before, limit) => {
    const found = await db
      .selectFrom('channel_reading')
      .innerJoin('channel', 'channel.owner_id', 'channel_reading.owner_id')
      .select('channel.owner_id')
      .where('channel_reading.read_at', '<', before)
      .where((eb) => tellsWhatWasRead(eb))
      .orderBy('channel_reading.read_at')
      .limit(limit)
      .execute()
    if (found.length === 0) return 0
    const owners = found.map((row) => row.owner_id)
    const forgetting = db
      .updateTable('channel')
      .set(({ ref }) => ({ channel_title: ref('claimed_name'), subscribers: null }))
      .where('owner_id', 'in', owners)
      // What was read in the meantime stays.
      .where('owner_id', 'in', (eb) =>
        eb
          .selectFrom('channel_reading')
          .select('channel_reading.owner_id')
          .where('channel_reading.owner_id', 'in', owners)
          .where('channel_reading.read_at', '<', before),
      )
    return Number((await forgetting.executeTakeFirst()).numUpdatedRows)
  },
})

/** Also for views. */
export const channelsWithReading = (db: Kysely<Database>) =>
  db
    .selectFrom('channel')
    .leftJoin('channel_reading', 'channel_reading.owner_id', 'channel.owner_id')
    .selectAll('channel')
    .select(['channel_reading.read_at', 'channel_reading.due_at'])

/** Whoever saves has locked or written the channel before, so that nobody else adds the row in between. */
const saveReading = async (db: Kysely<Database>, { owner, reading }: Channel): Promise<void> => {
  if (reading === null) {
    await db.deleteFrom('channel_reading').where('owner_id', '=', owner).execute()
    return
  }
  const row = { read_at: reading.at, due_at: reading.dueAt }
  const update = db.updateTable('channel_reading').set(row).where('owner_id', '=', owner)
  if ((await update.executeTakeFirst()).numUpdatedRows === 0n)
    await db
      .insertInto('channel_reading')
      .values({ owner_id: owner, ...row })
      .execute()
}

/** Still holds what YouTube told, and when that was. */
const tellsWhatWasRead = (eb: ExpressionBuilder<Database, 'channel'>) =>
  eb.or([
    eb('channel.subscribers', 'is not', null),
    eb('channel.channel_title', '<>', eb.ref('channel.claimed_name')),
  ])

/** The columns that follow from the others are the database's own business. */
type ChannelRow = Omit<Selectable<ChannelTable>, 'verified_channel_id' | 'waiting' | 'owes_proof'> & {
  readonly [Column in 'read_at' | 'due_at']: Selectable<ChannelReadingTable>[Column] | null
}

export const channelFromRow = (row: ChannelRow): Channel => ({
  owner: toId<'Account'>(row.owner_id),
  claimedUrl: row.claimed_url,
  claimedName: row.claimed_name,
  identity: identityFrom(row),
  reading: readingFrom(row),
  state: stateFrom(row),
  since: toInstant(row.since),
  proofVideo: row.proof_video === null ? null : videoIdFrom(row.proof_video, 'channel.proof_video'),
  code: codeFrom(row),
  owedProofUrl: row.owed_proof_url,
  disputed: flag(row.disputed, 'channel.disputed'),
})

const identityFrom = (row: ChannelRow): ChannelIdentity | null =>
  row.channel_id === null
    ? null
    : {
        id: channelIdFrom(row.channel_id),
        title: present(row.channel_title, 'channel.channel_title'),
        subscribers: row.subscribers,
      }

const readingFrom = (row: ChannelRow): ChannelReading | null =>
  row.read_at === null
    ? null
    : { at: toInstant(row.read_at), dueAt: row.due_at === null ? null : toInstant(row.due_at) }

const stateFrom = (row: ChannelRow): ChannelState =>
  match(oneOf(['unproven', 'pending', 'verified', 'rejected'], row.status, 'channel.status'))
    .returnType<ChannelState>()
    .with('unproven', 'pending', (status) => ({ status }))
    .with('verified', (status) => ({
      status,
      by: oneOf(['code', 'operator'], row.verified_by, 'channel.verified_by'),
    }))
    .with('rejected', (status) => ({
      status,
      reason: oneOf(['operator', 'proved-by-another'], row.rejection_reason, 'channel.rejection_reason'),
      note: present(row.rejection_note, 'channel.rejection_note'),
    }))
    .exhaustive()

const codeFrom = (row: ChannelRow): ProofCode | null =>
  row.code_hash === null
    ? null
    : {
        hash: row.code_hash,
        issuedAt: toInstant(present(row.code_issued_at, 'channel.code_issued_at')),
        expiresAt: toInstant(present(row.code_expires_at, 'channel.code_expires_at')),
      }

export const videoIdFrom = (value: string, column: string): VideoId => {
  if (!isVideoId(value)) throw new Error(`${column} holds ${JSON.stringify(value)}`)
  return value
}

export const channelIdFrom = (value: string): ChannelId => {
  if (!isChannelId(value)) throw new Error(`channel.channel_id holds ${JSON.stringify(value)}`)
  return value
}

const toRow = ({ identity, state, code, ...channel }: Omit<Channel, 'reading'>) => ({
  owner_id: channel.owner,
  claimed_url: channel.claimedUrl,
  claimed_name: channel.claimedName,
  channel_id: identity?.id ?? null,
  channel_title: identity?.title ?? null,
  subscribers: identity?.subscribers ?? null,
  status: state.status,
  verified_by: state.status === 'verified' ? state.by : null,
  rejection_reason: state.status === 'rejected' ? state.reason : null,
  rejection_note: state.status === 'rejected' ? state.note : null,
  since: channel.since,
  proof_video: channel.proofVideo,
  code_hash: code?.hash ?? null,
  code_issued_at: code?.issuedAt ?? null,
  code_expires_at: code?.expiresAt ?? null,
  owed_proof_url: channel.owedProofUrl,
  disputed: toFlag(channel.disputed),
})
