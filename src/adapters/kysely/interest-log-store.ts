import type { Kysely } from 'kysely'
import { EVENT_KINDS, type InterestEvent } from '../../domain/recommendation/event.ts'
import type { InterestLogStore } from '../../ports/recommendation.ts'
import type { Database } from './database.ts'
import type { SqlDialect } from './dialect.ts'

/** A row has seven values, and SQLite takes 32,766 of them in a statement; a megabyte is far away. */
const WRITTEN_AT_ONCE = 1_000

export const interestLogStore = (db: Kysely<Database>, dialect: SqlDialect): InterestLogStore => ({
  append: async (events) => {
    for (let from = 0; from < events.length; from += WRITTEN_AT_ONCE) {
      const rows = events.slice(from, from + WRITTEN_AT_ONCE).map(toRow)
      await db.insertInto('interest_event').values(rows).execute()
    }
  },
  forget: async ({ shown, acted }, limit) => {
    let forgotten = 0
    for (const kind of EVENT_KINDS) {
      if (forgotten === limit) break
      forgotten += await dialect.deleteOldest(db, {
        table: 'interest_event',
        column: 'at',
        among: { column: 'kind', value: kind },
        before: kind === 'shown' ? shown : acted,
        limit: limit - forgotten,
      })
    }
    return forgotten
  },
})

const toRow = (event: InterestEvent) => ({
  at: event.at,
  creator_id: event.creator,
  item_kind: event.itemKind,
  item_id: event.item,
  kind: event.kind,
  list: event.kind === 'shown' ? event.list : null,
  position: event.kind === 'shown' ? event.position : null,
})
