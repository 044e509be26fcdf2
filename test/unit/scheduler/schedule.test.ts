import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SetAlarm } from '../../../src/adapters/scheduler/bree.ts'
import {
  type RunningSchedule,
  type ScheduleLogEntry,
  startSchedule,
} from '../../../src/adapters/scheduler/schedule.ts'
import type { JobOutcome } from '../../../src/application/job/job.ts'
import type { JobReport, RunJob } from '../../../src/application/job/run-job.ts'
import type { JobName } from '../../../src/domain/job/schedule.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { NOON } from '../../fixtures/instants.ts'
import { aRun } from '../../fixtures/jobs.ts'

type Asked = Awaited<ReturnType<RunJob>>
const NAMES: readonly JobName[] = ['release-rewards', 'close-selections', 'expire-sessions']

/** An alarm that rings when the test says so. */
const handRung = () => {
  let ringing: Parameters<SetAlarm>[0] | undefined
  let stopped = 0
  const setAlarm: SetAlarm = async (given) => {
    ringing = given
    return {
      stop: async () => {
        stopped += 1
      },
    }
  }
  return {
    setAlarm,
    ring: async () => {
      ringing?.ring()
      await vi.advanceTimersByTimeAsync(0)
    },
    trouble: (error: unknown) => ringing?.onTrouble(error),
    stopped: () => stopped,
  }
}

const ended = (job: JobName, outcome: JobReport['outcome']): JobReport =>
  outcome.kind === 'failed' ? { run: aRun(job), outcome } : { run: aRun(job), outcome }

let log: ScheduleLogEntry[]
let alarm: ReturnType<typeof handRung>
let calls: JobName[]
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  log = []
  alarm = handRung()
  calls = []
})
afterEach(() => {
  vi.useRealTimers()
})

const start = async (
  answer: (job: JobName, isStopping: () => boolean) => Promise<Asked>,
  jobNames: readonly JobName[] = NAMES,
): Promise<RunningSchedule> => {
  const schedule = await startSchedule({
    jobNames,
    setAlarm: alarm.setAlarm,
    log: (entry) => log.push(entry),
    runJob: (job, { scope, isStopping = () => false }) => {
      expect(scope).toBe('due')
      calls.push(job)
      return answer(job, isStopping)
    },
  })
  await vi.advanceTimersByTimeAsync(0)
  return schedule
}

describe('the schedule', () => {
  test('asks for every job at once when it starts, and again whenever the alarm rings', async () => {
    await start(async () => 'nothing-due')
    expect(calls).toEqual(NAMES)
    await alarm.ring()
    expect(calls).toEqual([...NAMES, ...NAMES])
    expect(log).toEqual([])
  })

  test('runs jobs beside each other, and none twice', async () => {
    const slow = Promise.withResolvers<Asked>()
    await start((job) => (job === 'release-rewards' ? slow.promise : Promise.resolve('nothing-due')))
    await alarm.ring()
    await alarm.ring()
    expect(calls.filter((job) => job === 'release-rewards')).toHaveLength(1)
    expect(calls.filter((job) => job === 'close-selections')).toHaveLength(3)
    slow.resolve('nothing-due')
    await alarm.ring()
    await alarm.ring()
    expect(calls.filter((job) => job === 'release-rewards')).toHaveLength(2)
  })

  test('goes on with the others, and with the same one later, when something throws', async () => {
    await start((job) => {
      if (job === 'release-rewards') throw new Error('before it began')
      return job === 'close-selections' ? Promise.reject(new Error('later')) : Promise.resolve('nothing-due')
    })
    await alarm.ring()
    expect(calls).toEqual([...NAMES, ...NAMES])
    expect(log).toEqual(
      Array.from({ length: 2 }, () => [
        expect.objectContaining({
          level: 'error',
          job: 'release-rewards',
          error: new Error('before it began'),
        }),
        expect.objectContaining({ level: 'error', job: 'close-selections', error: new Error('later') }),
      ]).flat(),
    )
  })

  test('tells what goes wrong with the alarm', async () => {
    await start(async () => 'nothing-due')
    alarm.trouble(new Error('no thread'))
    expect(log).toMatchObject([{ level: 'error', error: new Error('no thread') }])
  })

  test('tells every hour that a job is still running', async () => {
    await start(() => new Promise(() => undefined), ['release-rewards'])
    for (let minute = 0; minute < 130; minute += 1) await alarm.ring()
    expect(log).toMatchObject([
      { level: 'warn', job: 'release-rewards', message: 'job is still running after 60 minutes' },
      { level: 'warn', job: 'release-rewards', message: 'job is still running after 120 minutes' },
    ])
  })
})

