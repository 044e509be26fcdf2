import type { Kysely, Selectable } from 'kysely'
import { toId, toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { Pause } from '../../domain/video/live-check.ts'
import type { Observation, TrackedVideo } from '../../domain/video/observation.ts'
import { unreadPace } from '../../domain/video/pace.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { VideoCorrection, VideoStore, WatchedVideo } from '../../ports/video.ts'
import { hashtagsFrom } from './ad-store.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database, VideoPauseTable, VideoTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { livenessFrom, livenessToRow, PAUSE_CAUSES } from './liveness-row.ts'
import { mustHaveChanged, oneOf } from './row.ts'
import { findPaced, putOff, savePaces, untrack } from './video-pace.ts'
import { UNTOLD, videoRetention } from './video-retention.ts'

export const videoStore = (db: Kysely<Database>, dialect: SqlDialect): VideoStore => ({
  claim: async (video, now) => {
    const again = await db
      .updateTable('video')
      .set(toRow(video))
      .where('id', '=', video.id)
      .where('participation_id', '=', video.participationId)
      .executeTakeFirst()
    if (again.numUpdatedRows !== 1n) {
      const live = livenessToRow({ state: 'live', lastGoodAt: now })
      const insert = db.insertInto('video').values({ id: video.id, ...toRow(video), ...live })
      const claimed = await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
      if (claimed === null) return err({ kind: 'video-already-used' })
    }
    await savePaces(db, new Map([[video.id, unreadPace(now)]]))
    return ok(undefined)
  },
  find: async (id) => {
    const query = db.selectFrom('video').select('id').where('id', '=', id)
    const locked = await dialect.lockRows(query).executeTakeFirst()
    return locked === undefined ? null : watchedVideo(db, id)
  },
  findPaced: (ids) => findPaced(db, dialect, ids),
  saveLiveness: async (id, liveness, ended) => {
    const update = db.updateTable('video').set(livenessToRow(liveness)).where('id', '=', id)
    mustHaveChanged(await update.executeTakeFirst(), `video ${id}`)
    if (ended !== null)
      await db
        .insertInto('video_pause')
        .values({ video_id: id, began_at: ended.from, ended_at: ended.to, cause: ended.cause })
        .execute()
  },
  saveMissingHashtags: async (id, hashtags) => {
    const row = { hashtags: JSON.stringify(hashtags) }
    const update = db.updateTable('video_missing_hashtags').set(row).where('video_id', '=', id)
    // Whoever saves has locked the video, so that nobody else adds the row in between.
    if ((await update.executeTakeFirst()).numUpdatedRows === 0n)
      await db
        .insertInto('video_missing_hashtags')
        .values({ video_id: id, ...row })
        .execute()
  },
  missingHashtags: (watched) => missingHashtagsOf(db, watched),
  saveGood: async (ids, at) => {
    if (ids.length === 0) return
    const good = livenessToRow({ state: 'live', lastGoodAt: at })
    await db.updateTable('video').set(good).where('id', 'in', ids).execute()
  },
  restartFirstMisses: async (at) => {
    await db.updateTable('video').set({ first_missed_at: at }).where('state', '=', 'missing').execute()
  },
  savePaces: (paces) => savePaces(db, paces),
  putOff: (ids, until) => putOff(db, ids, until),
  untrack: (ids) => untrack(db, ids),
  observe: (observation) => observeAll(db, dialect, [observation]),
  observeAll: (observations) => observeAll(db, dialect, observations),
  recordCorrections: async (corrections) => {
    if (corrections.length > 0)
      await db.insertInto('correction').values(corrections.map(correctionToRow)).execute()
  },
  ...videoRetention(db, dialect),
})

/** In one statement, as long as none was stored before. */
const observeAll = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  observations: readonly Observation[],
): Promise<void> => {
  if (observations.length === 0) return
  const insert = db.insertInto('observation').values(observations.map(observationToRow))
  const stored = await unlessTaken(dialect, insert.execute())
  if (stored === null && observations.length > 1)
    for (const observation of observations) await observeAll(db, dialect, [observation])
}

