import type { Kysely } from 'kysely'
import { EVENT_KINDS, type InterestEvent, isSeen } from '../../domain/recommendation/event.ts'
import type { InterestLogStore } from '../../ports/recommendation.ts'
import type { Database } from './database.ts'
import type { SqlDialect } from './dialect.ts'

/** Rows of a statement at most: seven values each, and no database minds that many. */
const WRITTEN_AT_ONCE = 512

export const interestLogStore = (db: Kysely<Database>, dialect: SqlDialect): InterestLogStore => ({
  append: async (events) => {
    for (let left = events; left.length > 0; ) {
      const size = statementSize(left.length)
      await db.insertInto('interest_event').values(left.slice(0, size).map(toRow)).execute()
      left = left.slice(size)
    }
  },
  forget: async ({ seen, acted }, limit) => {
    let forgotten = 0
    for (const kind of EVENT_KINDS) {
      if (forgotten === limit) break
      forgotten += await dialect.deleteOldest(db, {
        table: 'interest_event',
        column: 'at',
        among: { column: 'kind', value: kind },
        before: isSeen(kind) ? seen : acted,
        limit: limit - forgotten,
      })
    }
    return forgotten
  },
})

/** A power of two, so that there are ten statements: SQLite's connection keeps those that it has prepared. */
const statementSize = (rows: number): number => Math.min(WRITTEN_AT_ONCE, 2 ** Math.floor(Math.log2(rows)))

const toRow = (event: InterestEvent) => ({
  at: event.at,
  creator_id: event.creator,
  item_kind: event.itemKind,
  item_id: event.item,
  kind: event.kind,
  list: event.kind === 'shown' ? event.list : null,
  position: event.kind === 'shown' ? event.position : null,
})
