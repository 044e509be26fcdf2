import { aligned } from '../tables.ts'
import type { Measured } from './measure.ts'
import { PROMISED } from './options.ts'
import type { Population } from './population.ts'

type Figure = {
  readonly what: string
  readonly measured: number
  readonly unit: string
  /** Null for what is told and promised to nobody. */
  readonly limit: number | null
}

const MEBIBYTE = 2 ** 20
const PER_EVENT_US = 5

export const figuresOf = (measured: Measured, population: Population): readonly Figure[] => {
  const isPromised = population.creators === PROMISED.creators
  const { ranks, ranksOfActive } = measured
  const told = (what: string, value: number, unit: string): Figure => ({
    what,
    measured: value,
    unit,
    limit: null,
  })
  const promised = (what: string, value: number, unit: string, limit: number): Figure => ({
    ...told(what, value, unit),
    limit: isPromised ? limit : null,
  })
  const microseconds = (ms: number, events: number): number => (ms * 1_000) / events
  return [
    told('rank the top 20, p50', share(ranks, 0.5), 'ms'),
    promised('rank the top 20, p95', share(ranks, 0.95), 'ms', 5),
    told('rank the top 20, p99', share(ranks, 0.99), 'ms'),
    told('for the most active, p95', share(ranksOfActive, 0.95), 'ms'),
    told('rank, the mean of all times', measured.meanRankMs, 'ms'),
    told('the first after an ad changed', measured.firstRankMs, 'ms'),
    promised(
      'an event, of all',
      microseconds(measured.foldingMs, population.interactions),
      'µs',
      PER_EVENT_US,
    ),
    promised(
      'an event, of the newest',
      microseconds(measured.newestMs, measured.newestEvents),
      'µs',
      PER_EVENT_US,
    ),
    promised('rebuild', measured.rebuildMs / 1_000, 's', 6),
    told('of it, texts of ads', measured.describingMs / 1_000, 's'),
    promised('memory of the state', measured.heapBytes / MEBIBYTE, 'MiB', 100),
    told('memory of the process, more', measured.residentBytes / MEBIBYTE, 'MiB'),
    told('snapshot', measured.snapshotMs / 1_000, 's'),
    told('restore', measured.restoreMs / 1_000, 's'),
  ]
}

const share = (values: readonly number[], of: number): number =>
  values.toSorted((one, other) => one - other)[Math.ceil(values.length * of) - 1] ?? Number.NaN

export const isMissed = ({ measured, limit }: Figure): boolean => limit !== null && !(measured <= limit)

export const tableOf = (figures: readonly Figure[]): string =>
  aligned([
    ['figure', '', 'measured', 'limit'],
    ...figures.map((figure) => [
      figure.what,
      isMissed(figure) ? 'MISSED' : '',
      `${figure.measured.toFixed(2)} ${figure.unit}`,
      figure.limit === null ? '' : `${figure.limit} ${figure.unit}`,
    ]),
  ])
