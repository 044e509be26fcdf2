import fc from 'fast-check'
import { expect, it } from 'vitest'
import { reopensAt } from '../../../src/adapters/youtube/meter.ts'
import { nextPacificMidnight, pacificDate, servedBy } from '../../../src/adapters/youtube/pacific-day.ts'
import { SCHEDULES } from '../../../src/domain/job/schedule.ts'
import { HOUR_MS, later, toInstant } from '../../../src/domain/primitives.ts'

it('the next Californian midnight is the first instant of another date, at most 25 hours away', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }).map(toInstant), (now) => {
      const midnight = nextPacificMidnight(now)
      expect(midnight).toBeGreaterThan(now)
      expect(midnight - now).toBeLessThanOrEqual(25 * HOUR_MS)
      expect(pacificDate(later(midnight, -1))).toBe(pacificDate(now))
      expect(pacificDate(midnight)).not.toBe(pacificDate(now))
    }),
  )
})

it('whoever is told that the quota is spent is served by then, by the next run of the job that asks again', () => {
  const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }).map(toInstant)
  const soonAfterMidnight = fc
    .tuple(instants, fc.integer({ min: 0, max: 3 * HOUR_MS }))
    .map(([now, afterwards]) => later(nextPacificMidnight(now), afterwards))
  fc.assert(
    fc.property(
      fc.oneof(instants, soonAfterMidnight),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (now, random) => {
        const asked = later(reopensAt(now, random), SCHEDULES['check-owed-proofs'].everyMs)
        expect(servedBy(now)).toBeGreaterThanOrEqual(asked)
        expect(servedBy(now) - now).toBeLessThanOrEqual(27 * HOUR_MS)
      },
    ),
  )
})
