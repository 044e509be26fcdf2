import type { Kysely } from 'kysely'
import type { AuditEntry, AuditStore } from '../../ports/audit.ts'
import type { Database } from './database.ts'

export const auditStore = (db: Kysely<Database>): AuditStore => ({
  append: async (entry) => {
    await db.insertInto('audit_entry').values(toRow(entry)).execute()
  },
})

const toRow = ({ at, by, operation, subject, before, after }: AuditEntry) => ({
  at,
  by_account: by,
  operation,
  subject,
  // Nothing at all has no JSON of its own.
  before_state: JSON.stringify(before ?? null),
  after_state: JSON.stringify(after ?? null),
})
