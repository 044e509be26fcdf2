import { beforeEach, describe, expect, test } from 'vitest'
import { memoryPersistence } from '../../../src/adapters/memory/memory.ts'
import { inBatches } from '../../../src/application/job/in-batches.ts'
import type { Job, JobOutcome } from '../../../src/application/job/job.ts'
import type { JobReport, RunJob } from '../../../src/application/job/run-job.ts'
import { type JobName, SCHEDULES } from '../../../src/domain/job/schedule.ts'
import { ATTEMPTS_MAX, type JobStanding } from '../../../src/domain/job/standing.ts'
import { HOUR_MS, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { Outage } from '../../../src/ports/outage.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { breakable } from '../../fixtures/breakable.ts'
import { aClock, type TestClock } from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aProcess, countedIn, countingJob, numbersUpTo } from '../../fixtures/jobs.ts'

const JOB: JobName = 'release-rewards'
const DUE = { scope: 'due' } as const

let db: Persistence
let clock: TestClock
beforeEach(() => {
  db = memoryPersistence()
  clock = aClock()
})

const one = (job: Job) => aProcess(db, { job, clock, name: 'one:1' }).runJob
const two = (job: Job) => aProcess(db, { job, clock, name: 'two:2' }).runJob
const counting = (upTo: number, meanwhile?: (first: number) => Promise<void>): Job =>
  countingJob(db, { upTo, clock, ...(meanwhile === undefined ? {} : { meanwhile }) })

const nothing: Job = async () => ({ kind: 'done', counts: {} })
const breaking: Job = async () => {
  throw new Error('out of luck')
}
const refused: Job = async () => {
  throw new Outage('the storage does not answer')
}

const standing = async (job: JobName = JOB): Promise<JobStanding> => {
  const found = (await db.views.jobs.standings()).find((each) => each.job === job)
  if (found === undefined) throw new Error(`${job} never ran`)
  return found
}
const history = (job: JobName = JOB) => db.views.jobs.history(job, 100)

const reportOf = async (asked: ReturnType<RunJob>): Promise<JobReport> => {
  const report = await asked
  if (typeof report === 'string') throw new Error(report)
  return report
}

/** A job that waits in the middle until it is told to go on. */
const waiting = () => {
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  return {
    begun: begun.promise,
    goOn: goOn.resolve,
    job:
      (then: Job): Job =>
      async (run, how) => {
        begun.resolve()
        await goOn.promise
        return then(run, how)
      },
  }
}

describe('a job that is due', () => {
  test('is carried out once for its slot, and what it did is kept', async () => {
    expect((await reportOf(one(counting(35))(JOB, DUE))).outcome).toEqual({
      kind: 'done',
      counts: { counted: 35 },
    })
    expect(await one(counting(35))(JOB, DUE)).toBe('nothing-due')
    expect(await countedIn(db)).toEqual(numbersUpTo(35))
    expect(await standing()).toEqual({
      job: JOB,
      slot: NOON,
      token: 1,
      cursor: '35',
      attempts: 1,
      owner: 'one:1',
      state: 'over',
    })
    expect(await history()).toEqual([
      { job: JOB, slot: NOON, token: 1, owner: 'one:1', endedAt: NOON, outcome: 'done', said: 'counted 35' },
    ])
  })

  test('and leaves something undone says so, and is over all the same', async () => {
    const outcome = { kind: 'done', counts: { outOfUnits: 1 }, left: { why: 'it rains' } } as const
    expect(await reportOf(one(async () => outcome)(JOB, DUE))).toMatchObject({ outcome })
    expect(await standing()).toMatchObject({ state: 'over' })
    expect(await history()).toMatchObject([
      { outcome: 'done', said: 'not all of it: it rains; out of units 1' },
    ])
  })

  test('and tells more than it counted is looked back on with that', async () => {
    const outcome = { kind: 'done', counts: { accepted: 1 }, note: 'the new ones are better' } as const
    expect(await reportOf(one(async () => outcome)(JOB, DUE))).toMatchObject({ outcome })
    expect(await history()).toMatchObject([{ outcome: 'done', said: 'the new ones are better; accepted 1' }])
  })

  test('is carried out by one of many who ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        aProcess(db, { job: counting(35), clock, name: `many:${index}` }).runJob(JOB, DUE),
      ),
    )
    expect(asked.filter((report) => report !== 'nothing-due')).toHaveLength(1)
    expect(await countedIn(db)).toEqual(numbersUpTo(35))
  })

  test('stands in no other job’s way', async () => {
    const slow = waiting()
    const first = one(slow.job(nothing))(JOB, DUE)
    await slow.begun
    expect(await two(counting(5))('close-selections', DUE)).toMatchObject({ outcome: { kind: 'done' } })
    slow.goOn()
    await first
  })

  test('is not to be had by hand while another process is at it, and is afterwards', async () => {
    const slow = waiting()
    const first = one(slow.job(nothing))(JOB, DUE)
    await slow.begun
    expect(await two(nothing)(JOB, { scope: 'all' })).toBe('running-elsewhere')
    slow.goOn()
    await first
    expect(await two(nothing)(JOB, { scope: 'all' })).toMatchObject({ outcome: { kind: 'done' } })
    expect(await standing()).toMatchObject({ token: 2, owner: 'two:2' })
  })
})