/** Also for views. */
export const watchedVideo = async (db: Kysely<Database>, id: VideoId): Promise<WatchedVideo | null> => {
  const row = await db.selectFrom('video').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  // Without a limit: the hold is computed from all of them.
  const pauses = await db
    .selectFrom('video_pause')
    .selectAll()
    .where('video_id', '=', id)
    .orderBy('began_at')
    .orderBy('id')
    .execute()
  return { video: videoFromRow(row), liveness: livenessFrom(row), pauses: pauses.map(pauseFromRow) }
}

/** Many at once for views, in one query, with the required hashtags that are missing of each. */
export const watchesOf = async (
  db: Kysely<Database>,
  ids: readonly VideoId[],
): Promise<ReadonlyMap<VideoId, WatchedVideo & { readonly missingHashtags: readonly string[] }>> => {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('video')
    .leftJoin('video_missing_hashtags', 'video_missing_hashtags.video_id', 'video.id')
    .leftJoin('video_pause', 'video_pause.video_id', 'video.id')
    .selectAll('video')
    .select(['video_missing_hashtags.hashtags', 'video_pause.began_at', 'video_pause.ended_at'])
    .select('video_pause.cause')
    .where('video.id', 'in', ids)
    .orderBy('video_pause.began_at')
    .orderBy('video_pause.id')
    .execute()
  const watches = [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((ofOne) => {
    const [row] = ofOne
    if (row === undefined) return []
    const [video, liveness] = [videoFromRow(row), livenessFrom(row)]
    const pauses = ofOne.flatMap(({ began_at, ended_at, cause }) =>
      began_at === null || ended_at === null || cause === null
        ? []
        : [pauseFromRow({ began_at, ended_at, cause })],
    )
    const missingHashtags = lacksHashtags(liveness) && row.hashtags !== null ? hashtagsFrom(row.hashtags) : []
    return [[video.id, { video, liveness, pauses, missingHashtags }] as const]
  })
  return new Map(watches)
}

const lacksHashtags = (liveness: WatchedVideo['liveness']): boolean =>
  liveness.state === 'down' && liveness.cause === 'hashtags-missing'

/** Also for views. What was missed before is of no interest once the video stands otherwise. */
export const missingHashtagsOf = async (
  db: Kysely<Database>,
  { video, liveness }: Pick<WatchedVideo, 'video' | 'liveness'>,
): Promise<readonly string[]> => {
  if (!lacksHashtags(liveness)) return []
  const row = await db
    .selectFrom('video_missing_hashtags')
    .select('hashtags')
    .where('video_id', '=', video.id)
    .executeTakeFirst()
  return row === undefined ? [] : hashtagsFrom(row.hashtags)
}

const videoFromRow = (row: Selectable<VideoTable>): TrackedVideo => ({
  id: videoIdFrom(row.id, 'video.id'),
  participationId: toId<'Participation'>(row.participation_id),
  publishedAt: toInstant(row.published_at),
})

const pauseFromRow = (row: Pick<Selectable<VideoPauseTable>, 'began_at' | 'ended_at' | 'cause'>): Pause => ({
  from: toInstant(row.began_at),
  to: toInstant(row.ended_at),
  cause: oneOf(PAUSE_CAUSES, row.cause, 'video_pause.cause'),
})

const toRow = (video: TrackedVideo) => ({
  participation_id: video.participationId,
  published_at: video.publishedAt,
})

const observationToRow = (observation: Observation) => ({
  video_id: observation.videoId,
  at: observation.at,
  views: observation.views,
  likes: observation.likes,
  comments: observation.comments,
  privacy: observation.privacy ?? UNTOLD,
  source: observation.source,
  run: observation.run,
})

const correctionToRow = ({ videoId, at, kind, from, to }: VideoCorrection) => ({
  video_id: videoId,
  at,
  kind,
  from_views: from,
  to_views: to,
})
