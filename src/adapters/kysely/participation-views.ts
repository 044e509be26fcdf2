import { type Kysely, sql } from 'kysely'
import { endOfDay, startOfDay } from '../../domain/calendar.ts'
import { GOOD_CHECK_MAX_AGE_MS } from '../../domain/cash/hold.ts'
import { DAY_MS, type Instant, later, toId, toInstant, toWon } from '../../domain/primitives.ts'
import type { ParticipationDetail, ParticipationViews, RewardSettlement } from '../../ports/participation.ts'
import type { WatchedVideo } from '../../ports/video.ts'
import { adFromRow } from './ad-store.ts'
import { channelFromRow, channelsWithReading } from './channel-store.ts'
import type { Database } from './database.ts'
import { historyFromRow, participationFromRow } from './participation-store.ts'
import { prepared } from './prepared.ts'
import { wholeNumber } from './row.ts'
import { snapshotsOf } from './snapshot-store.ts'
import { inSnapshot } from './transact.ts'
import { missingHashtagsOf, watchedVideo } from './video-store.ts'

/** A participation moves a few times; this many lines are more than any life brings. */
const HISTORY_MAX = 1_000

export const participationViews = (db: Kysely<Database>): ParticipationViews => {
  const counts = countsQuery(db)
  const cards = cardsQuery(db)
  return {
    counts: async (creator) => {
      const rows = await counts({ creator })
      const count = (status: string) => wholeNumber(rows.find((row) => row.status === status)?.how_many ?? 0)
      return {
        applied: count('applied'),
        assigned: count('assigned'),
        submitted: count('submitted'),
        completed: count('completed'),
      }
    },
    listOf: async (creator, status, limit) => {
      const rows = await cards({ creator, status, limit })
      return rows.map((row) => ({
        id: toId<'Participation'>(row.id),
        adId: toId<'Ad'>(row.ad_id),
        title: row.title,
        thumbnail: row.thumbnail,
        reward: toWon(row.terms_reward ?? row.reward),
        appliedAt: toInstant(row.applied_at),
        uploadTo: toInstant(row.upload_to),
      }))
    },
    ...rareViews(db),
  }
}

const countsQuery = (db: Kysely<Database>) =>
  prepared<{ readonly creator: number }>(db)((value) =>
    db
      .selectFrom('participation')
      .select(({ fn }) => ['status', fn.countAll().as('how_many')])
      .where('creator_id', '=', value('creator'))
      .groupBy('status'),
  )

const rareViews = (db: Kysely<Database>): Omit<ParticipationViews, 'counts' | 'listOf'> => ({
  detailOf: (creator, id) => inSnapshot(db, (trx) => detail(trx, creator, id)),
  forReview: async (query) => {
    const rows = await reviewed(db, query).execute()
    const owners = rows.map((row) => row.creator_id)
    const channels =
      owners.length === 0
        ? []
        : await channelsWithReading(db).where('channel.owner_id', 'in', owners).execute()
    const decisions = await snapshotsOf(
      db,
      rows.map((row) => row.id),
    )
    const channelOf = new Map(channels.map((row) => [row.owner_id, channelFromRow(row)]))
    return rows.map((row) => ({
      participation: participationFromRow(row),
      adTitle: row.ad_title,
      creatorName: row.creator_name,
      channel: channelOf.get(row.creator_id) ?? null,
      decisions: decisions.get(row.id) ?? [],
    }))
  },
  held: async ({ after, dueBy, limit }) => {
    const held = heldRewards(db, after, limit)
    const rows = await (dueBy === null ? held : whatCanBeReleased(held, dueBy)).execute()
    return rows.map((row) => ({ id: toId<'Participation'>(row.id), adId: toId<'Ad'>(row.ad_id) }))
  },
  awaitedUploads: async (query) => {
    if (query.endingOn.length === 0) return []
    const rows = await awaited(db, query).execute()
    return rows.map((row) => ({
      id: toId<'Participation'>(row.id),
      creatorId: toId<'Account'>(row.creator_id),
      adId: toId<'Ad'>(row.ad_id),
      title: row.title,
      thumbnail: row.thumbnail,
      uploadTo: toInstant(row.upload_to),
      completeDate: toInstant(row.complete_date),
    }))
  },
})

const cardsQuery = (db: Kysely<Database>) =>
  prepared<{ readonly creator: number; readonly status: string; readonly limit: number }>(db)((value) =>
    db
      .selectFrom('participation')
      .innerJoin('ad', 'ad.id', 'participation.ad_id')
      .select([
        'participation.id',
        'participation.ad_id',
        'participation.terms_reward',
        'participation.applied_at',
        'ad.title',
        'ad.thumbnail',
        'ad.reward',
        'ad.upload_to',
      ])
      .where('participation.creator_id', '=', value('creator'))
      .where('participation.status', '=', value('status'))
      .orderBy('participation.id', 'desc')
      .limit(value('limit')),
  )

