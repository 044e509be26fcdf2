import type { Figures } from './load.ts'
import { median } from './statistics.ts'
import type { Contender, Measured, RouteMeasured } from './throughput.ts'

/** What the product answers, beside the bare server in the same rounds. */
export const comparisonTable = (results: readonly RouteMeasured[]): string => {
  const rows = results.flatMap(({ route, measured }) => {
    const bare = measured.find(({ contender }) => contender.server === 'bare')
    const products = measured.filter(({ contender }) => contender.server !== 'bare' && contender.scale === 1)
    if (bare === undefined) return []
    return products.map((product) => [
      route.name,
      nameOf(product.contender, route.readHot),
      whole(middle(product, perSecond)),
      whole(middle(bare, perSecond)),
      ratio(pairs(product, bare, perSecond)),
      tenths(middle(product, p99)),
      tenths(middle(bare, p99)),
      ratio(pairs(product, bare, p99)),
    ])
  })
  return aligned([
    ['route', 'product on', 'req/s', 'bare req/s', 'ratio', 'p99 ms', 'bare p99 ms', 'p99 ratio'],
    ...rows,
  ])
}

/** What a request costs with ten times as many creators, participations and postings; nothing comes from memory. */
export const growthTable = (results: readonly RouteMeasured[]): string => {
  const rows = results.flatMap(({ route, measured }) =>
    measured
      .filter(({ contender }) => contender.scale === 10)
      .flatMap((large) => {
        const small = measured.find(
          ({ contender: { server, scale, cached } }) =>
            server === large.contender.server && scale === 1 && (!route.readHot || !cached),
        )
        if (small === undefined) return []
        return [
          [
            route.name,
            large.contender.server,
            whole(middle(small, perSecond)),
            whole(middle(large, perSecond)),
            ratio(pairs(small, large, perSecond)),
          ],
        ]
      }),
  )
  return aligned([['route', 'database', 'req/s ×1', 'req/s ×10', 'time ×10 / ×1'], ...rows])
}

const nameOf = ({ server, cached }: Contender, readHot: boolean): string =>
  readHot && !cached ? `${server}, uncached` : server

type Figure = (figures: Figures) => number
const perSecond: Figure = ({ requestsPerSecond }) => requestsPerSecond
const p99: Figure = ({ p99Ms }) => p99Ms

const middle = ({ figures }: Measured, of: Figure): number => median(figures.map(of))

/** The middle of the ratios of each round, and not the ratio of the middles: both of a round met the same machine. */
const pairs = (upper: Measured, lower: Measured, of: Figure): number =>
  median(
    upper.figures.map((figures, round) => {
      const other = lower.figures[round]
      return other === undefined ? Number.NaN : of(figures) / of(other)
    }),
  )

const whole = (value: number): string => value.toFixed(0)
const tenths = (value: number): string => value.toFixed(1)
const ratio = (value: number): string => value.toFixed(2)

/** Names to the left, figures to the right. */
export const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}
