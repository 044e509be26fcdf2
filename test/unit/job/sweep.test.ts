import { beforeEach, expect, test } from 'vitest'
import { SWEPT_AT_ONCE, sweep } from '../../../src/application/job/sweep.ts'
import { MINUTE_MS } from '../../../src/domain/primitives.ts'
import type { JobRun } from '../../../src/ports/job.ts'
import type { Stores } from '../../../src/ports/transact.ts'
import { aHouse, type TestHouse } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { storedStanding } from '../../fixtures/jobs.ts'
import { kept } from '../../fixtures/stored.ts'

const RUN: JobRun = {
  job: 'sweep-leftovers',
  slot: NOON,
  token: 1,
  cursor: null,
  attempts: 1,
  leaseMs: MINUTE_MS,
}

let house: TestHouse
beforeEach(async () => {
  house = aHouse()
  await takenBy(1, null)
})

/** As another process leaves it that takes the job. */
const takenBy = (token: number, cursor: string | null) =>
  kept(house, async (stores) => {
    const { job, slot, attempts } = RUN
    const leaseUntil = inDays(1)
    const standing = { job, slot, attempts, token, cursor, owner: 'p' }
    await storedStanding(stores, { ...standing, state: 'running', leaseUntil })
  })

/** This many rows of each kind are over. */
const leftovers = (over: Record<string, number>) => {
  const asked: string[] = []
  const kinds = Object.keys(over).map((name) => ({
    name,
    sweep: async (_stores: Stores, limit: number) => {
      const swept = Math.min(limit, over[name] ?? 0)
      over[name] = (over[name] ?? 0) - swept
      asked.push(`${name} ${swept}`)
      return swept
    },
  }))
  return { kinds, asked }
}

const isStopping = () => false
const cursor = () => house.tables.jobs.get('sweep-leftovers')?.cursor

test('each kind is swept by the hundred until less than that is left', async () => {
  const { kinds, asked } = leftovers({ looks: 2 * SWEPT_AT_ONCE + 1, answers: 0, days: SWEPT_AT_ONCE })
  const outcome = await sweep(house, RUN, { isStopping }, kinds)
  expect(outcome).toEqual({ kind: 'done', counts: { looks: 1_001, answers: 0, days: 500 } })
  expect(asked).toEqual(['looks 500', 'looks 500', 'looks 1', 'answers 0', 'days 500', 'days 0'])
})

test('a run that is asked to stop ends between two transactions, and another goes on with that kind', async () => {
  const { kinds, asked } = leftovers({ looks: 1, answers: 900, days: 1 })
  let turns = 0
  const stopping = () => {
    turns += 1
    return turns > 2
  }
  expect(await sweep(house, RUN, { isStopping: stopping }, kinds)).toEqual({
    kind: 'stopped',
    counts: { looks: 1, answers: 500, days: 0 },
  })
  expect(cursor()).toBe('answers 1')
  await takenBy(2, 'answers 1')
  const resumed = await sweep(house, { ...RUN, token: 2, cursor: 'answers 1' }, { isStopping }, kinds)
  expect(resumed).toEqual({ kind: 'done', counts: { looks: 0, answers: 400, days: 1 } })
  expect(asked).toEqual(['looks 1', 'answers 500', 'answers 400', 'days 1'])
  expect(cursor()).toBe('days 1')
})

test('a run that is taken over in the middle takes nothing away any more', async () => {
  const { kinds, asked } = leftovers({ looks: 5_000, answers: 1 })
  const originally = kinds[0]
  if (originally === undefined) throw new Error('there are two kinds')
  const outcome = await sweep(house, RUN, { isStopping }, [
    {
      ...originally,
      sweep: async (stores, limit) => {
        // Another process finds the lease over as soon as this little is kept.
        void takenBy(2, 'looks 1')
        return originally.sweep(stores, limit)
      },
    },
  ])
  expect(outcome).toEqual({ kind: 'taken-over' })
  expect(asked).toEqual(['looks 500'])
  expect(cursor()).toBe('looks 1')
})

test('an unknown cursor, such as of an earlier version, begins at the beginning', async () => {
  const { kinds } = leftovers({ looks: 1 })
  const outcome = await sweep(house, { ...RUN, cursor: 'what is this' }, { isStopping }, kinds)
  expect(outcome).toEqual({ kind: 'done', counts: { looks: 1 } })
})
