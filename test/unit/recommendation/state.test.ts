import { expect, test } from 'vitest'
import type { InterestEvent } from '../../../src/domain/recommendation/event.ts'
import { indexIn, markIn, minuteIn, minuteOf } from '../../../src/domain/recommendation/packed.ts'
import {
  at,
  type KnownCreator,
  settledBy,
  snapshotOf,
  strengthIn,
} from '../../../src/domain/recommendation/state.ts'
import { inDays, inHours } from '../../fixtures/instants.ts'
import { actedOnAd, learned, learnedFrom, shownAd } from '../../fixtures/recommendation.ts'

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

test('the newest sixty ads that a creator chose are remembered', () => {
  const ads = Array.from({ length: 103 }, (_, item) => item)
  const { history } = creatorOf(ads.map((item) => actedOnAd(1, item, { at: inDays(item - 103) })))
  expect(history.map(indexIn)).toEqual(ads.slice(43))
})

test('what was pushed out of memory is not counted again when the log is read again', () => {
  const log = Array.from({ length: 250 }, (_, item) => [
    shownAd(1, item, { at: inDays(item - 250) }),
    actedOnAd(1, item, { at: inDays(item - 250) }),
  ]).flat()
  const once = learned([], log)
  expect(snapshotOf(learnedFrom(once, log))).toEqual(snapshotOf(learned([], log)))
  expect(once.items.map(({ acted, examined }) => [acted, examined])).toEqual(once.items.map(() => [1, 1]))
})

test('nor when a minute holds more lists than are remembered', () => {
  const lists = Array.from({ length: 8 }, (_, list) =>
    Array.from({ length: 20 }, (_, position) => shownAd(1, list * 20 + position, { position })),
  ).flat()
  const once = snapshotOf(learned([], lists))
  expect(snapshotOf(learned([], [...lists, ...lists, ...lists]))).toEqual(once)
})

test('whoever looks at a list once a minute all day counts for an ad seven times', () => {
  const looks = Array.from({ length: 1_440 }, (_, minute) =>
    shownAd(1, 7, { at: inHours(-24 + minute / 60) }),
  )
  expect(at(learned([], looks).items, 0).examined).toBe(7)
})

test('a notice is no look at an ad: most are never opened', () => {
  const notices = Array.from({ length: 1_000 }, (_, creator) => shownAd(creator + 1, 7, { list: 'notice' }))
  const state = learned([], notices)
  expect(state.items.map(({ examined }) => examined)).toEqual([])
  expect(state.creators.flatMap(({ shown }) => shown)).toEqual([])
})

test('a dismissal is not pushed out by whatever comes later, and is known once', () => {
  const dismissed = actedOnAd(1, 7, { kind: 'dismissed', at: inDays(-200) })
  const later = Array.from({ length: 150 }, (_, item) => actedOnAd(1, 100 + item, { at: inDays(item - 150) }))
  const state = learned([], [dismissed, ...later, dismissed])
  expect(at(state.creators, 0).dismissed).toEqual([0])
  expect([...settledBy(state, at(state.creators, 0))]).toContain(0)
})
