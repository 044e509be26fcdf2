import { expect, it } from 'vitest'
import { ageOf } from '../../../src/domain/news/age.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import { NOON } from '../../fixtures/instants.ts'

it.each([
  [0, { unit: 'moment' }],
  [MINUTE_MS - 1, { unit: 'moment' }],
  [MINUTE_MS, { unit: 'minute', count: 1 }],
  [2 * MINUTE_MS - 1, { unit: 'minute', count: 1 }],
  [HOUR_MS - 1, { unit: 'minute', count: 59 }],
  [HOUR_MS, { unit: 'hour', count: 1 }],
  [DAY_MS - 1, { unit: 'hour', count: 23 }],
  [DAY_MS, { unit: 'date' }],
  [400 * DAY_MS, { unit: 'date' }],
])('what was %i milliseconds ago is as old as %j', (agoMs, age) => {
  expect(ageOf(later(NOON, -agoMs), NOON)).toEqual(age)
})

it.each([1, MINUTE_MS, HOUR_MS, DAY_MS, 2 * DAY_MS - 1, 2 * DAY_MS])(
  'what is to be in %i milliseconds has no age yet (H152)',
  (inMs) => {
    expect(ageOf(later(NOON, inMs), NOON)).toEqual({ unit: 'date' })
  },
)
