import type { LogEntry } from '../adapters/http/app.ts'
import { formatIso } from '../domain/calendar.ts'
import { JOB_NAMES } from '../domain/job/schedule.ts'
import { HOUR_MS, type Instant, MINUTE_MS } from '../domain/primitives.ts'
import type { Clock } from '../ports/clock.ts'
import type { JobViews } from '../ports/job.ts'

/** Several jobs come more often than this, and end though there be nothing to do. */
const IDLE_MS = 15 * MINUTE_MS
const CHECK_MS = 5 * MINUTE_MS

/**
 * For a server that leaves the jobs to others: what to do now and then so that it tells, at most once an hour, that none
 * has ended anywhere. Not in the first quarter of an hour, in which others may still be about to start.
 */
export const idleWatch = ({
  views,
  clock,
  log,
}: {
  readonly views: JobViews
  readonly clock: Clock
  readonly log: (entry: LogEntry) => void
}): (() => Promise<void>) => {
  const startedAt = clock.now()
  let toldAt: Instant | null = null
  return async () => {
    const now = clock.now()
    if (now - startedAt < IDLE_MS || (toldAt !== null && now - toldAt < HOUR_MS)) return
    const lastEnd = await lastEndOf(views)
    if (lastEnd !== null && now - lastEnd < IDLE_MS) return
    toldAt = now
    const since = lastEnd === null ? 'has ever ended' : `has ended since ${formatIso(lastEnd)}`
    log({
      level: 'warn',
      message: `no job ${since}: JOBS is off here, and no worker seems to run anywhere`,
    })
  }
}

const lastEndOf = async (views: JobViews): Promise<Instant | null> => {
  let last: Instant | null = null
  for (const job of JOB_NAMES) {
    const [newest] = await views.history(job, 1)
    if (newest !== undefined && (last === null || newest.endedAt > last)) last = newest.endedAt
  }
  return last
}

/** Looks every few minutes until it is stopped. An outage is told by whoever meets it with a request. */
export const watchIdle = (watch: () => Promise<void>): { readonly stop: () => void } => {
  const timer = setInterval(() => void watch().catch(() => undefined), CHECK_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
