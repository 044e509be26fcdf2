import type { AuditStore } from '../../ports/audit.ts'
import type { Tables } from './database.ts'

export const auditStore = ({ audit }: Tables): AuditStore => ({
  append: async (entry) => audit.put(audit.nextNumber(), entry),
})
