import type { Kysely, Selectable } from 'kysely'
import { toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { CommandKeyStore, KeyedAnswer } from '../../ports/command-key.ts'
import type { CommandKeyTable, Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'

export const commandKeyStore = (db: Kysely<Database>, dialect: SqlDialect): CommandKeyStore => ({
  find: async (scope, key) => {
    const row = await db
      .selectFrom('command_key')
      .selectAll()
      .where('scope', '=', scope)
      .where('command_key', '=', key)
      .executeTakeFirst()
    return row === undefined ? null : fromRow(row)
  },
  add: async (answer) => {
    const insert = db.insertInto('command_key').values(toRow(answer))
    const added = await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
    return added === null ? err({ kind: 'command-key-taken' }) : ok(undefined)
  },
  deleteBefore: (before, limit) =>
    dialect.deleteOldest(db, { table: 'command_key', column: 'at', before, limit }),
})

const toRow = ({ scope, key, inputHash, answer, at }: KeyedAnswer) => ({
  scope,
  command_key: key,
  input_hash: inputHash,
  answer,
  at,
})

const fromRow = (row: Selectable<CommandKeyTable>): KeyedAnswer => ({
  scope: row.scope,
  key: row.command_key,
  inputHash: row.input_hash,
  answer: row.answer,
  at: toInstant(row.at),
})
