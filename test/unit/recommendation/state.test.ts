import { expect, test } from 'vitest'
import type { InterestEvent } from '../../../src/domain/recommendation/event.ts'
import { indexIn, markIn, minuteIn, minuteOf } from '../../../src/domain/recommendation/packed.ts'
import { at, type KnownCreator, strengthIn } from '../../../src/domain/recommendation/state.ts'
import { inDays } from '../../fixtures/instants.ts'
import { actedOnAd, learned, shownAd } from '../../fixtures/recommendation.ts'

/** What is remembered of the only creator in these events. */
const creatorOf = (events: readonly InterestEvent[]): KnownCreator => at(learned([], events).creators, 0)

const minutesOf = (days: readonly number[]): readonly number[] => days.map((day) => minuteOf(inDays(day)))

test('of what a creator did with an ad the strongest is remembered, and when it was done first', () => {
  const state = learned(
    [],
    [
      actedOnAd(1, 7, { kind: 'scrapped', at: inDays(-9) }),
      actedOnAd(1, 7, { at: inDays(-5) }),
      actedOnAd(1, 7, { at: inDays(-1) }),
      actedOnAd(1, 7, { kind: 'dismissed', at: inDays(0) }),
    ],
  )
  const { history } = at(state.creators, 0)
  expect(history.map(minuteIn)).toEqual(minutesOf([-5]))
  expect(history.map((line) => strengthIn(state, line))).toEqual([2])
})

test('of an ad that was shown the last time is remembered, and how often, up to seven times', () => {
  const shownOn = (days: readonly number[]) =>
    creatorOf(days.map((day) => shownAd(1, 7, { at: inDays(day) }))).shown
  expect(shownOn([-2, -1]).map(markIn)).toEqual([2])
  const often = shownOn([-9, -8, -7, -6, -5, -4, -3, -2, -1])
  expect(often.map(markIn)).toEqual([7])
  expect(often.map(minuteIn)).toEqual(minutesOf([-1]))
})

test('what comes late takes its place by time', () => {
  const { history } = creatorOf([-1, -3, -2, -4].map((day, item) => actedOnAd(1, item, { at: inDays(day) })))
  expect(history.map(minuteIn)).toEqual(minutesOf([-4, -3, -2, -1]))
})

test('the newest hundred ads of a creator are remembered', () => {
  const ads = Array.from({ length: 103 }, (_, item) => item)
  const { history } = creatorOf(ads.map((item) => actedOnAd(1, item, { at: inDays(item - 103) })))
  expect(history.map(indexIn)).toEqual(ads.slice(3))
})
