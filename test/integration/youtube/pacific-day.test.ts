import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextPacificMidnight, pacificDate } from '../../../src/adapters/youtube/pacific-day.ts'
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
