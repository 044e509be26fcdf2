import type { Kysely } from 'kysely'
import { JOB_NAMES } from '../../domain/job/schedule.ts'
import type { JobViews } from '../../ports/job.ts'
import type { Database } from './database.ts'
import { historyFromRow, standingFromRow } from './job-store.ts'

export const jobViews = (db: Kysely<Database>): JobViews => ({
  standings: async () => {
    // A newer version may run beside this one and have jobs of its own.
    const query = db.selectFrom('job').selectAll().where('name', 'in', JOB_NAMES)
    return (await query.orderBy('name').execute()).map(standingFromRow)
  },
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
