import type { Kysely, Selectable } from 'kysely'
import { type Instant, toInstant } from '../../domain/primitives.ts'
import { Outage } from '../../ports/outage.ts'
import type { PacificDay, QuotaBucket, QuotaLedger, Reservation } from '../../ports/quota.ts'
import type { Database, YouTubeQuotaTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { retrying } from './retry.ts'

type Reserve = Parameters<QuotaLedger['reserve']>[0]
type DayOfBucket = { readonly bucket: QuotaBucket; readonly day: PacificDay }

/** Rows are a day's and a bucket's, so that a server whose clock is wrong counts on a day of its own. */
export const quotaLedgerOn = (db: Kysely<Database>, dialect: SqlDialect): QuotaLedger => ({
  reserve: (asked) => retrying(dialect.isConflict, () => reserveOn(db, dialect, asked)),
  close: async ({ bucket, days, until }) => {
    for (const day of days)
      await retrying(dialect.isConflict, () => closeOn(db, dialect, { bucket, day, closedUntil: until }))
  },
  today: (bucket, day) =>
    retrying(dialect.isConflict, async () => {
      const row = await readDay(db, { bucket, day })
      return row === undefined
        ? { used: 0, closedUntil: null }
        : { used: row.used, closedUntil: row.closed_until === 0 ? null : toInstant(row.closed_until) }
    }),
})

/** One round would do on one server; a node of a cluster may hear of a day that was begun elsewhere between two statements. */
const ROUNDS_MAX = 10

const reserveOn = async (db: Kysely<Database>, dialect: SqlDialect, asked: Reserve): Promise<Reservation> => {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if (await takeOne(db, asked)) return 'reserved'
    const row = await readDay(db, asked)
    const refusal = row === undefined ? null : whyNot(row, asked)
    if (refusal !== null) return refusal
    if (row === undefined) await beginDay(db, dialect, { ...asked, closedUntil: 0 })
  }
  throw new Outage('the database could not say how much of the quota is spent')
}

const closeOn = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  closing: DayOfBucket & { readonly closedUntil: Instant },
): Promise<void> => {
  for (let round = 0; round < ROUNDS_MAX; round += 1)
    if ((await closeDay(db, closing)) || (await beginDay(db, dialect, closing))) return
  throw new Outage('the database could not keep that the quota is spent')
}

/** Counts and decides in one statement, so that two who reserve at the same time on two nodes write the same row. */
const takeOne = async (db: Kysely<Database>, { bucket, day, limit, now }: Reserve): Promise<boolean> => {
  const taken = await db
    .updateTable('youtube_quota')
    .set(({ eb }) => ({ used: eb('used', '+', 1) }))
    .where('bucket', '=', bucket)
    .where('day', '=', day)
    .where('used', '<', limit)
    .where('closed_until', '<=', now)
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}

const readDay = (
  db: Kysely<Database>,
  { bucket, day }: DayOfBucket,
): Promise<Selectable<YouTubeQuotaTable> | undefined> =>
  db
    .selectFrom('youtube_quota')
    .selectAll()
    .where('bucket', '=', bucket)
    .where('day', '=', day)
    .executeTakeFirst()

/** Null when nothing in the row speaks against it. */
const whyNot = (
  { used, closed_until }: Selectable<YouTubeQuotaTable>,
  { limit, now }: Reserve,
): Reservation | null => {
  if (closed_until > now) return { closedUntil: toInstant(closed_until) }
  return used >= limit ? 'spent' : null
}

/** False when somebody else has begun it. */
const beginDay = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  { bucket, day, closedUntil }: DayOfBucket & { readonly closedUntil: number },
): Promise<boolean> => {
  const row = { bucket, day, used: 0, closed_until: closedUntil }
  const begun = db.insertInto('youtube_quota').values(row).executeTakeFirstOrThrow()
  return (await unlessTaken(dialect, begun)) !== null
}

/** True when the day is closed so long, by this statement or another. */
const closeDay = async (
  db: Kysely<Database>,
  { bucket, day, closedUntil }: DayOfBucket & { readonly closedUntil: number },
): Promise<boolean> => {
  const closed = await db
    .updateTable('youtube_quota')
    .set(({ eb, ref }) => ({
      closed_until: eb
        .case()
        .when('closed_until', '<', closedUntil)
        .then(closedUntil)
        .else(ref('closed_until'))
        .end(),
    }))
    .where('bucket', '=', bucket)
    .where('day', '=', day)
    .executeTakeFirst()
  return closed.numUpdatedRows === 1n
}
