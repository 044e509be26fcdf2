import type { Kysely } from 'kysely'
import { toId, toInstant } from '../../domain/primitives.ts'
import type { ScrapViews } from '../../ports/scrap.ts'
import type { Database } from './database.ts'

export const scrapViews = (db: Kysely<Database>): ScrapViews => ({
  listOf: async (member, limit) => {
    const rows = await db
      .selectFrom('scrap')
      .innerJoin('support_programme', 'support_programme.id', 'scrap.programme_id')
      .select([
        'scrap.programme_id',
        'scrap.at',
        'support_programme.poster',
        'support_programme.title',
        'support_programme.created_at',
      ])
      .where('scrap.member_id', '=', member)
      .orderBy('scrap.at', 'desc')
      .orderBy('scrap.programme_id', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      programme: toId<'SupportProgramme'>(row.programme_id),
      poster: row.poster,
      title: row.title,
      createdAt: toInstant(row.created_at),
      scrappedAt: toInstant(row.at),
    }))
  },
  has: async (member, programme) => {
    const row = await db
      .selectFrom('scrap')
      .select('at')
      .where('member_id', '=', member)
      .where('programme_id', '=', programme)
      .executeTakeFirst()
    return row !== undefined
  },
})
