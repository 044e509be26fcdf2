import { MINUTE_MS } from '../../domain/primitives.ts'
import type { Result } from '../../domain/result.ts'
import type { Persistence } from '../../ports/persistence.ts'
import type { Views } from '../../ports/views.ts'
import { accountViews } from './account-views.ts'
import { adViews } from './ad-views.ts'
import { type BackedUp, type BackupRefusal, backUp } from './backup.ts'
import { boardViews } from './board-views.ts'
import { cashViews } from './cash-views.ts'
import { channelViews } from './channel-views.ts'
import type { Connection, SqlDialect } from './dialect.ts'
import { expertViews } from './expert-views.ts'
import { homeViews } from './home-views.ts'
import { jobViews } from './job-views.ts'
import { checkSchema, migrate, refuseNewerSchema } from './migrate.ts'
import { connectMysql, mysqlDialect } from './mysql.ts'
import { mysqlSettings } from './mysql-url.ts'
import { newsViews } from './news-views.ts'
import { notificationViews } from './notification-views.ts'
import { participationViews } from './participation-views.ts'
import { quotaLedgerOn } from './quota.ts'
import { recommendationViews } from './recommendation-views.ts'
import { reportViews } from './report-views.ts'
import { type Backup, type Restored, type RestoreRefusal, restoreInto } from './restore.ts'
import { retrying } from './retry.ts'
import { scrapViews } from './scrap-views.ts'
import { connectSqlite, sqlite } from './sqlite.ts'
import { throttleOn } from './throttle.ts'
import { transactOn } from './transact.ts'
import { videoViews } from './video-views.ts'

/** A database as the core sees it, with what only its keeper does. */
export type SqlPersistence = Persistence & {
  /** Brings the schema up to this code's; answers the names of the steps that were missing. */
  readonly migrate: () => Promise<readonly string[]>
  /** Copies everything into a new SQLite file; see `backUp`. */
  readonly backUp: (file: string) => Promise<Result<BackedUp, BackupRefusal>>
  /** Puts a backup into this database, which must be new or empty; see `restoreInto`. */
  readonly restore: (backup: Backup) => Promise<Result<Restored, RestoreRefusal>>
}

export type SqliteOptions = {
  /** A file, made when it is missing, or `:memory:` for a database that ends with `close`. */
  readonly path: string
  /** For looking on beside a server. Every write is refused, and the file must exist. */
  readonly readOnly?: boolean
  /** Brings the schema up to date before anything else. */
  readonly migrate?: boolean
}

/**
 * Opens an embedded database. A file has two connections: one on which transactions and single writes queue, and one
 * for views, which so never see an open transaction nor wait for one. Throws when a newer version of this code has
 * set the database up, and `Outage` when the file cannot be opened.
 */
export const openSqlite = async ({
  path,
  readOnly = false,
  migrate: migrateFirst = false,
}: SqliteOptions): Promise<SqlPersistence> => {
  const connect = (role: 'writer' | 'reader') =>
    retrying(sqlite.isConflict, async () => connectSqlite({ path, role, readOnly }))
  const writer = await connect('writer')
  try {
    await refuseNewerSchema(writer.db, sqlite)
    if (migrateFirst) await migrate(writer.db, sqlite)
    // A second connection to `:memory:` would be another database.
    const reader = path === ':memory:' ? writer : await connect('reader')
    return persistenceOn({ writer, reader, slowWriter: writer, slowReader: reader }, sqlite)
  } catch (error) {
    await writer.close()
    throw error
  }
}

export type MysqlOptions = {
  /** `mysql://<user>:<password>@<host>:<port>/<database>`, with the options that README lists. */
  readonly url: string
  /** Brings the schema up to date before anything else. */
  readonly migrate?: boolean
}

/** How long a change of the schema, or a look at all of the books, may take: tables can be large. */
const PATIENCE_MS = 30 * MINUTE_MS
/** How long they may wait for one of the few connections that such work has. */
const SLOW_WAIT_MS = 10_000

/**
 * Opens a pool of connections to a MySQL or MariaDB server, or to a cluster that speaks its protocol. Throws when a
 * newer version of this code has set the database up, and `Outage`, with a sentence for whoever set the server up,
 * when it cannot be reached, is too old, or is set up so that it could lose what it has promised.
 */
export const openMysql = async ({
  url,
  migrate: migrateFirst = false,
}: MysqlOptions): Promise<SqlPersistence> => {
  const settings = mysqlSettings(url)
  const pool = connectMysql(settings)
  const slow = connectMysql({
    ...settings,
    connections: 2,
    deadlineMs: PATIENCE_MS,
    waitMs: SLOW_WAIT_MS,
  })
  try {
    const dialect = mysqlDialect((await pool.server()).flavour)
    await refuseNewerSchema(pool.db, dialect)
    if (migrateFirst) await migrate(slow.db, dialect)
    return persistenceOn({ writer: pool, reader: pool, slowWriter: slow, slowReader: slow }, dialect)
  } catch (error) {
    await Promise.all([pool.close(), slow.close()])
    throw error
  }
}

type Connections = {
  readonly writer: Connection
  /** For views. */
  readonly reader: Connection
  /** For changes of the schema, which may take minutes. */
  readonly slowWriter: Connection
  /** For looks at whole tables. */
  readonly slowReader: Connection
}

const persistenceOn = (connections: Connections, dialect: SqlDialect): SqlPersistence => {
  const { writer, reader, slowWriter, slowReader } = connections
  let closing: Promise<void> | undefined
  return {
    transact: transactOn(writer.db, dialect),
    views: viewsOn(connections, dialect),
    throttle: throttleOn(writer.db, dialect),
    quota: quotaLedgerOn(writer.db, dialect),
    check: () => checkSchema(reader.db, dialect),
    migrate: () => migrate(slowWriter.db, dialect),
    backUp: (file) => backUp(slowReader.db, dialect, file),
    restore: (backup) => restoreInto(slowWriter.db, dialect, backup),
    close: () => {
      closing ??= closeAll(new Set(Object.values(connections)))
      return closing
    },
  }
}

const closeAll = async (connections: Iterable<Connection>): Promise<void> => {
  await Promise.all(Array.from(connections, ({ close }) => close()))
}

const viewsOn = ({ writer, reader, slowReader }: Connections, dialect: SqlDialect): Views => ({
  accounts: accountViews(reader.db),
  channels: channelViews(reader.db),
  ads: adViews(reader.db, writer.db, dialect),
  participations: participationViews(reader.db),
  videos: videoViews(reader.db),
  cash: cashViews(reader.db, slowReader.db),
  notifications: notificationViews(reader.db),
  recommendations: recommendationViews(reader.db),
  reports: reportViews(reader.db),
  news: newsViews(reader.db, writer.db, dialect),
  scraps: scrapViews(reader.db),
  experts: expertViews(reader.db, writer.db, dialect),
  board: boardViews(reader.db),
  home: homeViews(reader.db),
  jobs: jobViews(reader.db),
})