describe('a run whose process was gone for longer than its lease', () => {
  test('is taken up where it was, and what the first one still does is not kept', async () => {
    const frozen = waiting()
    let batches = 0
    const first = one(async (run, how) => {
      const outcome = await countingJob(db, { upTo: 60, clock })(run, {
        ...how,
        // Between the second batch and the third.
        isStopping: () => ++batches > 2,
      })
      expect(outcome).toEqual({ kind: 'stopped', counts: { counted: 20 } })
      return frozen.job((_, again) => countingJob(db, { upTo: 60, clock })({ ...run, cursor: '20' }, again))(
        run,
        how,
      )
    })(JOB, DUE)
    await frozen.begun

    clock.pass(MINUTE_MS - 1)
    expect(await two(counting(60))(JOB, DUE)).toBe('nothing-due')
    clock.pass(1)
    expect(await two(counting(60))(JOB, DUE)).toMatchObject({
      run: { token: 2, cursor: '20', slot: NOON },
      outcome: { kind: 'done', counts: { counted: 40 } },
    })
    const before = await countedIn(db)
    frozen.goOn()
    expect((await reportOf(first)).outcome).toEqual({ kind: 'taken-over' })
    expect(before).toEqual(numbersUpTo(60))
    expect(await countedIn(db)).toEqual(before)
    expect((await history()).map(({ owner }) => owner)).toEqual(['two:2'])
  })

  test('keeps nothing of the batch in which it was taken over, nor that it broke', async () => {
    const frozen = waiting()
    const first = one(frozen.job(breaking))(JOB, DUE)
    await frozen.begun
    clock.pass(MINUTE_MS)
    await two(counting(10))(JOB, DUE)
    frozen.goOn()
    expect(await first).toMatchObject({ outcome: { kind: 'failed' } })
    expect(await standing()).toMatchObject({ state: 'over', owner: 'two:2' })
    expect(await history()).toMatchObject([{ outcome: 'done', owner: 'two:2' }])
  })

  test('does not end what another process has begun, however it ends itself', async () => {
    const ends: readonly JobOutcome[] = [
      { kind: 'done', counts: { counted: 1 } },
      { kind: 'paused', counts: {}, until: inHours(5), why: 'it rains' },
      { kind: 'stopped', counts: {} },
    ]
    for (const end of ends) {
      clock.pass(HOUR_MS)
      const [frozen, busy] = [waiting(), waiting()]
      const first = one(frozen.job(async () => end))(JOB, DUE)
      await frozen.begun
      clock.pass(MINUTE_MS)
      const second = two(busy.job(nothing))(JOB, DUE)
      await busy.begun
      const before = { standing: await standing(), history: await history() }
      frozen.goOn()
      expect((await reportOf(first)).outcome).toEqual({ kind: 'taken-over' })
      expect({ standing: await standing(), history: await history() }).toEqual(before)
      busy.goOn()
      expect((await reportOf(second)).outcome.kind).toBe('done')
    }
  })

  test('stays with its owner as long as that shows signs of life, also when nobody has taken it over', async () => {
    const slowly = counting(60, async () => clock.pass(50_000))
    expect((await reportOf(one(slowly)(JOB, DUE))).outcome).toEqual({ kind: 'done', counts: { counted: 60 } })
    expect(await countedIn(db)).toEqual(numbersUpTo(60))
  })
})

