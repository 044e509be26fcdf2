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
import { missingHashtagsOf, watchedVideo, watchesOf } from './video-store.ts'

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
  forReview: (query) => inSnapshot(db, (trx) => forReview(trx, query)),
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

const forReview = async (
  db: Kysely<Database>,
  query: Parameters<ParticipationViews['forReview']>[0],
): ReturnType<ParticipationViews['forReview']> => {
  if (query.among?.length === 0) return []
  const rows = await reviewed(db, query).execute()
  const owners = rows.map((row) => row.creator_id)
  const channels =
    owners.length === 0 ? [] : await channelsWithReading(db).where('channel.owner_id', 'in', owners).execute()
  const channelOf = new Map(channels.map((row) => [row.owner_id, channelFromRow(row)]))
  const decisions = await snapshotsOf(
    db,
    rows.map((row) => row.id),
  )
  const parts = rows.map((row) => ({ row, participation: participationFromRow(row) }))
  const videoOf = ({ participation }: (typeof parts)[number]) =>
    'upload' in participation ? participation.upload.videoId : null
  const watches = await watchesOf(
    db,
    parts.flatMap((part) => videoOf(part) ?? []),
  )
  return parts.map((part) => {
    const { row, participation } = part
    const id = videoOf(part)
    const watch = id === null ? undefined : watches.get(id)
    return {
      participation,
      adTitle: row.ad_title,
      creatorName: row.creator_name,
      channel: channelOf.get(row.creator_id) ?? null,
      video:
        watch === undefined
          ? null
          : {
              id: watch.video.id,
              liveness: watch.liveness,
              pauses: watch.pauses,
              missingHashtags: watch.missingHashtags,
            },
      settled: settlementFrom(row),
      decisions: decisions.get(row.id) ?? [],
    }
  })
}

const settlementFrom = (row: {
  readonly came_rewarded: number | null
  readonly settled_at: number | null
  readonly settled_to: string | null
}): RewardSettlement | null => {
  if (row.came_rewarded !== null) return { how: 'brought-over' }
  if (row.settled_at === null) return null
  return { how: row.settled_to === 'agency' ? 'forfeited' : 'released', at: toInstant(row.settled_at) }
}

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

/** How the reward was settled comes along, so that a page needs no query more for it. */
const reviewed = (
  db: Kysely<Database>,
  { status, adId, downOnly = false, among, after, limit }: Parameters<ParticipationViews['forReview']>[0],
) => {
  const parts = db
    .selectFrom('participation')
    .innerJoin('ad', 'ad.id', 'participation.ad_id')
    .innerJoin('account', 'account.id', 'participation.creator_id')
    .leftJoin('import_2020 as came', (join) =>
      join.on('came.kind', '=', 'rewarded-participation').onRef('came.new_id', '=', 'participation.id'),
    )
    // A release and a forfeit have the same cause: whichever came first.
    .leftJoin('cash_posting as settling', (join) =>
      join
        .onRef('settling.creator_id', '=', 'participation.creator_id')
        .on('settling.cause', '=', sql<string>`concat('release:', participation.id)`),
    )
    .selectAll('participation')
    .select(['ad.title as ad_title', 'account.name as creator_name', 'came.new_id as came_rewarded'])
    .select(['settling.at as settled_at', 'settling.to_pocket as settled_to'])
    .limit(limit)
  const asked = among === undefined ? parts : parts.where('participation.id', 'in', among)
  const ofAd = adId === null ? asked : asked.where('participation.ad_id', '=', adId)
  if (!downOnly)
    return ofAd
      .where('participation.status', '=', status)
      .where('participation.id', '>', after ?? 0)
      .orderBy('participation.id')
  // Few videos are down at a time, so they come first, from an index in the order of the pages.
  return (
    ofAd
      .innerJoin('video', (join) =>
        join
          .onRef('video.participation_id', '=', 'participation.id')
          // A participation may have had another video before it was sent back.
          .onRef('video.id', '=', 'participation.video_id'),
      )
      .where('video.state', '=', 'down')
      .where('video.participation_id', '>', after ?? 0)
      // As an expression, it is no reason to begin with all participations of that status.
      .where(sql`concat(participation.status, '')`, '=', status)
      .orderBy('video.participation_id')
  )
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
