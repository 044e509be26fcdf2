import type { Kysely, Selectable } from 'kysely'
import type { DailyCard, NewDailyCard } from '../../domain/news/daily-card.ts'
import type { NewSupportProgramme, SupportProgramme } from '../../domain/news/support-programme.ts'
import { toId, toInstant } from '../../domain/primitives.ts'
import type { DailyCardStore, SupportProgrammeStore } from '../../ports/news.ts'
import type { DailyCardTable, Database, SupportProgrammeTable } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { mustHaveChanged, newId } from './row.ts'

export const supportProgrammeStore = (db: Kysely<Database>, dialect: SqlDialect): SupportProgrammeStore => ({
  add: async (programme, views = 0) => {
    const insert = db.insertInto('support_programme').values(toRow(programme))
    const id = newId<'SupportProgramme'>(await insert.executeTakeFirstOrThrow())
    await db.insertInto('support_programme_audience').values({ programme_id: id, views }).execute()
    return { ...programme, id }
  },
  find: async (id) => {
    const query = db.selectFrom('support_programme').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : programmeFromRow(row)
  },
  save: async (programme) => {
    const update = db.updateTable('support_programme').set(toRow(programme)).where('id', '=', programme.id)
    mustHaveChanged(await update.executeTakeFirst(), `support programme ${programme.id}`)
  },
  remove: async (id) => {
    // First what refers to it. The audience before the looks: whoever counts one has locked it.
    await db.deleteFrom('scrap').where('programme_id', '=', id).execute()
    await db.deleteFrom('support_programme_audience').where('programme_id', '=', id).execute()
    await db.deleteFrom('support_programme_view').where('programme_id', '=', id).execute()
    await db.deleteFrom('support_programme').where('id', '=', id).execute()
  },
  forgetLooks: (before, limit) =>
    dialect.deleteOldest(db, { table: 'support_programme_view', column: 'korean_day', before, limit }),
})

export const dailyCardStore = (db: Kysely<Database>, dialect: SqlDialect): DailyCardStore => ({
  add: async (card) => {
    const insert = db.insertInto('daily_card').values(cardToRow(card))
    return { ...card, id: newId<'DailyCard'>(await insert.executeTakeFirstOrThrow()) }
  },
  find: async (id) => {
    const query = db.selectFrom('daily_card').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : cardFromRow(row)
  },
  save: async (card) => {
    const update = db.updateTable('daily_card').set(cardToRow(card)).where('id', '=', card.id)
    mustHaveChanged(await update.executeTakeFirst(), `daily card ${card.id}`)
  },
  remove: async (id) => {
    await db.deleteFrom('daily_card').where('id', '=', id).execute()
  },
})

export const programmeFromRow = (row: Selectable<SupportProgrammeTable>): SupportProgramme => ({
  id: toId<'SupportProgramme'>(row.id),
  poster: row.poster,
  host: row.host,
  title: row.title,
  subtitle: row.subtitle,
  contents: row.contents,
  url: row.url,
  recruitment: { from: toInstant(row.recruit_from), to: toInstant(row.recruit_to) },
  applyCount: row.apply_count,
  createdAt: toInstant(row.created_at),
  updatedAt: toInstant(row.updated_at),
})

const toRow = (programme: NewSupportProgramme) => ({
  poster: programme.poster,
  host: programme.host,
  title: programme.title,
  subtitle: programme.subtitle,
  contents: programme.contents,
  url: programme.url,
  recruit_from: programme.recruitment.from,
  recruit_to: programme.recruitment.to,
  apply_count: programme.applyCount,
  created_at: programme.createdAt,
  updated_at: programme.updatedAt,
})

export const cardFromRow = (row: Selectable<DailyCardTable>): DailyCard => ({
  id: toId<'DailyCard'>(row.id),
  thumbnail: row.thumbnail,
  title: row.title,
  subtitle: row.subtitle,
  content: row.content,
  createdAt: toInstant(row.created_at),
  updatedAt: toInstant(row.updated_at),
})

const cardToRow = (card: NewDailyCard) => ({
  thumbnail: card.thumbnail,
  title: card.title,
  subtitle: card.subtitle,
  content: card.content,
  created_at: card.createdAt,
  updated_at: card.updatedAt,
})
