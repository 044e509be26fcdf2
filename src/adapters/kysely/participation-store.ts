import type { Kysely, Selectable } from 'kysely'
import { match } from 'ts-pattern'
import {
  type CancelReason,
  type DeclineReason,
  type HistoryLine,
  type NewParticipation,
  type Participation,
  type Progress,
  type Status,
  TAKES_A_PLACE,
  type Terms,
  type Upload,
} from '../../domain/participation/participation.ts'
import { toId, toInstant, toWon } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { ParticipationStore } from '../../ports/participation.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database, ParticipationHistoryTable, ParticipationTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { flag, mustHaveChanged, newId, oneOf, present, toFlag, wholeNumber } from './row.ts'

export const participationStore = (db: Kysely<Database>, dialect: SqlDialect): ParticipationStore => ({
  add: async (part) => {
    const added = await unlessTaken(
      dialect,
      db.insertInto('participation').values(newRow(part)).executeTakeFirstOrThrow(),
    )
    return added === null
      ? err({ kind: 'already-applied' })
      : ok({ ...part, id: newId<'Participation'>(added) })
  },
  find: async (id) => {
    const query = db.selectFrom('participation').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : participationFromRow(row)
  },
  findOf: async (creator, ad) => {
    const query = db
      .selectFrom('participation')
      .selectAll()
      .where('creator_id', '=', creator)
      .where('ad_id', '=', ad)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : participationFromRow(row)
  },
  save: async (part) => {
    await countPlaces(db, part)
    // Without the row that they count on, places would be given out without end.
    const update = db
      .updateTable('participation')
      .set(toRow(part))
      .where('id', '=', part.id)
      .where(({ exists }) =>
        exists(db.selectFrom('ad_places').select('taken').where('ad_id', '=', part.adId)),
      )
    const what = `participation ${part.id}, or the count of the places of its ad,`
    mustHaveChanged(await update.executeTakeFirst(), what)
  },
  placesTaken: async (ad) => {
    // The very row that an assignment writes: a lock on the ad alone does not keep another node's assignment from being
    // applied here between the look and the count, after which the cluster sees no conflict.
    const query = db.selectFrom('ad_places').select('taken').where('ad_id', '=', ad)
    const row = await dialect.lockRows(query).executeTakeFirst()
    if (row === undefined) throw new Error(`the places of ad ${ad} are not counted anywhere`)
    return wholeNumber(row.taken)
  },
  applicants: async (ad, limit) => {
    const query = db
      .selectFrom('participation')
      .selectAll()
      .where('ad_id', '=', ad)
      .where('status', '=', 'applied')
      .orderBy('id')
      .limit(limit)
    return (await dialect.lockRows(query).execute()).map(participationFromRow)
  },
  record: async (line) => {
    await db.insertInto('participation_history').values(historyToRow(line)).execute()
  },
})

/**
 * Moves the ad's count by what this participation is about to change, before it does. A status that neither takes nor
 * frees a place leaves the row alone, so that others need not wait for it.
 */
const countPlaces = async (db: Kysely<Database>, { id, adId, status }: Participation): Promise<void> => {
  const takes = TAKES_A_PLACE.includes(status) ? 1 : 0
  const took = db
    .selectFrom('participation')
    .select(({ fn }) => fn.countAll<number>().as('took'))
    .where('id', '=', id)
    .where('status', 'in', TAKES_A_PLACE)
  await db
    .updateTable('ad_places')
    .set(({ eb }) => ({ taken: eb(eb('taken', '+', takes), '-', took) }))
    .where('ad_id', '=', adId)
    .where(({ eb }) => eb(took, '<>', takes))
    .execute()
}

export const STATUSES: readonly Status[] = [
  'applied',
  'assigned',
  'submitted',
  'completed',
  'declined',
  'withdrawn',
  'cancelled',
]
const DECLINE_REASONS: readonly DeclineReason[] = ['not-selected', 'assignment-period-over']
const CANCEL_REASONS: readonly CancelReason[] = ['not-uploaded', 'ad-cancelled', 'rules-broken']

