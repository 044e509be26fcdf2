import type { ControlledTransaction, Kysely } from 'kysely'
import type { Result } from '../../domain/result.ts'
import { Outage } from '../../ports/outage.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import { accountStore, payeeStore, sessionStore } from './account-store.ts'
import { adStore } from './ad-store.ts'
import { auditStore } from './audit-store.ts'
import { faqStore, noticeStore } from './board-store.ts'
import { cashStore, withdrawalStore } from './cash-store.ts'
import { channelStore } from './channel-store.ts'
import { commandKeyStore } from './command-key-store.ts'
import type { Database } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { expertStore, questionStore } from './expert-store.ts'
import { homeBannerStore } from './home-store.ts'
import { importedStore } from './imported-store.ts'
import { inTime } from './in-time.ts'
import { interestLogStore } from './interest-log-store.ts'
import { jobStore } from './job-store.ts'
import { dailyCardStore, supportProgrammeStore } from './news-store.ts'
import { notificationStore } from './notification-store.ts'
import { participationStore } from './participation-store.ts'
import { weightsStore } from './recommendation-weights-store.ts'
import { retrying } from './retry.ts'
import { scrapStore } from './scrap-store.ts'
import { snapshotStore } from './snapshot-store.ts'
import { videoStore } from './video-store.ts'

/**
 * How long a transaction may wait for its turn on a connection. It matters on SQLite, which has one for all that write; a
 * pool of MySQL connections has a shorter limit of its own.
 */
const WAIT_MS = 10_000

export const transactOn =
  (db: Kysely<Database>, dialect: SqlDialect): Transact =>
  (work) =>
    inTransaction(db, dialect, (trx) => work(storesIn(trx, dialect)))

/**
 * Kept when `work` answers ok, undone when it answers an error or throws, run again after a conflict, for five seconds
 * unless `giveUpAfterMs` says otherwise.
 */
export const inTransaction = <T, E>(
  db: Kysely<Database>,
  dialect: SqlDialect,
  work: (trx: Kysely<Database>) => Promise<Result<T, E>>,
  giveUpAfterMs?: number,
): Promise<Result<T, E>> =>
  retrying(
    undoneBy(dialect),
    async () => {
      const trx = await begin(db)
      try {
        const answer = await work(trx)
        if (answer.ok) await commit(trx, dialect)
        else await undo(trx)
        return answer
      } catch (error) {
        await undo(trx)
        throw error
      }
    },
    giveUpAfterMs,
  )

/** After these nothing of the transaction is left, so it may be run again as a whole. */
const undoneBy =
  ({ isConflict, isLost }: SqlDialect) =>
  (error: unknown): boolean =>
    isConflict(error) || isLost(error)

/**
 * What goes wrong now can leave open whether the work was kept. Running it again could do it twice, so it is for whoever
 * asked to repeat it, under the same idempotency key.
 */
const commit = async (trx: ControlledTransaction<Database>, { leavesOpen }: SqlDialect): Promise<void> => {
  try {
    await trx.commit().execute()
  } catch (error) {
    if (!leavesOpen(error)) throw error
    throw new Outage(
      'the database did not say whether it kept the work: what was asked for may be done, so repeat it with its key',
      { cause: error },
    )
  }
}

/** One snapshot for several reads. */
export const inSnapshot = async <T>(
  db: Kysely<Database>,
  read: (trx: Kysely<Database>) => Promise<T>,
): Promise<T> => {
  const trx = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  try {
    return await read(trx)
  } finally {
    await undo(trx)
  }
}

/** A turn that comes too late is given back at once. */
const begin = async (db: Kysely<Database>): Promise<ControlledTransaction<Database>> => {
  const begun = db.startTransaction().execute()
  const first = await inTime(WAIT_MS, begun)
  if (first !== 'late') return first
  begun.then(undo, () => undefined)
  throw new Outage('the database had no connection free in time')
}

/** What made the transaction fail matters more than a rollback that fails too: the database has undone it then. */
const undo = async (trx: ControlledTransaction<Database>): Promise<void> => {
  if (trx.isCommitted || trx.isRolledBack) return
  try {
    await trx.rollback().execute()
  } catch {
    // Nothing is left to roll back, or no connection is left to do it on.
  }
}

const storesIn = (trx: Kysely<Database>, dialect: SqlDialect): Stores => ({
  accounts: accountStore(trx, dialect),
  sessions: sessionStore(trx, dialect),
  payees: payeeStore(trx, dialect),
  channels: channelStore(trx, dialect),
  ads: adStore(trx, dialect),
  participations: participationStore(trx, dialect),
  videos: videoStore(trx, dialect),
  snapshots: snapshotStore(trx),
  cash: cashStore(trx, dialect),
  withdrawals: withdrawalStore(trx, dialect),
  notifications: notificationStore(trx, dialect),
  commandKeys: commandKeyStore(trx, dialect),
  jobs: jobStore(trx, dialect),
  audit: auditStore(trx),
  supportProgrammes: supportProgrammeStore(trx, dialect),
  dailyCards: dailyCardStore(trx, dialect),
  scraps: scrapStore(trx, dialect),
  experts: expertStore(trx, dialect),
  questions: questionStore(trx, dialect),
  faqEntries: faqStore(trx, dialect),
  notices: noticeStore(trx, dialect),
  homeBanners: homeBannerStore(trx, dialect),
  interestLog: interestLogStore(trx, dialect),
  imported: importedStore(trx, dialect),
  recommendationWeights: weightsStore(trx),
})
