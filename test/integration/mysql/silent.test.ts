import { expect, onTestFinished, test } from 'vitest'
import type { JobStanding } from '../../../src/domain/job/standing.ts'
import { later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { ok } from '../../../src/domain/result.ts'
import type { JobRun, JobTakenOver } from '../../../src/ports/job.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand, kept } from '../../fixtures/stored.ts'
import { describeOnMariadb } from '../../mariadb/for-tests.ts'
import { openOnMariadb } from './on-mariadb.ts'

const run: JobRun = {
  job: 'release-rewards',
  slot: NOON,
  token: 7,
  cursor: null,
  attempts: 1,
  leaseMs: MINUTE_MS,
}
const standing: JobStanding = {
  job: run.job,
  slot: NOON,
  token: 7,
  cursor: null,
  attempts: 1,
  owner: 'one:1',
  state: 'running',
  leaseUntil: later(NOON, MINUTE_MS),
}

describeOnMariadb('a process that is silent in the middle of a transaction, as a frozen one is', () => {
  test('keeps its rows from others for ten seconds, then all of it is undone', async () => {
    const { transact, views } = await openOnMariadb()
    await kept({ transact }, async ({ jobs }) => demand(await jobs.add(standing)))
    const frozen = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    onTestFinished(() => frozen.resolve())
    const batch = transact<void, JobTakenOver>(async ({ jobs }) => {
      const advanced = await jobs.advance(run, 'abc', NOON)
      if (!advanced.ok) return advanced
      const line = { ...run, owner: 'one:1', endedAt: NOON, outcome: 'done' as const }
      await jobs.record({ ...line, said: 'before' })
      written.resolve()
      await frozen.promise
      await jobs.record({ ...line, said: 'behind' })
      return ok(undefined)
    })
    await written.promise

    const takeOver = () =>
      kept({ transact }, async ({ jobs }) => {
        const found = await jobs.find(run.job)
        await jobs.save({ ...standing, token: (found?.token ?? 0) + 1, owner: 'two:2' })
      })
    await expect(takeOver()).rejects.toThrow(Outage)
    await expect.poll(() => takeOver().then(() => true), { timeout: 20_000 }).toBe(true)

    frozen.resolve()
    await expect(batch).rejects.toThrow('the connection was lost')
    expect(await views.jobs.history(run.job, 10)).toEqual([])
    expect(await views.jobs.standings()).toMatchObject([{ token: 8, owner: 'two:2', cursor: null }])
  })
})
