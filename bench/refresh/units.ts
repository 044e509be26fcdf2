import type { PacificDay } from '../../src/ports/quota.ts'

/** Units of YouTube's quota by bucket. */
export type Units = { readonly statistics: number; readonly general: number }

type Count = { readonly day: PacificDay; readonly method: string | null; readonly units: number }

/** As the simulated YouTube has counted them; of all days, unless one is named. */
export const unitsOf = (counts: readonly Count[], onDay?: PacificDay): Units => {
  const own = counts.filter(({ day }) => onDay === undefined || day === onDay)
  const sumOf = (some: readonly Count[]) => some.reduce((sum, { units }) => sum + units, 0)
  const isStatistics = ({ method }: Count) => method === 'videos:batchGetStats'
  return {
    statistics: sumOf(own.filter(isStatistics)),
    general: sumOf(own.filter((count) => !isStatistics(count))),
  }
}

export const unitsBetween = (earlier: Units, later: Units): Units => ({
  statistics: later.statistics - earlier.statistics,
  general: later.general - earlier.general,
})
