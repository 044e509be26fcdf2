import type { Kysely, Selectable } from 'kysely'
import type { FaqEntry, NewFaqEntry } from '../../domain/board/faq-entry.ts'
import type { NewNotice, Notice } from '../../domain/board/notice.ts'
import { toId, toInstant } from '../../domain/primitives.ts'
import type { FaqStore, NoticeStore } from '../../ports/board.ts'
import type { Database, FaqEntryTable, NoticeTable } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { mustHaveChanged, newId } from './row.ts'

export const faqStore = (db: Kysely<Database>, dialect: SqlDialect): FaqStore => ({
  add: async (entry) => {
    const insert = db.insertInto('faq_entry').values(toRow(entry))
    return { ...entry, id: newId<'FaqEntry'>(await insert.executeTakeFirstOrThrow()) }
  },
  find: async (id) => {
    const query = db.selectFrom('faq_entry').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : faqFromRow(row)
  },
  save: async (entry) => {
    const update = db.updateTable('faq_entry').set(toRow(entry)).where('id', '=', entry.id)
    mustHaveChanged(await update.executeTakeFirst(), `FAQ entry ${entry.id}`)
  },
  remove: async (id) => {
    await db.deleteFrom('faq_entry').where('id', '=', id).execute()
  },
})

export const noticeStore = (db: Kysely<Database>, dialect: SqlDialect): NoticeStore => ({
  add: async (notice) => {
    const insert = db.insertInto('notice').values(toRow(notice))
    return { ...notice, id: newId<'Notice'>(await insert.executeTakeFirstOrThrow()) }
  },
  find: async (id) => {
    const query = db.selectFrom('notice').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : noticeFromRow(row)
  },
  save: async (notice) => {
    const update = db.updateTable('notice').set(toRow(notice)).where('id', '=', notice.id)
    mustHaveChanged(await update.executeTakeFirst(), `notice ${notice.id}`)
  },
  remove: async (id) => {
    await db.deleteFrom('notice').where('id', '=', id).execute()
  },
})

export const faqFromRow = (row: Selectable<FaqEntryTable>): FaqEntry => ({
  id: toId<'FaqEntry'>(row.id),
  ...contentFromRow(row),
})

export const noticeFromRow = (row: Selectable<NoticeTable>): Notice => ({
  id: toId<'Notice'>(row.id),
  ...contentFromRow(row),
})

const contentFromRow = (row: Selectable<FaqEntryTable | NoticeTable>) => ({
  title: row.title,
  content: row.content,
  createdAt: toInstant(row.created_at),
  updatedAt: row.updated_at === null ? null : toInstant(row.updated_at),
})

const toRow = ({ title, content, createdAt, updatedAt }: NewFaqEntry | NewNotice) => ({
  title,
  content,
  created_at: createdAt,
  updated_at: updatedAt,
})
