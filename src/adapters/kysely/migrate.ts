import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { MINUTE_MS } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import { Outage } from '../../ports/outage.ts'
import type { Database } from './database.ts'
import { type Ddl, type Migration, type SqlDialect, type Step, unlessTaken } from './dialect.ts'
import { accounts } from './migrations/0001-accounts.ts'
import { ads } from './migrations/0002-ads.ts'
import { videos } from './migrations/0003-videos.ts'
import { cash } from './migrations/0004-cash.ts'
import { notifications } from './migrations/0005-notifications.ts'
import { commands } from './migrations/0006-commands.ts'
import { places } from './migrations/0007-places.ts'
import { news } from './migrations/0008-news.ts'
import { experts } from './migrations/0009-experts.ts'
import { import2020 } from './migrations/0010-import-2020.ts'
import { expertAccounts } from './migrations/0011-expert-accounts.ts'
import { board } from './migrations/0012-board.ts'
import { newsLists } from './migrations/0013-news-lists.ts'
import { questionDays } from './migrations/0014-question-days.ts'
import { jobs } from './migrations/0015-jobs.ts'
import { youTubeQuota } from './migrations/0016-youtube-quota.ts'
import { videoPace } from './migrations/0017-video-pace.ts'
import { channelReading } from './migrations/0019-channel-reading.ts'
import { missingHashtags } from './migrations/0021-missing-hashtags.ts'
import { retention } from './migrations/0022-retention.ts'
import { heldRewards } from './migrations/0023-held-rewards.ts'
import { interestLog } from './migrations/0024-interest-log.ts'
import { recommendationWeights } from './migrations/0025-recommendation-weights.ts'
import { retrying } from './retry.ts'
import { inTransaction } from './transact.ts'

/** In the order in which they are carried out; new ones go to the end. */
const MIGRATIONS: readonly Migration[] = [
  accounts,
  ads,
  videos,
  cash,
  notifications,
  commands,
  places,
  news,
  experts,
  import2020,
  expertAccounts,
  board,
  newsLists,
  questionDays,
  jobs,
  youTubeQuota,
  videoPace,
  channelReading,
  missingHashtags,
  retention,
  heldRewards,
  interestLog,
  recommendationWeights,
]

export const stepsOf = (ddl: Ddl): readonly Step[] =>
  MIGRATIONS.flatMap(({ name, steps }) =>
    steps(ddl).map((step) => ({ ...step, name: `${name}: ${step.name}` })),
  )

/** A starter that died while it held the lock keeps the others away for this long. */
const LEASE_MS = MINUTE_MS
/** Also how long those who use a table may keep a step from being carried out. */
const GIVE_UP_AFTER_MS = 2 * MINUTE_MS
const POLL_MS = 50

/**
 * Carries out what is missing, one statement at a time, each recorded when it is done; answers the names of those.
 * Many may start at once: a row of our own with a lease lets one go first. A crash at any point is made good by the
 * next run, since a statement that was carried out but not recorded does no harm when it is run again. Throws when
 * the database knows steps that this code does not.
 */
export const migrate = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
  steps: readonly Step[] = stepsOf(dialect.ddl),
): Promise<readonly string[]> => {
  for (const { statement } of bookkeeping(dialect.ddl))
    await retrying(dialect.isConflict, () => sql.raw(statement).execute(db))
  const owner = randomUUID()
  await takeLock(db, dialect, owner)
  // One statement may take longer than a lease, on a large table.
  const heartbeat = setInterval(() => renewLease(db, owner).catch(() => undefined), LEASE_MS / 3)
  try {
    const done = new Set(await recordedSteps(db))
    refuseNewer(done, steps)
    const missing = steps.filter(({ name }) => !done.has(name))
    for (const step of missing) await carryOut(db, dialect, owner, step)
    return missing.map(({ name }) => name)
  } finally {
    clearInterval(heartbeat)
    await giveLockBack(db, dialect, owner)
  }
}

/** Throws a sentence for people when a newer version of this code has worked on the database. */
export const refuseNewerSchema = async (db: Kysely<Database>, dialect: SqlDialect): Promise<void> => {
  const done = await recordedStepsIfAny(db, dialect)
  if (done !== null) refuseNewer(new Set(done), stepsOf(dialect.ddl))
}

/** Whether this code, or another version of it, has ever set the database up. */
export const isSetUp = async (db: Kysely<Database>, dialect: SqlDialect): Promise<boolean> =>
  ((await recordedStepsIfAny(db, dialect)) ?? []).length > 0

/** The name of the first step that the schema lacks, or null when it has them all. */
export const missingStep = async (db: Kysely<Database>, dialect: SqlDialect): Promise<string | null> => {
  const done = new Set((await recordedStepsIfAny(db, dialect)) ?? [])
  return stepsOf(dialect.ddl).find(({ name }) => !done.has(name))?.name ?? null
}

