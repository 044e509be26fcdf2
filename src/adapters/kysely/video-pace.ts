import { type Kysely, type Selectable, sql } from 'kysely'
import { type Instant, toId, toInstant } from '../../domain/primitives.ts'
import { type Pace, unreadPace } from '../../domain/video/pace.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { PacedVideo } from '../../ports/video.ts'
import { hashtagsFrom } from './ad-store.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database, VideoPaceTable } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { livenessFrom } from './liveness-row.ts'
import { flag, oneOf, present } from './row.ts'

/** See `VideoStore`. */
export const findPaced = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  ids: readonly VideoId[],
): Promise<readonly PacedVideo[]> => {
  if (ids.length === 0) return []
  // Only what a refresh writes: a command locks its participation before its video, so this must not do the opposite.
  const lock = db
    .selectFrom('video')
    .leftJoin('video_pace', 'video_pace.video_id', 'video.id')
    // A table of which nothing is selected is left out of the join, and then it is not locked.
    .select(['video.id', 'video_pace.promised_by'])
    .where('video.id', 'in', ids)
    .orderBy('video.id')
  await dialect.lockRows(lock).execute()
  return (await pacedVideos(db, ids).execute()).map(fromRow)
}

const REWARD_IS_SETTLED = sql<number>`CASE WHEN EXISTS (
    SELECT 1 FROM cash_posting
    WHERE cash_posting.creator_id = participation.creator_id
      AND cash_posting.cause = concat('release:', participation.id)
  ) OR EXISTS (
    SELECT 1 FROM import_2020
    WHERE import_2020.kind = 'rewarded-participation' AND import_2020.new_id = participation.id
  ) THEN 1 ELSE 0 END`

/**
 * Whether a participation of the query stands on its video, submitted or completed. It is a sum for SQLite, which would
 * otherwise go by the index of statuses and begin with every participation there ever was.
 */
export const IS_SUBMITTED = sql<boolean>`CASE WHEN participation.status IN ('submitted', 'completed') THEN 1 ELSE 0 END = 1`

const pacedVideos = (db: Kysely<Database>, ids: readonly VideoId[]) =>
  db
    .selectFrom('video')
    .innerJoin('participation', 'participation.id', 'video.participation_id')
    .innerJoin('ad', 'ad.id', 'participation.ad_id')
    .leftJoin('video_pace', 'video_pace.video_id', 'video.id')
    .selectAll('video')
    .select([
      'video_pace.promised_by',
      'video_pace.wanted_at',
      'video_pace.check_by',
      'video_pace.read_at',
      'video_pace.views',
      'video_pace.views_per_day',
      'video_pace.unchanged_reads',
      'participation.status',
      'participation.since',
      'participation.creator_id',
      'participation.ad_id',
      'participation.terms_reward',
      'participation.terms_hold_days',
      'ad.title',
      'ad.thumbnail',
      'ad.required_hashtags',
      'ad.complete_date',
      REWARD_IS_SETTLED.as('reward_is_settled'),
    ])
    .where('video.id', 'in', ids)
    // A participation may have had another video before it was sent back.
    .whereRef('participation.video_id', '=', 'video.id')
    .where(IS_SUBMITTED)
    .orderBy('video.id')

type PacedRow = Awaited<ReturnType<ReturnType<typeof pacedVideos>['execute']>>[number]

const fromRow = (row: PacedRow): PacedVideo => {
  const status = oneOf(['submitted', 'completed'], row.status, 'participation.status')
  const reward = present(row.terms_reward, 'participation.terms_reward')
  const hasRewardAhead = reward > 0 && !flag(row.reward_is_settled, 'reward_is_settled')
  return {
    id: videoIdFrom(row.id, 'video.id'),
    publishedAt: toInstant(row.published_at),
    liveness: livenessFrom(row),
    pace: paceFrom(row),
    stake: {
      isUnderReview: status === 'submitted',
      isRewardHeld: status === 'completed' && hasRewardAhead,
      adEndsAt: toInstant(row.complete_date),
    },
    participation: {
      id: toId<'Participation'>(row.participation_id),
      creatorId: toId<'Account'>(row.creator_id),
      completedAt: status === 'completed' ? toInstant(row.since) : null,
      holdDays: present(row.terms_hold_days, 'participation.terms_hold_days'),
      hasRewardAhead,
    },
    ad: {
      id: toId<'Ad'>(row.ad_id),
      title: row.title,
      thumbnail: row.thumbnail,
      requiredHashtags: hashtagsFrom(row.required_hashtags),
    },
  }
}

/** A video without a row was claimed by a server of an older version: it was never read. */
const paceFrom = (row: Pick<PacedRow, keyof Omit<VideoPaceTable, 'video_id'>>): Pace =>
  row.promised_by === null
    ? unreadPace(toInstant(0))
    : {
        promisedBy: toInstant(row.promised_by),
        wantedAt: toInstant(present(row.wanted_at, 'video_pace.wanted_at')),
        checkBy: toInstant(present(row.check_by, 'video_pace.check_by')),
        readAt: row.read_at === null ? null : toInstant(row.read_at),
        views: row.views,
        viewsPerDay: row.views_per_day,
        unchangedReads: present(row.unchanged_reads, 'video_pace.unchanged_reads'),
      }

/** See `VideoStore`. Two statements for any number, which costs less than one for each. */
export const savePaces = async (db: Kysely<Database>, paces: ReadonlyMap<VideoId, Pace>): Promise<void> => {
  if (paces.size === 0) return
  await untrack(db, [...paces.keys()])
  await db
    .insertInto('video_pace')
    .values([...paces].map(([id, pace]) => toRow(id, pace)))
    .execute()
}

/** See `VideoStore`. Reads no row, so that one that cannot be read is put off, too. */
export const putOff = async (
  db: Kysely<Database>,
  ids: readonly VideoId[],
  until: Instant,
): Promise<void> => {
  if (ids.length === 0) return
  await db
    .updateTable('video_pace')
    .set((eb) => {
      const notBefore = (column: 'promised_by' | 'wanted_at' | 'check_by') =>
        eb.case().when(column, '<', until).then(until).else(eb.ref(column)).end()
      return {
        promised_by: notBefore('promised_by'),
        wanted_at: notBefore('wanted_at'),
        check_by: notBefore('check_by'),
      }
    })
    .where('video_id', 'in', ids)
    .execute()
}

/** See `VideoStore`. */
export const untrack = async (db: Kysely<Database>, ids: readonly VideoId[]): Promise<void> => {
  if (ids.length > 0) await db.deleteFrom('video_pace').where('video_id', 'in', ids).execute()
}

const toRow = (id: VideoId, pace: Pace): Selectable<VideoPaceTable> => ({
  video_id: id,
  promised_by: pace.promisedBy,
  wanted_at: pace.wantedAt,
  check_by: pace.checkBy,
  read_at: pace.readAt,
  views: pace.views,
  views_per_day: pace.viewsPerDay,
  unchanged_reads: pace.unchangedReads,
})
