import { later } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { JobStore } from '../../ports/job.ts'
import type { Tables } from './database.ts'
import { removeOldest } from './table.ts'

export const jobStore = ({ jobs, jobRuns }: Tables): JobStore => ({
  find: async (job) => jobs.get(job) ?? null,
  // Transactions run one after the other here, so no two ever make the first standing.
  save: async (standing) => {
    jobs.put(standing.job, standing)
    return ok(undefined)
  },
  advance: async ({ job, token, leaseMs }, cursor, now) => {
    const standing = jobs.get(job)
    if (standing?.state !== 'running' || standing.token !== token) return err({ kind: 'job-taken-over' })
    const attempts = standing.cursor === cursor ? standing.attempts : 1
    jobs.put(job, { ...standing, cursor, attempts, leaseUntil: later(now, leaseMs) })
    return ok(undefined)
  },
  record: async (line) => {
    jobRuns.put(jobRuns.nextNumber(), line)
  },
  forgetRuns: async (before, limit) => removeOldest(jobRuns, { at: ({ endedAt }) => endedAt, before, limit }),
})