describe('a run that is asked to stop', () => {
  test('stops between two batches, and whoever asks next goes on there at once', async () => {
    let asked = 0
    const stopping = await reportOf(one(counting(60))(JOB, { scope: 'due', isStopping: () => ++asked > 3 }))
    expect(stopping.outcome).toEqual({ kind: 'stopped', counts: { counted: 30 } })
    expect(await history()).toMatchObject([{ outcome: 'stopped', said: 'counted 30' }])
    expect(await two(counting(60))(JOB, DUE)).toMatchObject({
      run: { slot: NOON, token: 2, cursor: '30', attempts: 1 },
      outcome: { counts: { counted: 30 } },
    })
    expect(await countedIn(db)).toEqual(numbersUpTo(60))
  })
})

describe('a run that pauses', () => {
  const until = inHours(5)
  const pausing: Job = async () => ({ kind: 'paused', counts: {}, until, why: 'the quota is spent' })

  test('goes on at its cursor when its time has come, however often it pauses', async () => {
    await one(async (run, how) => {
      let asked = 0
      await counting(60)(run, { ...how, isStopping: () => ++asked > 1 })
      return { kind: 'paused', counts: { counted: 10 }, until, why: 'the quota is spent' }
    })(JOB, DUE)
    expect(await standing()).toMatchObject({ state: 'paused', resumeAt: until, why: 'the quota is spent' })
    expect(await history()).toMatchObject([{ outcome: 'paused', said: 'the quota is spent; counted 10' }])
    clock.set(later(until, -1))
    expect(await two(counting(60))(JOB, DUE)).toBe('nothing-due')
    for (let pause = 0; pause < 2 * ATTEMPTS_MAX; pause += 1) {
      clock.set(until)
      expect(await two(pausing)(JOB, DUE)).toMatchObject({ run: { slot: NOON, cursor: '10', attempts: 1 } })
    }
    expect(await two(counting(60))(JOB, DUE)).toMatchObject({ outcome: { counts: { counted: 50 } } })
    expect(await countedIn(db)).toEqual(numbersUpTo(60))
  })
})

