import type { Kysely } from 'kysely'
import type { JobViews } from '../../ports/job.ts'
import type { Database } from './database.ts'
import { historyFromRow, standingFromRow } from './job-store.ts'

export const jobViews = (db: Kysely<Database>): JobViews => ({
  // As many as there are names.
  standings: async () =>
    (await db.selectFrom('job').selectAll().orderBy('name').execute()).map(standingFromRow),
  history: async (job, limit) => {
    const rows = await db
      .selectFrom('job_run')
      .selectAll()
      .where('job', '=', job)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(historyFromRow)
  },
})
