import type { Kysely } from 'kysely'
import type { ScrapStore } from '../../ports/scrap.ts'
import type { Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'

export const scrapStore = (db: Kysely<Database>, dialect: SqlDialect): ScrapStore => ({
  keep: async ({ member, programme, at }) => {
    const insert = db.insertInto('scrap').values({ member_id: member, programme_id: programme, at })
    return (await unlessTaken(dialect, insert.executeTakeFirstOrThrow())) !== null
  },
  drop: async (member, programme) => {
    await db
      .deleteFrom('scrap')
      .where('member_id', '=', member)
      .where('programme_id', '=', programme)
      .execute()
  },
})