describe('a run over which something breaks', () => {
  test('is tried again after 1, 2, 4 and 8 minutes, then given up, and the next slot is run', async () => {
    for (const minutes of [1, 2, 4, 8]) {
      const { outcome } = await reportOf(one(breaking)(JOB, DUE))
      expect(outcome).toMatchObject({ kind: 'failed', retryAt: later(clock.now(), minutes * MINUTE_MS) })
      clock.pass(minutes * MINUTE_MS - 1)
      expect(await one(breaking)(JOB, DUE)).toBe('nothing-due')
      clock.pass(1)
    }
    expect(await one(breaking)(JOB, DUE)).toMatchObject({
      run: { slot: NOON, attempts: 5 },
      outcome: { kind: 'failed', retryAt: null },
    })
    expect((await history()).map(({ outcome, said }) => `${outcome}: ${said}`)).toEqual(
      Array.from({ length: 5 }, () => 'failed: Error: out of luck'),
    )
    expect(await one(counting(5))(JOB, DUE)).toMatchObject({
      run: { slot: later(NOON, 10 * MINUTE_MS), attempts: 1, cursor: null },
      outcome: { kind: 'done' },
    })
  })

  test('has all its attempts again once it got any further', async () => {
    const breaksAt = (number: number) =>
      counting(60, async (first) => {
        if (first === number) throw new Error(`breaks at ${number}`)
      })
    for (const attempts of [1, 2, 3, 4]) {
      expect(await one(breaksAt(1))(JOB, DUE)).toMatchObject({ run: { attempts } })
      clock.pass(HOUR_MS)
    }
    expect(await one(breaksAt(21))(JOB, DUE)).toMatchObject({
      run: { attempts: 5, cursor: null },
      outcome: { kind: 'failed', retryAt: later(clock.now(), MINUTE_MS) },
    })
    expect(await countedIn(db)).toEqual(numbersUpTo(20))
  })

  test('leaves out the batch over which every attempt broke, and goes on behind it', async () => {
    const breaksAt11 = counting(60, async (first) => {
      if (first === 11) throw new Error('cannot count to eleven')
    })
    for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt += 1) {
      expect(await one(breaksAt11)(JOB, DUE)).toMatchObject({ outcome: { kind: 'failed' } })
      clock.pass(HOUR_MS)
    }
    expect(await one(breaksAt11)(JOB, DUE)).toMatchObject({
      run: { slot: NOON, cursor: '10' },
      outcome: { kind: 'done', counts: { counted: 40, skipped: 10 } },
    })
    expect(await countedIn(db)).toEqual(numbersUpTo(60).filter((number) => number <= 10 || number > 20))
  })

  test('tells of each batch once it is kept, and of none that was undone or left out', async () => {
    const told: number[] = []
    const breaksAt11 = countingJob(db, {
      upTo: 30,
      clock,
      meanwhile: async (first) => {
        if (first === 11) throw new Error('cannot count to eleven')
      },
      kept: (batch) => told.push(...batch),
    })
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      await one(breaksAt11)(JOB, DUE)
      clock.pass(HOUR_MS)
    }
    expect(told).toEqual(await countedIn(db))
    expect(told).toEqual(numbersUpTo(30).filter((number) => number <= 10 || number > 20))
  })

  test('leaves nothing out because of an outage', async () => {
    const cutOff = counting(60, async (first) => {
      if (first === 11) throw new Outage('the storage does not answer')
    })
    for (let outage = 0; outage < 2 * ATTEMPTS_MAX; outage += 1) {
      expect(await one(cutOff)(JOB, DUE)).toMatchObject({ outcome: { kind: 'failed' } })
      clock.pass(MINUTE_MS)
    }
    await one(counting(60))(JOB, DUE)
    expect(await countedIn(db)).toEqual(numbersUpTo(60))
  })

  test.each([
    ['가'.repeat(100_000), `Error: ${'가'.repeat(192)}…`],
    ['out of luck\n    with every line of a long request', 'Error: out of luck'],
    ["Duplicate entry 'mina@example.com' for key 'email'", 'Error: Duplicate entry …'],
    ['nobody answers at mina@example.com', 'Error: nobody answers at …'],
  ])('keeps in short what broke, and nothing that somebody typed', async (message, said) => {
    await one(async () => {
      throw new Error(message)
    })(JOB, DUE)
    expect(await history()).toMatchObject([{ outcome: 'failed', said }])
    expect(await standing()).toMatchObject({ why: said })
  })

  test('is known also by what is no error', async () => {
    await one(async () => {
      throw 'a text'
    })(JOB, DUE)
    expect(await history()).toMatchObject([{ outcome: 'failed', said: 'Error: a text' }])
  })
})

describe('a process that cannot ask YouTube', () => {
  const without = (job: Job) => aProcess(db, { job, clock, isYouTubeConfigured: false }).runJob

  test.each(['refresh-statistics', 'refresh-channels', 'check-owed-proofs'] as const)(
    'leaves %s to those that can, also by hand, and its standing as it is',
    async (job) => {
      for (const scope of ['due', 'all'] as const)
        expect(await without(counting(5))(job, { scope })).toBe('youtube-not-configured')
      expect(await db.views.jobs.standings()).toEqual([])
      expect(await one(counting(5))(job, DUE)).toMatchObject({ outcome: { kind: 'done' } })
    },
  )

  test('runs all others', async () => {
    expect(await without(nothing)('release-rewards', DUE)).toMatchObject({ outcome: { kind: 'done' } })
  })
})