describe('what is told of a run', () => {
  const counts = { released: 2, waiting: 0 }
  test.each<[string, JobReport['outcome'], Partial<ScheduleLogEntry> | null]>([
    ['done', { kind: 'done', counts }, { level: 'info', message: 'job done: released 2, waiting 0' }],
    ['nothing done', { kind: 'done', counts: { released: 0, waiting: 0 } }, null],
    ['nothing to be counted', { kind: 'done', counts: {} }, null],
    [
      'done, with more to tell than counts',
      { kind: 'done', counts, note: 'the new ones are better' },
      { level: 'info', message: 'job done: the new ones are better; released 2, waiting 0' },
    ],
    [
      'something left out',
      { kind: 'done', counts: { released: 2, skipped: 1 } },
      { level: 'error', message: 'job done: released 2, skipped 1' },
    ],
    [
      'something broken',
      { kind: 'done', counts: { observed: 2, broken: 1 } },
      { level: 'error', message: 'job done: observed 2, broken 1' },
    ],
    [
      'done, but for something that was left undone',
      { kind: 'done', counts: { stillOwed: 3 }, left: { why: 'it rains' } },
      { level: 'warn', message: 'job done, but not all of it: it rains (still owed 3)' },
    ],
    [
      'nothing done, since all was left undone',
      { kind: 'done', counts: { released: 0 }, left: { why: 'it rains' } },
      { level: 'warn', message: 'job done, but not all of it: it rains' },
    ],
    [
      'something left undone, and something broken',
      { kind: 'done', counts: { broken: 1 }, left: { why: 'it rains' } },
      { level: 'error', message: 'job done, but not all of it: it rains (broken 1)' },
    ],
    [
      'paused',
      { kind: 'paused', counts, until: NOON, why: 'it rains' },
      {
        level: 'warn',
        message: 'job pauses until 2026-11-22T12:00:00.000+09:00: it rains (released 2, waiting 0)',
      },
    ],
    [
      'stopped',
      { kind: 'stopped', counts },
      {
        level: 'info',
        message: 'job stopped, and goes on wherever it is asked for next: released 2, waiting 0',
      },
    ],
    ['taken over', { kind: 'taken-over' }, { level: 'warn' }],
    [
      'failed',
      { kind: 'failed', error: new Error('out of luck'), retryAt: NOON },
      {
        level: 'error',
        message: 'job broke off and goes on at 2026-11-22T12:00:00.000+09:00',
        error: new Error('out of luck'),
      },
    ],
    [
      'given up',
      { kind: 'failed', error: new Error('out of luck'), retryAt: null },
      { level: 'error', message: 'job broke off and is given up until it is due again' },
    ],
  ])('%s', async (_how, outcome, expected) => {
    await start(async (job) => ended(job, outcome), ['release-rewards'])
    expect(log).toMatchObject(expected === null ? [] : [{ job: 'release-rewards', ...expected }])
  })

  test('an outage that all jobs meet is told once a ring', async () => {
    const outage = new Outage('the database does not answer')
    let answer: () => Promise<Asked> = () => Promise.reject(outage)
    await start(() => answer())
    expect(log).toMatchObject([{ level: 'warn', error: outage }])
    await alarm.ring()
    expect(log).toHaveLength(2)
    answer = async () => ended('release-rewards', { kind: 'failed', error: outage, retryAt: NOON })
    await alarm.ring()
    expect(log).toHaveLength(3)
    answer = async () => 'nothing-due'
    await alarm.ring()
    expect(log).toHaveLength(3)
  })
})

describe('a stop', () => {
  test('asks running jobs to stop, waits for them, and rings no more', async () => {
    const schedule = await start(async (job, isStopping) => {
      while (!isStopping()) await new Promise((resolve) => setTimeout(resolve, 100))
      return ended(job, { kind: 'stopped', counts: {} } satisfies JobOutcome)
    })
    const stopping = schedule.stop()
    await vi.advanceTimersByTimeAsync(100)
    expect(await stopping).toEqual([])
    expect(alarm.stopped()).toBe(1)
    expect(log.map(({ level }) => level)).toEqual(['info', 'info', 'info'])
    calls = []
    await alarm.ring()
    expect(calls).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('ends after ten seconds though a job never does, and tells which', async () => {
    const schedule = await start((job) =>
      job === 'close-selections' ? new Promise(() => undefined) : Promise.resolve('nothing-due'),
    )
    const stopping = schedule.stop()
    let over = false
    void stopping.then(() => {
      over = true
    })
    await vi.advanceTimersByTimeAsync(9_999)
    expect(over).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await stopping).toEqual(['close-selections'])
  })

  test('ends though the alarm itself never does', async () => {
    const schedule = await startSchedule({
      jobNames: NAMES,
      runJob: async () => 'nothing-due',
      setAlarm: async () => ({ stop: () => new Promise(() => undefined) }),
      log: (entry) => log.push(entry),
    })
    const stopping = schedule.stop()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await stopping).toEqual([])
  })
})
