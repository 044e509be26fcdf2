import { type Kysely, sql } from 'kysely'
import { AD_CATEGORIES } from '../../domain/categories.ts'
import { toId, toInstant, toWon } from '../../domain/primitives.ts'
import type { SeriesPoint } from '../../domain/report/series.ts'
import type { ReportedVideo, ReportViews } from '../../ports/report.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { oneOf, present } from './row.ts'
import { SOURCES } from './video-retention.ts'

export const reportViews = (db: Kysely<Database>): ReportViews => {
  const completed = prepared<{ readonly creator: number; readonly limit: number }>(db)((value) =>
    reported(db, value('creator')).orderBy('participation.id', 'desc').limit(value('limit')),
  )
  return {
    completedOf: async (creator, limit) => (await completed({ creator, limit })).map(fromRow),
    ...rareViews(db),
  }
}

const rareViews = (db: Kysely<Database>): Omit<ReportViews, 'completedOf'> => ({
  oneOf: async (creator, id) => {
    const row = await reported(db, creator).where('participation.id', '=', id).executeTakeFirst()
    return row === undefined ? null : fromRow(row)
  },
  series: async (videos, limit) => {
    if (videos.length === 0) return []
    const rows = await db
      .selectFrom('observation')
      .select(['video_id', 'at', 'views'])
      .where('video_id', 'in', videos)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.reverse().map(toPoint)
  },
  lastKnown: async (videos, until) => {
    if (videos.length === 0) return []
    const rows = await db
      .selectFrom('video')
      .innerJoin('observation', (join) =>
        join.on(
          'observation.id',
          '=',
          sql<number>`(SELECT known.id FROM observation known WHERE known.video_id = video.id
            AND known.at <= ${until} AND known.views IS NOT NULL
            ORDER BY known.at DESC, known.id DESC LIMIT 1)`,
        ),
      )
      .select(['observation.video_id', 'observation.at', 'observation.views'])
      .where('video.id', 'in', videos)
      .orderBy('video.id')
      .execute()
    return rows.map(toPoint)
  },
  reads: async (video, limit) => {
    const rows = await db
      .selectFrom('observation')
      .select(['at', 'views', 'likes', 'comments', 'source'])
      .where('video_id', '=', video)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.reverse().map(({ at, views, likes, comments, source }) => ({
      at: toInstant(at),
      views,
      likes,
      comments,
      source: oneOf(SOURCES, source, 'observation.source'),
    }))
  },
})

const toPoint = (row: {
  readonly video_id: string
  readonly at: number
  readonly views: number | null
}): SeriesPoint => ({ videoId: row.video_id, at: toInstant(row.at), views: row.views })

const reported = (db: Kysely<Database>, creator: number) =>
  db
    .selectFrom('participation')
    .innerJoin('ad', 'ad.id', 'participation.ad_id')
    .leftJoin('observation', (join) =>
      join.on(
        'observation.id',
        '=',
        sql<number>`(SELECT newest.id FROM observation newest WHERE newest.video_id = participation.video_id
          ORDER BY newest.at DESC, newest.id DESC LIMIT 1)`,
      ),
    )
    .select([
      'participation.id',
      'participation.video_id',
      'participation.terms_reward',
      'ad.company_name',
      'ad.title',
      'ad.category',
      'ad.upload_to',
      'observation.views',
      'observation.likes',
      'observation.comments',
      'observation.at',
    ])
    .where('participation.creator_id', '=', creator)
    .where('participation.status', '=', 'completed')

type ReportRow = Awaited<ReturnType<ReturnType<typeof reported>['execute']>>[number]

const fromRow = (row: ReportRow): ReportedVideo => ({
  participationId: toId<'Participation'>(row.id),
  videoId: videoIdFrom(present(row.video_id, 'participation.video_id'), 'participation.video_id'),
  companyName: row.company_name,
  title: row.title,
  category: oneOf(AD_CATEGORIES, row.category, 'ad.category'),
  reward: toWon(present(row.terms_reward, 'participation.terms_reward')),
  uploadTo: toInstant(row.upload_to),
  observedAt: row.at === null ? null : toInstant(row.at),
  views: row.views,
  likes: row.likes,
  comments: row.comments,
})
