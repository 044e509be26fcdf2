import { match, P } from 'ts-pattern'
import type { Counts, JobOutcome } from '../../application/job/job.ts'
import { inWords, type JobReport, type RunJob } from '../../application/job/run-job.ts'
import { formatIso } from '../../domain/calendar.ts'
import type { JobName } from '../../domain/job/schedule.ts'
import { Outage } from '../../ports/outage.ts'
import { within } from '../system/within.ts'
import type { Alarm, SetAlarm } from './bree.ts'

export type ScheduleLogEntry = {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly job?: JobName
  readonly error?: unknown
}

export type RunningSchedule = {
  /**
   * Rings no more, asks running jobs to stop between two batches, and waits for them within the limit. Answers those
   * that did not: the database keeps them from writing once another process has taken them over.
   */
  readonly stop: () => Promise<readonly JobName[]>
}

type Log = (entry: ScheduleLogEntry) => void

/** A job that runs in this process: how often the alarm has rung since, and when it ends. */
type Running = { readonly end: Promise<void>; rings: number }

const STOP_LIMIT_MS = 10_000
/** After so many rings somebody is told that a job is still running, and again after as many more. */
const LONG_RUN_RINGS = 60

/**
 * Asks for every job each time that the alarm rings, and at once for what was missed. Jobs run beside each other, and
 * none twice in one process. Which of them are due, and who gets them, is decided in the database.
 */
export const startSchedule = async ({
  jobNames,
  runJob,
  setAlarm,
  log,
  stopLimitMs = STOP_LIMIT_MS,
}: {
  readonly jobNames: readonly JobName[]
  readonly runJob: RunJob
  readonly setAlarm: SetAlarm
  readonly log: Log
  readonly stopLimitMs?: number
}): Promise<RunningSchedule> => {
  const running = new Map<JobName, Running>()
  const tell = telling(log)
  let stopping = false

  const askFor = async (job: JobName): Promise<void> => {
    try {
      const report = await runJob(job, { scope: 'due', isStopping: () => stopping })
      if (typeof report !== 'string') tell.report(job, report)
    } catch (error) {
      tell.broken('could not be asked for', job, error)
    } finally {
      running.delete(job)
    }
  }
  const ring = (): void => {
    if (stopping) return
    tell.anew()
    for (const [job, one] of running) tell.longRun(job, ++one.rings)
    for (const job of jobNames) {
      if (running.has(job)) continue
      running.set(job, { end: Promise.resolve().then(() => askFor(job)), rings: 0 })
    }
  }

  const alarm = await setAlarm({ ring, onTrouble: tell.alarm })
  ring()
  return {
    stop: async () => {
      stopping = true
      const ends = [...running.values()].map(({ end }) => end)
      await within(stopLimitMs, Promise.all([stopped(alarm, tell.alarm), ...ends]))
      return [...running.keys()]
    },
  }
}

const stopped = (alarm: Alarm, onTrouble: (error: unknown) => void): Promise<void> =>
  alarm.stop().catch(onTrouble)

/** What operators read. An outage that all jobs meet is told once a ring. */
const telling = (log: Log) => {
  let outageWasTold = false
  const broken = (what: string, job: JobName, error: unknown): void => {
    const isOutage = error instanceof Outage
    if (isOutage && outageWasTold) return
    outageWasTold ||= isOutage
    log({ level: isOutage ? 'warn' : 'error', message: `job ${what}`, job, error })
  }
  return {
    anew: () => {
      outageWasTold = false
    },
    broken,
    alarm: (error: unknown) =>
      log({ level: 'error', message: 'the alarm clock of the jobs has a problem, and rings on', error }),
    longRun: (job: JobName, rings: number) => {
      if (rings % LONG_RUN_RINGS !== 0) return
      log({ level: 'warn', message: `job is still running after ${rings} minutes`, job })
    },
    report: (job: JobName, { outcome }: JobReport): void => {
      if (outcome.kind === 'failed') {
        const { error, retryAt } = outcome
        const next =
          retryAt === null ? 'is given up until it is due again' : `goes on at ${formatIso(retryAt)}`
        broken(`broke off and ${next}`, job, error)
        return
      }
      const said = inWordsForOperators(outcome)
      if (said !== null) log({ ...said, job })
    },
  }
}

/** Null when nothing was there to be done. */
const inWordsForOperators = (outcome: JobOutcome): Pick<ScheduleLogEntry, 'level' | 'message'> | null =>
  match(outcome)
    .returnType<Pick<ScheduleLogEntry, 'level' | 'message'> | null>()
    .with({ kind: 'done', left: { why: P.string } }, ({ counts, left }) => ({
      level: hasBroken(counts) ? 'error' : 'warn',
      message: `job done, but not all of it: ${left.why}${inBrackets(counts)}`,
    }))
    .with({ kind: 'done' }, ({ counts, note }) => {
      if (!hasDone(counts)) return null
      const said = note === undefined ? '' : `${note}; `
      return { level: hasBroken(counts) ? 'error' : 'info', message: `job done: ${said}${inWords(counts)}` }
    })
    .with({ kind: 'paused' }, ({ counts, until, why }) => ({
      level: 'warn',
      message: `job pauses until ${formatIso(until)}: ${why}${inBrackets(counts)}`,
    }))
    .with({ kind: 'stopped' }, ({ counts }) => ({
      level: 'info',
      message: `job stopped, and goes on wherever it is asked for next: ${inWords(counts)}`,
    }))
    .with({ kind: 'taken-over' }, () => ({
      level: 'warn',
      message: 'job was so slow that another process has taken it over',
    }))
    .exhaustive()

const inBrackets = (counts: Counts): string => (hasDone(counts) ? ` (${inWords(counts)})` : '')

/** Every attempt at what was skipped or left broken was told when it broke. */
const hasBroken = ({ skipped = 0, broken = 0 }: Counts): boolean => skipped + broken > 0

const hasDone = (counts: Counts): boolean => Object.values(counts).some((count) => count > 0)
