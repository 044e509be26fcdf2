import type { JobViews } from '../../ports/job.ts'
import type { Tables } from './database.ts'

export const jobViews = ({ jobs, jobRuns }: Tables): JobViews => ({
  standings: async () => jobs.rows().toSorted((a, b) => (a.job < b.job ? -1 : 1)),
  history: async (job, limit) =>
    jobRuns
      .rows()
      .filter((line) => line.job === job)
      .toReversed()
      .slice(0, limit),
})
