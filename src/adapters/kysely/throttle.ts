import type { Kysely } from 'kysely'
import { type Instant, later } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import { Outage } from '../../ports/outage.ts'
import type { Throttle } from '../../ports/throttle.ts'
import type { Database } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { retrying } from './retry.ts'
import { inTransaction } from './transact.ts'

const SWEPT_AT_ONCE = 100

export const throttleOn = (db: Kysely<Database>, dialect: SqlDialect): Throttle => ({
  hit: async (subject, now, windowMs) => {
    const attempts = await retrying(dialect.isConflict, () =>
      dialect.countAttempt(db, { subject, now, endsAt: later(now, windowMs) }),
    )
    if (attempts === 1) await sweepIfPossible(db, dialect, now)
    return attempts
  },
  clear: (subject) =>
    retrying(dialect.isConflict, async () => {
      await db.deleteFrom('throttle').where('subject', '=', subject).execute()
    }),
  forgetEnded: async (now, limit) => {
    const ended = { table: 'throttle', column: 'ends_at', before: now, limit } as const
    const forgotten = await inTransaction<number, never>(db, dialect, async (trx) =>
      ok(await dialect.deleteOldest(trx, ended)),
    )
    return forgotten.ok ? forgotten.value : 0
  },
})

/** The attempt has been counted: what others hold is left to whoever comes next, instead of counting it again. */
const sweepIfPossible = async (db: Kysely<Database>, dialect: SqlDialect, now: Instant): Promise<void> => {
  try {
    await sweep(db, now)
  } catch (error) {
    if (!dialect.isConflict(error) && !dialect.isLost(error) && !(error instanceof Outage)) throw error
  }
}

/** Subjects come from strangers: whoever makes a new one clears away some that are over. */
const sweep = async (db: Kysely<Database>, now: Instant): Promise<void> => {
  const over = await db
    .selectFrom('throttle')
    .select('subject')
    .where('ends_at', '<=', now)
    .limit(SWEPT_AT_ONCE)
    .execute()
  if (over.length > 0)
    await db
      .deleteFrom('throttle')
      .where(
        'subject',
        'in',
        over.map(({ subject }) => subject),
      )
      .where('ends_at', '<=', now)
      .execute()
}
