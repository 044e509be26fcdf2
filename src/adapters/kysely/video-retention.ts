import type { Kysely, Selectable } from 'kysely'
import { toInstant } from '../../domain/primitives.ts'
import type { Observation } from '../../domain/video/observation.ts'
import type { VideoStore } from '../../ports/video.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database, ObservationTable } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { oneOf } from './row.ts'

/** What is left of the reads of videos, and what is taken away of it. */
export const videoRetention = (
  db: Kysely<Database>,
  dialect: SqlDialect,
): Pick<VideoStore, 'newestObservation' | 'purgeObservations' | 'purgeCorrections' | 'forgetPaces'> => ({
  newestObservation: async (id) => {
    const row = await db
      .selectFrom('observation')
      .selectAll()
      .where('video_id', '=', id)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row === undefined ? null : observationFromRow(row)
  },
  purgeObservations: (before, limit) =>
    dialect.deleteOldest(db, { table: 'observation', column: 'at', before, limit }),
  purgeCorrections: (before, limit) =>
    dialect.deleteOldest(db, { table: 'correction', column: 'at', before, limit }),
  forgetPaces: async (before, limit) => {
    const found = await db
      .selectFrom('video_pace')
      .select('video_id')
      .where('read_at', '<', before)
      .where('views', 'is not', null)
      .orderBy('read_at')
      .limit(limit)
      .execute()
    if (found.length === 0) return 0
    const forgotten = await db
      .updateTable('video_pace')
      .set({ views: null, views_per_day: null })
      .where(
        'video_id',
        'in',
        found.map((row) => row.video_id),
      )
      .where('read_at', '<', before)
      .executeTakeFirst()
    return Number(forgotten.numUpdatedRows)
  },
})

const PRIVACIES = ['public', 'unlisted', 'private'] as const
export const SOURCES: readonly Observation['source'][] = [
  'videos.list',
  'videos.batchGetStats',
  'import-2020',
]

/** What stands in the column, which was made before there were calls that do not tell it. */
export const UNTOLD = 'untold'

export const privacyFrom = (privacy: string, column: string): Observation['privacy'] =>
  oneOf(PRIVACIES, privacy, column)

const observationFromRow = (row: Selectable<ObservationTable>): Observation => ({
  videoId: videoIdFrom(row.video_id, 'observation.video_id'),
  at: toInstant(row.at),
  views: row.views,
  likes: row.likes,
  comments: row.comments,
  privacy: row.privacy === UNTOLD ? null : privacyFrom(row.privacy, 'observation.privacy'),
  source: oneOf(SOURCES, row.source, 'observation.source'),
  run: row.run,
})
