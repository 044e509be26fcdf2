import { later } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { JobStore } from '../../ports/job.ts'
import type { Tables } from './database.ts'
import { removeOldest } from './table.ts'

export const jobStore = ({ jobs, jobRuns }: Tables): JobStore => ({
  find: async (job) => jobs.get(job) ?? null,
  add: async (standing) => {
    if (jobs.get(standing.job) !== undefined) return err({ kind: 'job-taken-over' })
    jobs.put(standing.job, standing)
    return ok(undefined)
  },
  save: async (standing) => {
    if (jobs.get(standing.job) === undefined)
      throw new Error(`job ${standing.job} is not stored, so it cannot be saved`)
    jobs.put(standing.job, standing)
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
