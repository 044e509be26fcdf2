import { type Kysely, sql } from 'kysely'
import { CLOCKS_APART_MAX_MS } from '../../domain/clocks.ts'
import { toInstant } from '../../domain/primitives.ts'
import { CHECKED_LATEST_MS } from '../../domain/video/pace.ts'
import type { DueBy, DueVideo, VideoViews } from '../../ports/video.ts'
import { videoIdFrom } from './channel-store.ts'
import type { Database } from './database.ts'
import { wholeNumber } from './row.ts'
import { IS_SUBMITTED } from './video-pace.ts'

export const videoViews = (db: Kysely<Database>): VideoViews => ({
  due: async (query) => {
    const inTime = await dueInTime(db, query)
    const left = query.limit - inTime.length
    if (query.by !== 'checkBy' || left === 0) return inTime
    return [...inTime, ...(await pacedByWrongClocks(db, query, left))]
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

type DueQuery = Parameters<VideoViews['due']>[0]

const dueInTime = async (
  db: Kysely<Database>,
  { by, until, after, limit }: DueQuery,
): Promise<readonly DueVideo[]> => {
  if (after === null) return dueRows(db, by, limit, (due) => due.where(COLUMNS[by], '<=', until))
  if (after.at > until) return []
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
}

/** Each of the two kinds in the order of its own index; there are none as long as clocks are right. */
const pacedByWrongClocks = async (
  db: Kysely<Database>,
  { until, after }: DueQuery,
  limit: number,
): Promise<readonly DueVideo[]> => {
  const future = until + CLOCKS_APART_MAX_MS
  const wrong = (column: 'read_at' | 'check_by') => {
    const rows = db
      .selectFrom('video_pace')
      .select(['video_id', sql<number>`${sql.ref(column)}`.as('at')])
      .orderBy(column)
      .orderBy('video_id')
      .limit(limit)
    if (after === null || after.at <= until) return rows
    return rows.where(({ or, and, eb }) =>
      or([eb(column, '>', after.at), and([eb(column, '=', after.at), eb('video_id', '>', after.id)])]),
    )
  }
  const read = await wrong('read_at')
    .where('read_at', '>', future)
    // As a sum, it is no reason to begin with everything whose check is yet to come.
    .where(sql<number>`check_by + 0`, '>', until)
    .execute()
  const putOff = await wrong('check_by')
    .where('check_by', '>', future + CHECKED_LATEST_MS)
    .where(sql<number>`COALESCE(read_at, 0)`, '<=', future)
    .execute()
  const byInstant = [...read, ...putOff].toSorted((a, b) => a.at - b.at || (a.video_id < b.video_id ? -1 : 1))
  return byInstant.slice(0, limit).map(toDueVideo)
}

const toDueVideo = (row: { readonly video_id: string; readonly at: number }): DueVideo => ({
  id: videoIdFrom(row.video_id, 'video_pace.video_id'),
  at: toInstant(row.at),
})

const dueRows = async (
  db: Kysely<Database>,
  by: DueBy,
  limit: number,
  narrow: (due: ReturnType<typeof dueQuery>) => ReturnType<typeof dueQuery>,
): Promise<readonly DueVideo[]> => {
  const rows = await narrow(dueQuery(db, by)).limit(limit).execute()
  return rows.map(toDueVideo)
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
