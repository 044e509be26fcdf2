import type { Migration } from '../dialect.ts'

/** How each job stands, for all servers together, and how its runs ended. */
export const jobs: Migration = {
  name: '0015-jobs',
  steps: ({ id, integer, text, key, table, index }) => [
    table(
      'job',
      `name ${key(60)} NOT NULL PRIMARY KEY,
      slot ${integer} NOT NULL,
      token ${integer} NOT NULL CHECK (token >= 1),
      cursor_at ${text},
      attempts ${integer} NOT NULL,
      owner ${key(200)} NOT NULL,
      state ${key(20)} NOT NULL CHECK (state IN ('running', 'paused', 'over')),
      lease_until ${integer},
      resume_at ${integer},
      why ${text},
      CHECK ((state = 'running') = (lease_until IS NOT NULL)),
      CHECK ((state = 'paused') = (resume_at IS NOT NULL))`,
    ),
    table(
      'job_run',
      `id ${id},
      job ${key(60)} NOT NULL,
      slot ${integer} NOT NULL,
      token ${integer} NOT NULL,
      owner ${key(200)} NOT NULL,
      ended_at ${integer} NOT NULL,
      outcome ${key(20)} NOT NULL,
      said ${text} NOT NULL`,
    ),
    index('job_run_of_job', 'job_run', 'job, id'),
    index('job_run_age', 'job_run', 'ended_at'),
  ],
}
