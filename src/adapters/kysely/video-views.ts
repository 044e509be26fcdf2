import type { Kysely } from 'kysely'
import { toInstant } from '../../domain/primitives.ts'
import type { DueBy, DueVideo, VideoViews } from '../../ports/video.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database } from './database.ts'
import { wholeNumber } from './row.ts'
import { IS_SUBMITTED } from './video-pace.ts'

export const videoViews = (db: Kysely<Database>): VideoViews => ({
  due: async ({ by, until, after, limit }) => {
    if (after === null) return dueRows(db, by, limit, (due) => due.where(COLUMNS[by], '<=', until))
    // Many can be due since the same instant, and no database looks both up in an index as one condition.
    const sameInstant = await dueRows(db, by, limit, (due) =>
      due.where(COLUMNS[by], '=', after.at).where('video_id', '>', after.id),
    )
    const left = limit - sameInstant.length
    if (left === 0) return sameInstant
    const later = await dueRows(db, by, left, (due) =>
      due.where(COLUMNS[by], '>', after.at).where(COLUMNS[by], '<=', until),
    )
    return [...sameInstant, ...later]
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
      .where(IS_SUBMITTED)
      .where('video.id', '>', after ?? '')
      .orderBy('video.id')
      .limit(limit)
      .execute()
    return rows.map(({ id }) => videoIdFrom(id, 'video.id'))
  },
})

const dueRows = async (
  db: Kysely<Database>,
  by: DueBy,
  limit: number,
  narrow: (due: ReturnType<typeof dueQuery>) => ReturnType<typeof dueQuery>,
): Promise<readonly DueVideo[]> => {
  const rows = await narrow(dueQuery(db, by)).limit(limit).execute()
  return rows.map((row) => ({ id: videoIdFrom(row.video_id, 'video_pace.video_id'), at: toInstant(row.at) }))
}

const dueQuery = (db: Kysely<Database>, by: DueBy) =>
  db
    .selectFrom('video_pace')
    .select(['video_id', `${COLUMNS[by]} as at`])
    .orderBy(COLUMNS[by])
    .orderBy('video_id')

const COLUMNS = {
  promisedBy: 'promised_by',
  wantedAt: 'wanted_at',
  checkBy: 'check_by',
} as const satisfies Record<DueBy, string>