const detail = async (
  db: Kysely<Database>,
  creator: number,
  id: number,
): Promise<ParticipationDetail | null> => {
  const row = await db
    .selectFrom('participation')
    .selectAll()
    .where('id', '=', id)
    .where('creator_id', '=', creator)
    .executeTakeFirst()
  if (row === undefined) return null
  const participation = participationFromRow(row)
  const ad = await db.selectFrom('ad').selectAll().where('id', '=', row.ad_id).executeTakeFirstOrThrow()
  const history = await db
    .selectFrom('participation_history')
    .selectAll()
    .where('participation_id', '=', id)
    .orderBy('id')
    .limit(HISTORY_MAX)
    .execute()
  const watched = 'upload' in participation ? await watchedVideo(db, participation.upload.videoId) : null
  return {
    participation,
    ad: adFromRow(ad),
    history: history.map(historyFromRow),
    video: watched === null ? null : await watchOf(db, watched),
    settled: await settlement(db, creator, id),
    decisions: (await snapshotsOf(db, [row.id])).get(row.id) ?? [],
  }
}

const watchOf = async (
  db: Kysely<Database>,
  watched: WatchedVideo,
): Promise<ParticipationDetail['video']> => ({
  id: watched.video.id,
  liveness: watched.liveness,
  pauses: watched.pauses,
  missingHashtags: await missingHashtagsOf(db, watched),
})

const settlement = async (
  db: Kysely<Database>,
  creator: number,
  participation: number,
): Promise<RewardSettlement | null> => {
  const cameRewarded = await db
    .selectFrom('import_2020')
    .select('new_id')
    .where('kind', '=', 'rewarded-participation')
    .where('new_id', '=', participation)
    .executeTakeFirst()
  if (cameRewarded !== undefined) return { how: 'brought-over' }
  // A release and a forfeit have the same cause: whichever came first.
  const posting = await db
    .selectFrom('cash_posting')
    .select(['at', 'to_pocket'])
    .where('creator_id', '=', creator)
    .where('cause', '=', `release:${participation}`)
    .executeTakeFirst()
  if (posting === undefined) return null
  return { how: posting.to_pocket === 'agency' ? 'forfeited' : 'released', at: toInstant(posting.at) }
}

const reviewed = (
  db: Kysely<Database>,
  { status, adId, after, limit }: Parameters<ParticipationViews['forReview']>[0],
) => {
  const waiting = db
    .selectFrom('participation')
    .innerJoin('ad', 'ad.id', 'participation.ad_id')
    .innerJoin('account', 'account.id', 'participation.creator_id')
    .selectAll('participation')
    .select(['ad.title as ad_title', 'account.name as creator_name'])
    .where('participation.status', '=', status)
    .where('participation.id', '>', after ?? 0)
    .orderBy('participation.id')
    .limit(limit)
  return adId === null ? waiting : waiting.where('participation.ad_id', '=', adId)
}

/** Crossed, since SQLite keeps that order: the list of those that wait is short, those that were completed are many. */
const heldRewards = (db: Kysely<Database>, after: number | null, limit: number) =>
  db
    .selectFrom('held_reward')
    .crossJoin('participation')
    .select(['participation.id', 'participation.ad_id'])
    .where('held_reward.participation_id', '>', after ?? 0)
    .whereRef('participation.id', '=', 'held_reward.participation_id')
    .whereRef('participation.creator_id', '=', 'held_reward.creator_id')
    .where('participation.status', '=', 'completed')
    .orderBy('held_reward.participation_id')
    .limit(limit)

const whatCanBeReleased = (held: ReturnType<typeof heldRewards>, dueBy: Instant) =>
  held
    .crossJoin('video')
    .whereRef('video.id', '=', 'participation.video_id')
    .where(sql<number>`participation.published_at + participation.terms_hold_days * ${DAY_MS}`, '<=', dueBy)
    .where('video.state', '=', 'live')
    .where('video.last_good_at', '>=', later(dueBy, -GOOD_CHECK_MAX_AGE_MS))

/** The assigned ones come from an index in the order of the pages, so that all pages together read each of them once. */
const awaited = (
  db: Kysely<Database>,
  { endingOn, after, limit }: Parameters<ParticipationViews['awaitedUploads']>[0],
) =>
  db
    .selectFrom('participation')
    .innerJoin('ad', 'ad.id', 'participation.ad_id')
    .select([
      'participation.id',
      'participation.creator_id',
      'participation.ad_id',
      'ad.title',
      'ad.thumbnail',
      'ad.upload_to',
      'ad.complete_date',
    ])
    .where('participation.status', '=', 'assigned')
    .where('participation.id', '>', after ?? 0)
    .where((eb) => eb.or(endingOn.map((day) => eb.between('ad.upload_to', startOfDay(day), endOfDay(day)))))
    .orderBy('participation.id')
    .limit(limit)
