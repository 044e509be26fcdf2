import type { Kysely } from 'kysely'
import { toInstant } from '../../domain/primitives.ts'
import type { DueBy, VideoViews } from '../../ports/video.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database } from './database.ts'
import { wholeNumber } from './row.ts'

export const videoViews = (db: Kysely<Database>): VideoViews => ({
  due: async ({ by, until, after, limit }) => {
    const column = COLUMNS[by]
    const first = db
      .selectFrom('video_pace')
      .select(['video_id', `${column} as at`])
      .where(column, '<=', until)
      .orderBy(column)
      .orderBy('video_id')
      .limit(limit)
    const page =
      after === null
        ? first
        : first
            // Says no more than the next condition, but it is the one that an index answers.
            .where(column, '>=', after.at)
            .where(({ or, eb }) => or([eb(column, '>', after.at), eb('video_id', '>', after.id)]))
    return (await page.execute()).map((row) => ({
      id: videoIdFrom(row.video_id, 'video_pace.video_id'),
      at: toInstant(row.at),
    }))
  },
  promisedUntil: async (until) => {
    const { promised } = await db
      .selectFrom('video_pace')
      .select(({ fn }) => fn.countAll().as('promised'))
      .where('promised_by', '<=', until)
      .executeTakeFirstOrThrow()
    return wholeNumber(promised)
  },
  tracked: async ({ after, limit }) => {
    const rows = await db
      .selectFrom('video')
      .innerJoin('participation', 'participation.id', 'video.participation_id')
      .select('video.id')
      // A participation may have had another video before it was sent back.
      .whereRef('participation.video_id', '=', 'video.id')
      .where('participation.status', 'in', ['submitted', 'completed'])
      .where('video.id', '>', after ?? '')
      .orderBy('video.id')
      .limit(limit)
      .execute()
    return rows.map(({ id }) => videoIdFrom(id, 'video.id'))
  },
})

const COLUMNS = {
  promisedBy: 'promised_by',
  wantedAt: 'wanted_at',
  checkBy: 'check_by',
} as const satisfies Record<DueBy, string>
