import type { Kysely } from 'kysely'
import type { BoardViews } from '../../ports/board.ts'
import { faqFromRow, noticeFromRow } from './board-store.ts'
import type { Database } from './database.ts'

export const boardViews = (db: Kysely<Database>): BoardViews => ({
  faq: async ({ after, limit }) => {
    const first = db.selectFrom('faq_entry').selectAll().orderBy('created_at').orderBy('id').limit(limit)
    const page =
      after === null
        ? first
        : first
            // Says no more than the next condition, but it is the one that an index answers.
            .where('created_at', '>=', after.createdAt)
            .where(({ or, eb }) => or([eb('created_at', '>', after.createdAt), eb('id', '>', after.id)]))
    return (await page.execute()).map(faqFromRow)
  },
  faqEntry: async (id) => {
    const row = await db.selectFrom('faq_entry').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : faqFromRow(row)
  },
  notices: async ({ after, limit }) => {
    const newestFirst = db
      .selectFrom('notice')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
    const page =
      after === null
        ? newestFirst
        : newestFirst
            .where('created_at', '<=', after.createdAt)
            .where(({ or, eb }) => or([eb('created_at', '<', after.createdAt), eb('id', '<', after.id)]))
    return (await page.execute()).map(noticeFromRow)
  },
  notice: async (id) => {
    const row = await db.selectFrom('notice').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : noticeFromRow(row)
  },
})
