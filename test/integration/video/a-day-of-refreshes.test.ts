import { expect, test } from 'vitest'
import { letTimePass, UNITS_PER_PROOF } from '../../../bench/refresh/a-day.ts'
import type { Population } from '../../../bench/refresh/population.ts'
import { readFigures } from '../../../bench/refresh/reads.ts'
import { unitsOf } from '../../../bench/refresh/units.ts'
import { nextPacificMidnight, pacificDate } from '../../../src/adapters/youtube/pacific-day.ts'
import { HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import type { QuotaBucket } from '../../../src/ports/quota.ts'
import { describeOnEach } from '../contracts/backends.ts'
import { at } from '../youtube/against-simulator.ts'
import { ALL_BACKENDS, refreshing } from './refreshing.ts'

/**
 * What an hour of the day has, so that there are more wishes for reads than units. YouTube's own quota is as short for
 * 80,000 videos: `npm run bench:refresh` lets those live whole days on each database.
 */
const AN_HOUR = {
  'with batch statistics': { general: 20, statistics: 14, reserved: 3 },
  // Where YouTube does not serve them, figures take what checks leave of the general units.
  'without batch statistics': { general: 27, statistics: 14, reserved: 3 },
} as const

type Day = { readonly quota: keyof typeof AN_HOUR; readonly midnight: Instant; readonly hours: number }

const USUAL = at('2027-05-12T07:00:00Z')
const WHEN_CLOCKS_GO_BACK = at('2027-11-07T07:00:00Z')
const WHOLE_DAYS: readonly Day[] = [
  { quota: 'with batch statistics', midnight: USUAL, hours: 24 },
  { quota: 'with batch statistics', midnight: WHEN_CLOCKS_GO_BACK, hours: 25 },
  { quota: 'without batch statistics', midnight: USUAL, hours: 24 },
]
const ENDS_OF_DAYS = WHOLE_DAYS.map((day) => ({ ...day, hours: 6 }))

describeOnEach(ALL_BACKENDS, 'refreshes on %s', ({ name: backend, fill }) => {
  test.each(backend === 'memory' ? WHOLE_DAYS : ENDS_OF_DAYS)(
    'keep all figures of live ads younger than five hours for $hours hours, $quota',
    async ({ quota, midnight, hours }) => {
      const until = nextPacificMidnight(midnight)
      const from = later(until, -hours * HOUR_MS)
      const limits = {
        general: hours * AN_HOUR[quota].general,
        statistics: hours * AN_HOUR[quota].statistics,
        reserved: hours * AN_HOUR[quota].reserved,
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
      simulator.serve('videos:batchGetStats', quota === 'with batch statistics')

      const { proofs } = await letTimePass({ house, moveTo, population, from, until })

      const reads = await readFigures(filled.observations(), { from, until })
      expect(reads.videos).toBe(population.videos)
      expect(reads.oldestMs).toBeLessThanOrEqual(5 * HOUR_MS)
      const units = unitsOf(simulator.calls(), pacificDate(midnight))
      const general = units.general - UNITS_PER_PROOF * proofs
      expect(units.statistics).toBeLessThanOrEqual(limits.statistics)
      expect(general, 'units of jobs').toBeLessThanOrEqual(limits.general - limits.reserved)
      const wished =
        quota === 'with batch statistics'
          ? { spent: units.statistics, most: limits.statistics }
          : { spent: general, most: limits.general - limits.reserved }
      expect(wished.spent, 'wishes take most of what the promise leaves').toBeGreaterThan(0.75 * wished.most)
      expect(reads.early).toBeGreaterThan(0)
      expect(proofs).toBe(population.newcomers)
      const ledger = (bucket: QuotaBucket) => filled.persistence.quota.today(bucket, pacificDate(midnight))
      expect((await ledger('general')).used).toBe(units.general)
      // A call that YouTube does not serve is tried once an hour, for which it takes nothing.
      const tried = quota === 'with batch statistics' ? 0 : hours
      expect((await ledger('statistics')).used).toBe(units.statistics + tried)
    },
  )
})
