import type { Kysely, Selectable } from 'kysely'
import { toInstant } from '../../domain/primitives.ts'
import type { PacificDay, QuotaBucket, QuotaLedger, Reservation } from '../../ports/quota.ts'
import type { Database, YouTubeQuotaTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { retrying } from './retry.ts'

type Reserve = Parameters<QuotaLedger['reserve']>[0]
type DayOfBucket = { readonly bucket: QuotaBucket; readonly day: PacificDay }

/** Rows are a day's and a bucket's, so that a server whose clock is wrong counts on a day of its own. */
export const quotaLedgerOn = (db: Kysely<Database>, dialect: SqlDialect): QuotaLedger => ({
  reserve: (asked) =>
    retrying(dialect.isConflict, async () => {
      if (await takeOne(db, asked)) return 'reserved'
      const row = await readDay(db, asked)
      if (row !== undefined) return whyNot(row, asked)
      await beginDay(db, dialect, { ...asked, closedUntil: 0 })
      if (await takeOne(db, asked)) return 'reserved'
      const begun = await readDay(db, asked)
      if (begun === undefined) throw new Error(`the quota has no row for ${asked.bucket} on ${asked.day}`)
      return whyNot(begun, asked)
    }),
  close: async ({ bucket, days, until }) => {
    for (const day of days)
      await retrying(dialect.isConflict, async () => {
        const closing = { bucket, day, closedUntil: until }
        if (await closeDay(db, closing)) return
        await beginDay(db, dialect, closing)
        // Somebody else began the day in between, perhaps with an earlier end.
        await closeDay(db, closing)
      })
  },
  today: (bucket, day) =>
    retrying(dialect.isConflict, async () => {
      const row = await readDay(db, { bucket, day })
      return row === undefined
        ? { used: 0, closedUntil: null }
        : { used: row.used, closedUntil: row.closed_until === 0 ? null : toInstant(row.closed_until) }
    }),
})

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

/** The row may have changed since the statement that was refused; what it says now is as true. */
const whyNot = ({ closed_until }: Selectable<YouTubeQuotaTable>, { now }: Reserve): Reservation =>
  closed_until > now ? { closedUntil: toInstant(closed_until) } : 'spent'

const beginDay = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  { bucket, day, closedUntil }: DayOfBucket & { readonly closedUntil: number },
): Promise<void> => {
  const row = { bucket, day, used: 0, closed_until: closedUntil }
  await unlessTaken(dialect, db.insertInto('youtube_quota').values(row).executeTakeFirstOrThrow())
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
