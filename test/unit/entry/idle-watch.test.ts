import { beforeEach, expect, test } from 'vitest'
import type { LogEntry } from '../../../src/adapters/http/app.ts'
import { type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { idleWatch } from '../../../src/entry/idle-watch.ts'
import type { JobViews } from '../../../src/ports/job.ts'
import { NOON } from '../../fixtures/instants.ts'

let now: Instant
let lastEnd: Instant | null
let log: LogEntry[]
beforeEach(() => {
  now = NOON
  lastEnd = null
  log = []
})

const views: JobViews = {
  standings: async () => [],
  history: async (job) =>
    lastEnd === null || job !== 'release-rewards'
      ? []
      : [{ job, slot: lastEnd, token: 1, owner: 'one:1', endedAt: lastEnd, outcome: 'done', said: '' }],
}
const at = (minutes: number) => later(NOON, minutes * MINUTE_MS)
const watching = () => {
  const watch = idleWatch({ views, clock: { now: () => now }, log: (entry) => void log.push(entry) })
  return (minutes: number) => {
    now = at(minutes)
    return watch()
  }
}

test('is quiet at the start, and tells once an hour that no job has ever ended', async () => {
  const lookAfter = watching()
  await lookAfter(0)
  await lookAfter(14)
  expect(log).toEqual([])
  await lookAfter(15)
  expect(log).toEqual([
    {
      level: 'warn',
      message: 'no job has ever ended: JOBS is off here, and no worker seems to run anywhere',
    },
  ])
  await lookAfter(74)
  expect(log).toHaveLength(1)
  await lookAfter(75)
  expect(log).toHaveLength(2)
})

test('tells since when, and nothing while jobs end', async () => {
  const lookAfter = watching()
  lastEnd = at(20)
  await lookAfter(34)
  expect(log).toEqual([])
  await lookAfter(35)
  expect(log).toMatchObject([
    { message: expect.stringContaining('no job has ended since 2026-11-22T12:20:00.000+09:00') },
  ])
})
