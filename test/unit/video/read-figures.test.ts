import { expect, test } from 'vitest'
import { type Read, readFigures } from '../../../bench/refresh/reads.ts'
import { DAY_MS, HOUR_MS, later, toInstant } from '../../../src/domain/primitives.ts'

const from = toInstant(Date.UTC(2027, 4, 12, 7))
const until = later(from, DAY_MS)

/** Reads so many hours after the day's beginning. */
const reads = (videoId: string, hours: readonly number[], source = 'videos.batchGetStats'): readonly Read[] =>
  hours.map((hour) => ({ videoId, at: later(from, hour * HOUR_MS), source }))

const oldestHours = async (hours: readonly number[]): Promise<number> =>
  (await readFigures(reads('a', hours), { from, until })).oldestMs / HOUR_MS

test('figures are as old as the time between two reads, from what was known before the day until its end', async () => {
  expect(await oldestHours([-1, 3, 9, 14, 19])).toBe(6)
  expect(await oldestHours([-4, 3, 8, 13, 18, 21])).toBe(7)
  expect(await oldestHours([-1, 3, 8, 13, 16])).toBe(8)
  // What came after the day says nothing of it.
  expect(await oldestHours([-1, 3, 8, 13, 16, 25])).toBe(8)
  expect(await oldestHours([-1])).toBe(25)
})

test('reads of the day are counted by video, checks and early ones among them', async () => {
  const all = [
    ...reads('a', [-1, 3.8, 5]),
    ...reads('b', [-1]),
    ...reads('c', [-2], 'videos.list'),
    ...reads('c', [2, 7], 'videos.list'),
  ]
  expect(await readFigures(all, { from, until })).toEqual({
    videos: 3,
    reads: 4,
    least: 0,
    most: 2,
    checks: 2,
    // One came 1.2 hours after the read before it, and one 4.
    early: 2,
    oldestMs: 25 * HOUR_MS,
  })
})

test('without videos there is nothing to tell', async () => {
  expect(await readFigures([], { from, until })).toMatchObject({ videos: 0, reads: 0, least: 0, oldestMs: 0 })
})
