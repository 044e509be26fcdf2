import type { Kysely } from 'kysely'
import { err, ok } from '../../domain/result.ts'
import type { ImportedStore } from '../../ports/import-2020.ts'
import type { Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'

export const importedStore = (db: Kysely<Database>, dialect: SqlDialect): ImportedStore => ({
  among: async (kind, oldIds) => {
    if (oldIds.length === 0) return new Map()
    const rows = await db
      .selectFrom('import_2020')
      .select(['old_id', 'new_id'])
      .where('kind', '=', kind)
      .where('old_id', 'in', oldIds)
      .execute()
    return new Map(rows.map((row) => [row.old_id, row.new_id]))
  },
  record: async (kind, oldId, newId) => {
    const insert = db.insertInto('import_2020').values({ kind, old_id: oldId, new_id: newId })
    const recorded = await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
    return recorded === null ? err({ kind: 'already-imported' }) : ok(undefined)
  },
  cameRewarded: async (participation) => {
    const row = await db
      .selectFrom('import_2020')
      .select('old_id')
      .where('kind', '=', 'rewarded-participation')
      .where('new_id', '=', participation)
      .executeTakeFirst()
    return row !== undefined
  },
})
