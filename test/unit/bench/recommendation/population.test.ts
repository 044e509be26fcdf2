import { expect, test } from 'vitest'
import { readOptions } from '../../../../bench/recommendation/options.ts'
import { historyOf, NOW, type Population } from '../../../../bench/recommendation/population.ts'
import type { InterestEvent } from '../../../../src/domain/recommendation/event.ts'

const SMALL: Population = { creators: 1_000, liveAds: 100, interactions: 20_000, mix: 'mixed' }

const eventsOf = (population: Population): readonly InterestEvent[] => {
  const { length, eventAt } = historyOf(population)
  return Array.from({ length }, (_, index) => eventAt(index))
}

test('the same in every run, in order of time, and with the shares that the page promises', () => {
  const events = eventsOf(SMALL)
  expect(events).toEqual(eventsOf(SMALL))
  expect(events).toHaveLength(SMALL.interactions)
  expect(events.every(({ at }, index) => at >= (events[index - 1]?.at ?? 0) && at <= NOW)).toBe(true)
  const shareOf = (kind: InterestEvent['kind']) =>
    events.filter((event) => event.kind === kind).length / events.length
  expect(shareOf('shown')).toBeCloseTo(0.6, 1)
  expect(shareOf('applied')).toBeCloseTo(0.12, 1)
})

test('as many ads are live as it says, and nobody sees one that is not', () => {
  const { ads } = historyOf(SMALL)
  const live = ads.filter(({ opensAt, closesAt }) => opensAt <= NOW && NOW <= closesAt)
  expect(live.length / SMALL.liveAds).toBeCloseTo(1, 0)
  for (const event of eventsOf(SMALL)) {
    const { opensAt = 0, closesAt = 0 } = ads[event.item - 1] ?? {}
    expect(event.at).toBeGreaterThanOrEqual(opensAt)
    if (event.kind === 'shown' || event.kind === 'viewed') expect(event.at).toBeLessThanOrEqual(closesAt)
  }
})

test('some creators do far more than most, and all are among as many as it says', () => {
  const counts = new Map<number, number>()
  for (const { creator } of eventsOf({ ...SMALL, mix: 'applications' }))
    counts.set(creator, (counts.get(creator) ?? 0) + 1)
  const sorted = [...counts.values()].sort((one, other) => other - one)
  expect(sorted[0] ?? 0).toBeGreaterThan(5 * (sorted[Math.floor(sorted.length / 2)] ?? 0))
  expect(Math.max(...counts.keys())).toBeLessThanOrEqual(SMALL.creators)
})

test('sizes and mixes can be left out', () => {
  expect(readOptions([]).populations).toHaveLength(6)
  expect(readOptions(['--sizes', '1k', '--mix', 'mixed']).populations).toEqual([SMALL])
  expect(() => readOptions(['--sizes', '5k'])).toThrow('--sizes must be of 1k, 10k, 100k, and not 5k.')
})
