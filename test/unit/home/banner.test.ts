import { expect, test } from 'vitest'
import { bannerOfTheHour, type HomeBanner } from '../../../src/domain/home/banner.ts'
import { HOUR_MS, later, MINUTE_MS, toId, toInstant } from '../../../src/domain/primitives.ts'
import { aNewHomeBanner } from '../../fixtures/board.ts'

const ONE_O_CLOCK = toInstant(Date.parse('2026-11-22T13:00:00+09:00'))
const banners = (howMany: number): readonly HomeBanner[] =>
  Array.from({ length: howMany }, (_, index) => ({
    ...aNewHomeBanner(),
    id: toId<'HomeBanner'>(index * 10 + 1),
  }))
const idAt = (howMany: number, sinceOneMs: number) =>
  bannerOfTheHour(banners(howMany), later(ONE_O_CLOCK, sinceOneMs))?.id

test('without banners nothing is shown', () => {
  expect(bannerOfTheHour([], ONE_O_CLOCK)).toBeNull()
})

test('a single banner is always shown', () => {
  for (let hour = 0; hour < 30; hour += 1) expect(idAt(1, hour * HOUR_MS)).toBe(1)
})

test('a banner stays for a full hour of the clock', () => {
  const first = idAt(3, 0)
  expect(idAt(3, 59 * MINUTE_MS)).toBe(first)
  expect(idAt(3, HOUR_MS - 1)).toBe(first)
  expect(idAt(3, HOUR_MS)).not.toBe(first)
})

test.each([2, 3, 7, 20])('of %i each has its turn, in order, and then the first again', (howMany) => {
  const round = Array.from({ length: howMany }, (_, hour) => idAt(howMany, hour * HOUR_MS))
  expect(new Set(round).size).toBe(howMany)
  const start = round.indexOf(toId(1))
  const fromFirst = [...round.slice(start), ...round.slice(0, start)]
  expect(fromFirst).toEqual(banners(howMany).map(({ id }) => id))
  expect(idAt(howMany, howMany * HOUR_MS)).toBe(round[0])
})
