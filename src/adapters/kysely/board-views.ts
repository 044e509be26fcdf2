import type { Kysely } from 'kysely'
import { toId, toInstant } from '../../domain/primitives.ts'
import type { BoardViews } from '../../ports/board.ts'
import { faqFromRow, noticeFromRow } from './board-store.ts'
import type { Database } from './database.ts'
import { excerptOf } from './excerpt.ts'

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
      .select(['id', 'title', 'created_at', 'updated_at'])
      .select(excerptOf('content'))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
    const page =
      after === null
        ? newestFirst
        : newestFirst
            .where('created_at', '<=', after.createdAt)
            .where(({ or, eb }) => or([eb('created_at', '<', after.createdAt), eb('id', '<', after.id)]))
    return (await page.execute()).map((row) => ({
      id: toId<'Notice'>(row.id),
      title: row.title,
      excerpt: row.excerpt,
      createdAt: toInstant(row.created_at),
      updatedAt: row.updated_at === null ? null : toInstant(row.updated_at),
    }))
  },
  notice: async (id) => {
    const row = await db.selectFrom('notice').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : noticeFromRow(row)
  },
})