test('a pause for a refused key is over when an operator runs the job with a new one', async () => {
  const pausing: Job = async () => ({ kind: 'paused', counts: {}, until: inHours(1), why: 'the key' })
  await one(pausing)(JOB, DUE)
  expect(await two(nothing)(JOB, DUE)).toBe('nothing-due')
  expect(await two(nothing)(JOB, { scope: 'all' })).toMatchObject({ outcome: { kind: 'done' } })
  clock.pass(SCHEDULES[JOB].everyMs)
  expect(await two(nothing)(JOB, DUE)).toMatchObject({ outcome: { kind: 'done' } })
})

describe('an outage', () => {
  test('of what the job needs is waited out a minute at a time, and never given up over', async () => {
    for (let outage = 0; outage < 3 * ATTEMPTS_MAX; outage += 1) {
      expect(await one(refused)(JOB, DUE)).toMatchObject({
        run: { slot: NOON, attempts: 1 },
        outcome: { kind: 'failed', retryAt: later(clock.now(), MINUTE_MS) },
      })
      clock.pass(MINUTE_MS)
    }
    expect(await one(counting(5))(JOB, DUE)).toMatchObject({ run: { slot: NOON }, outcome: { kind: 'done' } })
  })

  test('of the database is told to whoever asks for a job', async () => {
    const { persistence, breakDown } = breakable(db)
    breakDown()
    await expect(aProcess(persistence, { job: nothing, clock }).runJob(JOB, DUE)).rejects.toThrow(Outage)
  })

  test('of the database in the middle of a run leaves it until the lease is over', async () => {
    const { persistence, breakDown, mend } = breakable(db)
    const cutOff = countingJob(persistence, {
      upTo: 60,
      clock,
      meanwhile: async (first) => {
        if (first === 11) breakDown()
      },
    })
    expect(await aProcess(persistence, { job: cutOff, clock }).runJob(JOB, DUE)).toMatchObject({
      outcome: { kind: 'failed', error: expect.any(Outage), retryAt: later(NOON, MINUTE_MS) },
    })
    mend()
    expect(await two(counting(60))(JOB, DUE)).toBe('nothing-due')
    clock.pass(MINUTE_MS)
    expect(await two(counting(60))(JOB, DUE)).toMatchObject({ run: { cursor: '20', attempts: 2 } })
    expect(await countedIn(db)).toEqual(numbersUpTo(60))
  })
})

describe('after a time in which nothing ran', () => {
  test('each day that was missed has its run, one after the other', async () => {
    const days: number[] = []
    const noting: Job = async ({ slot }) => {
      days.push(slot)
      return { kind: 'done', counts: {} }
    }
    const askUntilNothingIsDue = async (): Promise<void> => {
      while ((await one(noting)('send-deadline-notices', DUE)) !== 'nothing-due');
    }
    await askUntilNothingIsDue()
    clock.set(inDays(3))
    await askUntilNothingIsDue()
    const NINE = inHours(-3)
    expect(days).toEqual([NINE, inDays(1, NINE), inDays(2, NINE), inDays(3, NINE)])
  })
})

test('a job that reads the same again and again is ended, and not run for ever', async () => {
  const inCircles: Job = (run, how) =>
    inBatches({ transact: db.transact, clock }, run, how, {
      none: {},
      read: async () => [1, 2, 3],
      cursorOf: () => 'here',
      perTransaction: 3,
      apply: async () => ({ read: 3 }),
    })
  expect(await one(inCircles)(JOB, DUE)).toMatchObject({
    outcome: {
      kind: 'failed',
      error: new Error('release-rewards reads the same after here again and again'),
    },
  })
})
