import type { Kysely } from 'kysely'
import { MAX_ID } from '../../domain/primitives.ts'
import type { NotificationViews } from '../../ports/notification.ts'
import type { Database } from './database.ts'
import { notificationFromRow } from './notification-store.ts'
import { wholeNumber } from './row.ts'

export const notificationViews = (db: Kysely<Database>): NotificationViews => ({
  listOf: async (account, { before, limit }) => {
    const rows = await db
      .selectFrom('notification')
      .selectAll()
      .where('account_id', '=', account)
      .where('id', '<=', before === null ? MAX_ID : before - 1)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(notificationFromRow)
  },
  unread: async (account) => {
    const row = await db
      .selectFrom('notification')
      .select(({ fn }) => fn.countAll().as('unread'))
      .where('account_id', '=', account)
      .where('read_at', 'is', null)
      .executeTakeFirstOrThrow()
    return wholeNumber(row.unread)
  },
})
