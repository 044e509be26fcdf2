import type { Kysely, Selectable } from 'kysely'
import { match } from 'ts-pattern'
import { JOB_NAMES } from '../../domain/job/schedule.ts'
import type { JobStanding } from '../../domain/job/standing.ts'
import { later, toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { JobHistoryLine, JobStore } from '../../ports/job.ts'
import type { Database, JobRunTable, JobTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { mustHaveChanged, oneOf, present } from './row.ts'

export const jobStore = (db: Kysely<Database>, dialect: SqlDialect): JobStore => ({
  find: async (job) => {
    const query = db.selectFrom('job').selectAll().where('name', '=', job)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : standingFromRow(row)
  },
  add: async (standing) => {
    const adding = db.insertInto('job').values(toRow(standing)).executeTakeFirstOrThrow()
    return (await unlessTaken(dialect, adding)) === null ? err({ kind: 'job-taken-over' }) : ok(undefined)
  },
  save: async (standing) => {
    const query = db.updateTable('job').set(toRow(standing)).where('name', '=', standing.job)
    mustHaveChanged(await query.executeTakeFirstOrThrow(), `job ${standing.job}`)
  },
  advance: async ({ job, token, leaseMs }, cursor, now) => {
    const alive = await db
      .updateTable('job')
      .set(({ eb, ref }) => ({
        // Assignments see the row as it was or as it is by now, depending on the database: so this one comes first.
        attempts: eb
          .case()
          .when(eb.fn.coalesce('cursor_at', eb.val('')), '=', cursor ?? '')
          .then(ref('attempts'))
          .else(1)
          .end(),
        cursor_at: cursor,
        lease_until: later(now, leaseMs),
      }))
      .where('name', '=', job)
      .where('token', '=', token)
      .where('state', '=', 'running')
      .executeTakeFirst()
    return alive.numUpdatedRows === 1n ? ok(undefined) : err({ kind: 'job-taken-over' })
  },
  record: async (line) => {
    await db.insertInto('job_run').values(historyToRow(line)).execute()
  },
  forgetRuns: (before, limit) =>
    dialect.deleteOldest(db, { table: 'job_run', column: 'ended_at', before, limit }),
})

/** Also for views. */
export const standingFromRow = (row: Selectable<JobTable>): JobStanding => {
  const common = {
    job: oneOf(JOB_NAMES, row.name, 'job.name'),
    slot: toInstant(row.slot),
    token: row.token,
    cursor: row.cursor_at,
    attempts: row.attempts,
    owner: row.owner,
  }
  return match(oneOf(['running', 'paused', 'over'], row.state, 'job.state'))
    .returnType<JobStanding>()
    .with('running', (state) => ({
      ...common,
      state,
      leaseUntil: toInstant(present(row.lease_until, 'job.lease_until')),
    }))
    .with('paused', (state) => ({
      ...common,
      state,
      resumeAt: toInstant(present(row.resume_at, 'job.resume_at')),
      why: present(row.why, 'job.why'),
    }))
    .with('over', (state) => ({ ...common, state }))
    .exhaustive()
}

export const historyFromRow = (row: Selectable<JobRunTable>): JobHistoryLine => ({
  job: oneOf(JOB_NAMES, row.job, 'job_run.job'),
  slot: toInstant(row.slot),
  token: row.token,
  owner: row.owner,
  endedAt: toInstant(row.ended_at),
  outcome: oneOf(['done', 'paused', 'stopped', 'failed'], row.outcome, 'job_run.outcome'),
  said: row.said,
})

const toRow = (standing: JobStanding) => ({
  name: standing.job,
  slot: standing.slot,
  token: standing.token,
  cursor_at: standing.cursor,
  attempts: standing.attempts,
  owner: standing.owner,
  state: standing.state,
  lease_until: standing.state === 'running' ? standing.leaseUntil : null,
  resume_at: standing.state === 'paused' ? standing.resumeAt : null,
  why: standing.state === 'paused' ? standing.why : null,
})

const historyToRow = (line: JobHistoryLine) => ({
  job: line.job,
  slot: line.slot,
  token: line.token,
  owner: line.owner,
  ended_at: line.endedAt,
  outcome: line.outcome,
  said: line.said,
})
