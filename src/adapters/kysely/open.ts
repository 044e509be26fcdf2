import type { Kysely } from 'kysely'
import type { Persistence } from '../../ports/persistence.ts'
import type { Views } from '../../ports/views.ts'
import { accountViews } from './account-views.ts'
import { adViews } from './ad-views.ts'
import { cashViews } from './cash-views.ts'
import { channelViews } from './channel-views.ts'
import type { Database } from './database.ts'
import type { Connection, SqlDialect } from './dialect.ts'
import { checkSchema, migrate, refuseNewerSchema } from './migrate.ts'
import { notificationViews } from './notification-views.ts'
import { participationViews } from './participation-views.ts'
import { reportViews } from './report-views.ts'
import { retrying } from './retry.ts'
import { connectSqlite, sqlite } from './sqlite.ts'
import { throttleOn } from './throttle.ts'
import { transactOn } from './transact.ts'
import { videoViews } from './video-views.ts'

/** A database as the core sees it, with what only its keeper does. */
export type SqlPersistence = Persistence & {
  /** Brings the schema up to this code's; answers the names of the steps that were missing. */
  readonly migrate: () => Promise<readonly string[]>
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
    return persistenceOn({ writer, reader }, sqlite)
  } catch (error) {
    await writer.close()
    throw error
  }
}

const persistenceOn = (
  { writer, reader }: { readonly writer: Connection; readonly reader: Connection },
  dialect: SqlDialect,
): SqlPersistence => {
  let closing: Promise<void> | undefined
  return {
    transact: transactOn(writer.db, dialect),
    views: viewsOn(writer.db, reader.db, dialect),
    throttle: throttleOn(writer.db, dialect),
    check: () => checkSchema(reader.db, dialect),
    migrate: () => migrate(writer.db, dialect),
    close: () => {
      closing ??= closeAll(new Set([writer, reader]))
      return closing
    },
  }
}

const closeAll = async (connections: Iterable<Connection>): Promise<void> => {
  for (const { close } of connections) await close()
}

const viewsOn = (writer: Kysely<Database>, reader: Kysely<Database>, dialect: SqlDialect): Views => ({
  accounts: accountViews(reader),
  channels: channelViews(reader),
  ads: adViews(reader, writer, dialect),
  participations: participationViews(reader),
  videos: videoViews(reader),
  cash: cashViews(reader),
  notifications: notificationViews(reader),
  reports: reportViews(reader),
})