type ParticipationRow = Selectable<ParticipationTable>

export const participationFromRow = (row: ParticipationRow): Participation => ({
  id: toId<'Participation'>(row.id),
  adId: toId<'Ad'>(row.ad_id),
  creatorId: toId<'Account'>(row.creator_id),
  proposal: {
    planTitle: row.plan_title,
    planContents: row.plan_contents,
    refUrl: row.ref_url,
    youtubeUrl: row.youtube_url,
    phone: row.phone,
    location: row.location,
    additionalSelection: flag(row.additional_selection, 'participation.additional_selection'),
  },
  appliedAt: toInstant(row.applied_at),
  since: toInstant(row.since),
  ...progressFrom(row),
})

const progressFrom = (row: ParticipationRow): Progress =>
  match(oneOf(STATUSES, row.status, 'participation.status'))
    .returnType<Progress>()
    .with('applied', 'withdrawn', (status) => ({ status }))
    .with('assigned', (status) => ({ status, terms: termsFrom(row), changesAsked: row.changes_asked }))
    .with('submitted', 'completed', (status) => ({ status, terms: termsFrom(row), upload: uploadFrom(row) }))
    .with('declined', (status) => ({
      status,
      reason: oneOf(DECLINE_REASONS, row.reason, 'participation.reason'),
      note: present(row.note, 'participation.note'),
    }))
    .with('cancelled', (status) => ({
      status,
      reason: oneOf(CANCEL_REASONS, row.reason, 'participation.reason'),
      note: present(row.note, 'participation.note'),
    }))
    .exhaustive()

const termsFrom = (row: ParticipationRow): Terms => ({
  reward: toWon(present(row.terms_reward, 'participation.terms_reward')),
  holdDays: present(row.terms_hold_days, 'participation.terms_hold_days'),
})

const uploadFrom = (row: ParticipationRow): Upload => ({
  videoId: videoIdFrom(present(row.video_id, 'participation.video_id'), 'participation.video_id'),
  publishedAt: toInstant(present(row.published_at, 'participation.published_at')),
  review: present(row.review, 'participation.review'),
})

/** Columns that a status does not have are empty, so that nothing of an earlier one stays behind. */
const toRow = (part: Participation) => ({
  ...commonRow(part),
  status: part.status,
  terms_reward: 'terms' in part ? part.terms.reward : null,
  terms_hold_days: 'terms' in part ? part.terms.holdDays : null,
  changes_asked: 'changesAsked' in part ? part.changesAsked : null,
  video_id: 'upload' in part ? part.upload.videoId : null,
  published_at: 'upload' in part ? part.upload.publishedAt : null,
  review: 'upload' in part ? part.upload.review : null,
  reason: 'reason' in part ? part.reason : null,
  note: 'note' in part ? part.note : null,
})

const newRow = (part: NewParticipation) => ({ ...commonRow(part), status: part.status })

const commonRow = ({ adId, creatorId, proposal, appliedAt, since }: Omit<NewParticipation, 'status'>) => ({
  ad_id: adId,
  creator_id: creatorId,
  since,
  applied_at: appliedAt,
  plan_title: proposal.planTitle,
  plan_contents: proposal.planContents,
  ref_url: proposal.refUrl,
  youtube_url: proposal.youtubeUrl,
  phone: proposal.phone,
  location: proposal.location,
  additional_selection: toFlag(proposal.additionalSelection),
})

export const historyFromRow = (row: Selectable<ParticipationHistoryTable>): HistoryLine => ({
  participationId: toId<'Participation'>(row.participation_id),
  at: toInstant(row.at),
  by: row.by_account === null ? null : toId<'Account'>(row.by_account),
  from:
    row.from_status === null ? null : oneOf(STATUSES, row.from_status, 'participation_history.from_status'),
  to: oneOf(STATUSES, row.to_status, 'participation_history.to_status'),
  reason: row.reason,
})

const historyToRow = (line: HistoryLine) => ({
  participation_id: line.participationId,
  at: line.at,
  by_account: line.by,
  from_status: line.from,
  to_status: line.to,
  reason: line.reason,
})
