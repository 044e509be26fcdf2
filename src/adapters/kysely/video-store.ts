import type { Kysely, Selectable } from 'kysely'
import { match } from 'ts-pattern'
import { toId, toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { Liveness, Pause, PauseCause } from '../../domain/video/live-check.ts'
import type { Observation, TrackedVideo } from '../../domain/video/observation.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { VideoStore, WatchedVideo } from '../../ports/video.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database, VideoPauseTable, VideoTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { mustHaveChanged, oneOf, present } from './row.ts'

export const videoStore = (db: Kysely<Database>, dialect: SqlDialect): VideoStore => ({
  claim: async (video, now) => {
    const again = await db
      .updateTable('video')
      .set(toRow(video))
      .where('id', '=', video.id)
      .where('participation_id', '=', video.participationId)
      .executeTakeFirst()
    if (again.numUpdatedRows === 1n) return ok(undefined)
    const live = livenessToRow({ state: 'live', lastGoodAt: now })
    const insert = db.insertInto('video').values({ id: video.id, ...toRow(video), ...live })
    const claimed = await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
    return claimed === null ? err({ kind: 'video-already-used' }) : ok(undefined)
  },
  find: async (id) => {
    const query = db.selectFrom('video').select('id').where('id', '=', id)
    const locked = await dialect.lockRows(query).executeTakeFirst()
    return locked === undefined ? null : watchedVideo(db, id)
  },
  saveLiveness: async (id, liveness, ended) => {
    const update = db.updateTable('video').set(livenessToRow(liveness)).where('id', '=', id)
    mustHaveChanged(await update.executeTakeFirst(), `video ${id}`)
    if (ended !== null)
      await db
        .insertInto('video_pause')
        .values({ video_id: id, began_at: ended.from, ended_at: ended.to, cause: ended.cause })
        .execute()
  },
  observe: async (observation) => {
    const insert = db.insertInto('observation').values(observationToRow(observation))
    await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
  },
})

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

const PAUSE_CAUSES: readonly PauseCause[] = ['unavailable', 'not-public', 'hashtags-missing']

const videoFromRow = (row: Selectable<VideoTable>): TrackedVideo => ({
  id: videoIdFrom(row.id, 'video.id'),
  participationId: toId<'Participation'>(row.participation_id),
  publishedAt: toInstant(row.published_at),
  thumbnailUrl: row.thumbnail_url,
})

const livenessFrom = (row: Selectable<VideoTable>): Liveness => {
  const lastGoodAt = toInstant(row.last_good_at)
  return match(oneOf(['live', 'missing', 'down'], row.state, 'video.state'))
    .returnType<Liveness>()
    .with('live', (state) => ({ state, lastGoodAt }))
    .with('missing', (state) => ({
      state,
      lastGoodAt,
      firstMissedAt: toInstant(present(row.first_missed_at, 'video.first_missed_at')),
    }))
    .with('down', (state) => ({
      state,
      lastGoodAt,
      downSince: toInstant(present(row.down_since, 'video.down_since')),
      cause: oneOf(PAUSE_CAUSES, row.down_cause, 'video.down_cause'),
    }))
    .exhaustive()
}

const pauseFromRow = (row: Selectable<VideoPauseTable>): Pause => ({
  from: toInstant(row.began_at),
  to: toInstant(row.ended_at),
  cause: oneOf(PAUSE_CAUSES, row.cause, 'video_pause.cause'),
})

const toRow = (video: TrackedVideo) => ({
  participation_id: video.participationId,
  published_at: video.publishedAt,
  thumbnail_url: video.thumbnailUrl,
})

const livenessToRow = (liveness: Liveness) => ({
  state: liveness.state,
  last_good_at: liveness.lastGoodAt,
  first_missed_at: liveness.state === 'missing' ? liveness.firstMissedAt : null,
  down_since: liveness.state === 'down' ? liveness.downSince : null,
  down_cause: liveness.state === 'down' ? liveness.cause : null,
})

const observationToRow = (observation: Observation) => ({
  video_id: observation.videoId,
  at: observation.at,
  views: observation.views,
  likes: observation.likes,
  comments: observation.comments,
  privacy: observation.privacy,
  source: observation.source,
  run: observation.run,
})
