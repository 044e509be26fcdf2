import type { Kysely } from 'kysely'
import { MAX_ID } from '../../domain/primitives.ts'
import type { NotificationViews } from '../../ports/notification.ts'
import type { Database } from './database.ts'
import { notificationFromRow } from './notification-store.ts'
import { prepared } from './prepared.ts'
import { wholeNumber } from './row.ts'

export const notificationViews = (db: Kysely<Database>): NotificationViews => {
  const list = listQuery(db)
  const unread = unreadQuery(db)
  return {
    listOf: async (account, { before, limit }) => {
      const rows = await list({ account, last: before === null ? MAX_ID : before - 1, limit })
      return rows.map(notificationFromRow)
    },
    has: async (account, id) => {
      const own = db
        .selectFrom('notification')
        .select('id')
        .where('id', '=', id)
        .where('account_id', '=', account)
      return (await own.executeTakeFirst()) !== undefined
    },
    unread: async (account) => {
      const [row] = await unread({ account })
      return wholeNumber(row?.unread ?? 0)
    },
    told: async (accounts, abouts) => {
      if (accounts.length === 0 || abouts.length === 0) return []
      const rows = await db
        .selectFrom('notification')
        .selectAll()
        .where('account_id', 'in', accounts)
        .where('about', 'in', abouts)
        .execute()
      // Sorted here, since an order of its own would lead away from the index that finds them.
      return rows.map(notificationFromRow).sort((one, other) => one.id - other.id)
    },
  }
}

const listQuery = (db: Kysely<Database>) =>
  prepared<{ readonly account: number; readonly last: number; readonly limit: number }>(db)((value) =>
    db
      .selectFrom('notification')
      .selectAll()
      .where('account_id', '=', value('account'))
      .where('id', '<=', value('last'))
      .orderBy('id', 'desc')
      .limit(value('limit')),
  )

const unreadQuery = (db: Kysely<Database>) =>
  prepared<{ readonly account: number }>(db)((value) =>
    db
      .selectFrom('notification')
      .select(({ fn }) => fn.countAll().as('unread'))
      .where('account_id', '=', value('account'))
      .where('read_at', 'is', null),
  )
