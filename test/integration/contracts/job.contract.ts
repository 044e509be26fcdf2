import { describe, expect, test } from 'vitest'
import { JOB_NAMES, type JobName } from '../../../src/domain/job/schedule.ts'
import type { JobStanding } from '../../../src/domain/job/standing.ts'
import { later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { err, ok, type Result } from '../../../src/domain/result.ts'
import type { JobHistoryLine, JobRun, JobTakenOver } from '../../../src/ports/job.ts'
import { aClock } from '../../fixtures/house.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { aProcess, countedIn, countingJob, numbersUpTo, storedStanding } from '../../fixtures/jobs.ts'
import { kept } from '../../fixtures/stored.ts'
import type { Backend } from './backends.ts'
import { AWKWARD_TEXTS, freshDatabase } from './fresh-database.ts'

const JOB: JobName = 'release-rewards'
type Running = Extract<JobStanding, { state: 'running' }>

const running = (over: Partial<Running> = {}): Running => ({
  job: JOB,
  slot: NOON,
  token: 7,
  cursor: null,
  attempts: 3,
  owner: 'one:1',
  state: 'running',
  leaseUntil: later(NOON, MINUTE_MS),
  ...over,
})

const run: JobRun = { job: JOB, slot: NOON, token: 7, cursor: null, attempts: 3, leaseMs: MINUTE_MS }

const aLine = (said: string, over: Partial<JobHistoryLine> = {}): JobHistoryLine => ({
  job: JOB,
  slot: NOON,
  token: 7,
  owner: 'one:1',
  endedAt: NOON,
  outcome: 'done',
  said,
  ...over,
})

export const jobContract = (backend: Backend): void => {
  describe('jobs', () => {
    const db = freshDatabase(backend)
    const save = (standing: JobStanding) => kept(db(), (stores) => storedStanding(stores, standing))
    const find = (job: JobName = JOB) => kept(db(), ({ jobs }) => jobs.find(job))
    const advance = (by: JobRun, cursor: string | null, now = NOON) =>
      db().transact<void, JobTakenOver>(({ jobs }) => jobs.advance(by, cursor, now))
    const said = async (limit = 100) => (await db().views.jobs.history(JOB, limit)).map((line) => line.said)

    test('stand nowhere before they ran', async () => {
      expect(await find()).toBeNull()
      expect(await db().views.jobs.standings()).toEqual([])
      expect(await db().views.jobs.history(JOB, 10)).toEqual([])
    })

    test('come back as they were saved, in each state and with every text', async () => {
      for (const standing of [
        running(),
        running({ cursor: 'dQw4w9WgXcQ', token: 8 }),
        { ...standingOver(), cursor: '' },
        ...AWKWARD_TEXTS.map((why) => ({
          ...standingOver(),
          state: 'paused' as const,
          cursor: why,
          resumeAt: inHours(12),
          why,
        })),
      ]) {
        await save(standing)
        expect(await find()).toEqual(standing)
        expect(await db().views.jobs.standings()).toEqual([standing])
      }
    })

    test('have one first standing, and none is saved that was not added', async () => {
      const second = running({ owner: 'two:2' })
      await expect(kept(db(), ({ jobs }) => jobs.save(second))).rejects.toThrow('is not stored')
      await save(running())
      expect(await db().transact<void, JobTakenOver>(({ jobs }) => jobs.add(second))).toEqual(
        err({ kind: 'job-taken-over' }),
      )
      expect(await find()).toEqual(running())
    })

    test('are listed by name', async () => {
      for (const job of JOB_NAMES) await save(running({ job }))
      expect((await db().views.jobs.standings()).map(({ job }) => job)).toEqual(JOB_NAMES.toSorted())
    })

    test('a run that goes on moves its cursor and its lease, and has all its attempts again', async () => {
      await save(running())
      expect(await advance(run, 'abc', inHours(1))).toEqual({ ok: true })
      expect(await find()).toEqual(
        running({ cursor: 'abc', attempts: 1, leaseUntil: later(inHours(1), MINUTE_MS) }),
      )
    })

    test('a run that only shows that it is alive has no more attempts than before', async () => {
      await save(running())
      expect(await advance(run, null, inHours(1))).toEqual({ ok: true })
      expect(await find()).toEqual(running({ leaseUntil: later(inHours(1), MINUTE_MS) }))
      await save(running({ cursor: 'abc' }))
      expect(await advance(run, 'abc', inHours(1))).toEqual({ ok: true })
      expect(await find()).toMatchObject({ cursor: 'abc', attempts: 3 })
      // Twice at the very same instant changes nothing at all, and is granted all the same.
      expect(await advance(run, 'abc', inHours(1))).toEqual({ ok: true })
    })

    test('cursors that differ in nothing but case, accents or a blank at the end differ', async () => {
      for (const [from, to] of [
        ['dQw4w9WgXcQ', 'dQw4w9WgXCQ'],
        ['e', 'é'],
        ['a', 'a '],
      ] as const) {
        await save(running({ cursor: from }))
        await advance(run, to)
        expect(await find()).toMatchObject({ cursor: to, attempts: 1 })
      }
    })

    test.each([
      ['taken over', running({ token: 8, owner: 'two:2' })],
      ['over', { ...standingOver(), token: 7 }],
      ['paused', { ...standingOver(), state: 'paused' as const, resumeAt: NOON, why: 'it rains' }],
    ])('a run that is %s is refused, and nothing else of its transaction is kept', async (_how, standing) => {
      await save(standing)
      const refused = await db().transact<void, JobTakenOver>(async ({ jobs }) => {
        await jobs.record(aLine('before'))
        const advanced = await jobs.advance(run, 'abc', NOON)
        await jobs.record(aLine('behind'))
        return advanced
      })
      expect(refused).toEqual(err({ kind: 'job-taken-over' }))
      expect(await find()).toEqual(standing)
      expect(await said()).toEqual([])
    })

    test('a run of a job that never ran is refused', async () => {
      expect(await advance(run, 'abc')).toEqual(err({ kind: 'job-taken-over' }))
    })

    test('history is told newest first, of one job, as far as asked', async () => {
      await kept(db(), async ({ jobs }) => {
        for (const text of ['first', 'second', 'third']) await jobs.record(aLine(text))
        await jobs.record(aLine('of another', { job: 'close-selections' }))
      })
      expect(await said()).toEqual(['third', 'second', 'first'])
      expect(await said(2)).toEqual(['third', 'second'])
      const line = aLine('of another', { job: 'close-selections' })
      expect(await db().views.jobs.history('close-selections', 10)).toEqual([line])
    })

    test('history keeps every text and every outcome', async () => {
      const outcomes = ['done', 'paused', 'stopped', 'failed'] as const
      const lines = AWKWARD_TEXTS.map((text, index) =>
        aLine(text, { outcome: outcomes[index % outcomes.length] ?? 'done' }),
      )
      await kept(db(), async ({ jobs }) => {
        for (const line of lines) await jobs.record(line)
      })
      expect(await db().views.jobs.history(JOB, 100)).toEqual(lines.toReversed())
    })

    describe('of several processes', () => {
      const clock = aClock()
      const process = (number: number, upTo = 60, meanwhile = async (): Promise<void> => undefined) =>
        aProcess(db(), {
          clock,
          name: `process:${number}`,
          job: countingJob(db(), { upTo, clock, meanwhile }),
        })

      test.each([['for the first time'], ['once more']])(
        '20 that ask at once, %s: one gets the job, and everything is done once',
        async (when) => {
          if (when === 'once more')
            await save({ ...standingOver(), slot: inHours(-1), token: 7, owner: 'earlier:1' })
          const asked = await Promise.all(
            Array.from({ length: 20 }, (_, number) => process(number).runJob(JOB, { scope: 'due' })),
          )
          expect(asked.filter((report) => report !== 'nothing-due')).toHaveLength(1)
          expect(await countedIn(db())).toEqual(numbersUpTo(60))
          expect(await find()).toMatchObject({ state: 'over', token: when === 'once more' ? 8 : 1 })
        },
      )

      test('20 that ask at once for a run whose owner is gone: one takes it up where it was', async () => {
        await save(running({ cursor: '20', attempts: 1, leaseUntil: NOON }))
        const asked = await Promise.all(
          Array.from({ length: 20 }, (_, number) => process(number).runJob(JOB, { scope: 'due' })),
        )
        expect(asked.filter((report) => report !== 'nothing-due')).toHaveLength(1)
        expect(await countedIn(db())).toEqual(numbersUpTo(60).slice(20))
      })

      test('20 that advance one run at once all write, and one that is taken over at that moment does not', async () => {
        await save(running())
        const work = (token: number, text: string) =>
          db().transact<void, JobTakenOver>(async ({ jobs }): Promise<Result<void, JobTakenOver>> => {
            const advanced = await jobs.advance({ ...run, token }, text, NOON)
            if (!advanced.ok) return advanced
            await jobs.record(aLine(text))
            return ok(undefined)
          })
        const takeOver = () =>
          kept(db(), async ({ jobs }) => {
            const found = await jobs.find(JOB)
            if (found === null) throw new Error('it is there')
            await jobs.save(running({ token: found.token + 1, owner: 'two:2' }))
          })
        const writing = Array.from({ length: 20 }, (_, number) => work(7, `of 7: ${number}`))
        const [first, ...others] = await Promise.all([...writing, takeOver().then(() => work(7, 'too late'))])
        const granted = [first, ...others].filter((answer) => answer?.ok === true).length
        expect(await said()).toHaveLength(granted)
        expect(await said()).not.toContain('too late')
        expect(await work(8, 'of 8')).toEqual({ ok: true })
      })
    })
  })
}

const standingOver = (): Extract<JobStanding, { state: 'over' }> => ({
  job: JOB,
  slot: NOON,
  token: 7,
  cursor: null,
  attempts: 3,
  owner: 'one:1',
  state: 'over',
})
