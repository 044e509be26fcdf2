import { expect, test } from 'vitest'
import { letTimePass, UNITS_PER_PROOF } from '../../../bench/refresh/a-day.ts'
import type { Population } from '../../../bench/refresh/population.ts'
import { readFigures } from '../../../bench/refresh/reads.ts'
import { unitsOf } from '../../../bench/refresh/units.ts'
import { nextPacificMidnight, pacificDate } from '../../../src/adapters/youtube/pacific-day.ts'
import { HOUR_MS, later } from '../../../src/domain/primitives.ts'
import { describeOnEach } from '../contracts/backends.ts'
import { at } from '../youtube/against-simulator.ts'
import { ALL_BACKENDS, refreshing } from './refreshing.ts'

/**
 * What an hour of the day has, so that there are more wishes for reads than units. YouTube's own quota is as short for
 * 80,000 videos: `npm run bench:refresh` lets those live whole days on each database.
 */
const UNITS_AN_HOUR = { general: 20, statistics: 14, reserved: 3 }

const WHOLE_DAYS = [
  { name: 'a day of 24 hours', midnight: at('2027-05-12T07:00:00Z'), hours: 24 },
  { name: 'a day of 25 hours', midnight: at('2027-11-07T07:00:00Z'), hours: 25 },
]
const ENDS_OF_DAYS = WHOLE_DAYS.map((day) => ({ ...day, name: `the last 6 hours of ${day.name}`, hours: 6 }))

describeOnEach(ALL_BACKENDS, 'refreshes on %s', ({ name: backend, fill }) => {
  test.each(backend === 'memory' ? WHOLE_DAYS : ENDS_OF_DAYS)(
    'keep all figures of live ads younger than five hours for $name, within the quota',
    async ({ midnight, hours }) => {
      const until = nextPacificMidnight(midnight)
      const from = later(until, -hours * HOUR_MS)
      const limits = {
        general: hours * UNITS_AN_HOUR.general,
        statistics: hours * UNITS_AN_HOUR.statistics,
        reserved: hours * UNITS_AN_HOUR.reserved,
      }
      const population: Population = {
        videos: 2_000,
        channels: 250,
        newcomers: hours,
        at: from,
        due: 'spread',
      }
      const filled = await fill(population)
      const { simulator, house, moveTo } = await refreshing(filled, population, limits)

      const { proofs } = await letTimePass({ house, moveTo, population, from, until })

      const reads = await readFigures(filled.observations(), { from, until })
      expect(reads.videos).toBe(population.videos)
      expect(reads.oldestMs).toBeLessThanOrEqual(5 * HOUR_MS)
      const units = unitsOf(simulator.calls(), pacificDate(midnight))
      expect(units.statistics).toBeLessThanOrEqual(limits.statistics)
      expect(units.statistics, 'wishes take what the promise leaves').toBeGreaterThan(
        0.85 * limits.statistics,
      )
      expect(reads.early).toBeGreaterThan(0)
      expect(proofs).toBe(population.newcomers)
      const byJobs = units.general - UNITS_PER_PROOF * proofs
      expect(byJobs).toBeLessThanOrEqual(limits.general - limits.reserved)
      for (const bucket of ['statistics', 'general'] as const) {
        const { used } = await filled.persistence.quota.today(bucket, pacificDate(midnight))
        expect(used, `${bucket} units in the ledger`).toBe(units[bucket])
      }
    },
  )
})