/** Throws `Outage` unless the schema is exactly the one that this code knows. */
export const checkSchema = async (db: Kysely<Database>, dialect: SqlDialect): Promise<void> => {
  const done = new Set((await recordedStepsIfAny(db, dialect)) ?? [])
  const missing = stepsOf(dialect.ddl).find(({ name }) => !done.has(name))
  if (missing !== undefined)
    throw new Outage(`the database lacks the schema step "${missing.name}": run \`crecker migrate\``)
  try {
    refuseNewer(done, stepsOf(dialect.ddl))
  } catch (error) {
    throw new Outage(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** Tables that a migration makes for itself before its first step. */
export const BOOKKEEPING: readonly string[] = ['schema_step', 'schema_lock']

const bookkeeping = ({ integer, key, table }: Ddl): readonly Step[] => [
  table('schema_step', `name ${key(200)} NOT NULL PRIMARY KEY, applied_at ${integer} NOT NULL`),
  table(
    'schema_lock',
    `id ${integer} NOT NULL PRIMARY KEY CHECK (id = 1), held_by ${key(36)}, lease_until ${integer} NOT NULL`,
  ),
]

const refuseNewer = (done: ReadonlySet<string>, steps: readonly Step[]): void => {
  const known = new Set(steps.map(({ name }) => name))
  const unknown = [...done].find((name) => !known.has(name))
  if (unknown !== undefined)
    throw new Error(
      `The database was set up by a newer version of Crecker: it has the schema step "${unknown}", which this version ` +
        'does not know. Start that version or a later one, or restore a backup from before the update.',
    )
}

const recordedSteps = async (db: Kysely<Database>): Promise<readonly string[]> =>
  (await db.selectFrom('schema_step').select('name').execute()).map(({ name }) => name)

/** Null for a database that was never migrated, which has not even the table to say so. */
const recordedStepsIfAny = async (
  db: Kysely<Database>,
  dialect: SqlDialect,
): Promise<readonly string[] | null> => {
  try {
    return await retrying(dialect.isConflict, () => recordedSteps(db))
  } catch (error) {
    if (dialect.isMissingTable(error)) return null
    throw error
  }
}

/** All at once where the database can undo a change of its schema; elsewhere the change is kept as soon as it is made. */
const carryOut = (
  db: Kysely<Database>,
  dialect: SqlDialect,
  owner: string,
  { name, statement }: Step,
): Promise<unknown> =>
  inTransaction(
    db,
    dialect,
    async (trx) => {
      if (!(await renewLease(trx, owner))) throw new Outage('another process has taken over the migration')
      await dialect.giveWayToUsers(trx)
      await unlessThere(dialect, sql.raw(statement).execute(trx))
      await unlessTaken(
        dialect,
        trx.insertInto('schema_step').values({ name, applied_at: Date.now() }).execute(),
      )
      return ok(undefined)
    },
    GIVE_UP_AFTER_MS,
  )

const unlessThere = async ({ isThere }: SqlDialect, statement: Promise<unknown>): Promise<void> => {
  try {
    await statement
  } catch (error) {
    if (!isThere(error)) throw error
  }
}

const takeLock = async (db: Kysely<Database>, dialect: SqlDialect, owner: string): Promise<void> => {
  await retrying(dialect.isConflict, () =>
    unlessTaken(
      dialect,
      db.insertInto('schema_lock').values({ id: 1, held_by: null, lease_until: 0 }).execute(),
    ),
  )
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS
  while (!(await claimLock(db, dialect, owner))) {
    if (performance.now() >= giveUpAt)
      throw new Outage('another process is migrating the database for too long')
    await pause(POLL_MS)
  }
}

const claimLock = (db: Kysely<Database>, dialect: SqlDialect, owner: string): Promise<boolean> =>
  retrying(dialect.isConflict, async () => {
    const now = Date.now()
    const claimed = await db
      .updateTable('schema_lock')
      .set({ held_by: owner, lease_until: now + LEASE_MS })
      .where('id', '=', 1)
      .where(({ or, eb }) => or([eb('held_by', 'is', null), eb('lease_until', '<=', now)]))
      .executeTakeFirst()
    return claimed.numUpdatedRows === 1n
  })

/** Whoever cannot give it back leaves it to the end of its lease; what went wrong before matters more. */
const giveLockBack = (db: Kysely<Database>, dialect: SqlDialect, owner: string): Promise<unknown> =>
  retrying(dialect.isConflict, () =>
    db
      .updateTable('schema_lock')
      .set({ held_by: null, lease_until: 0 })
      .where('held_by', '=', owner)
      .execute(),
  ).catch(() => undefined)

const renewLease = async (db: Kysely<Database>, owner: string): Promise<boolean> => {
  const renewed = await db
    .updateTable('schema_lock')
    .set({ lease_until: Date.now() + LEASE_MS })
    .where('held_by', '=', owner)
    .executeTakeFirst()
  return renewed.numUpdatedRows === 1n
}
