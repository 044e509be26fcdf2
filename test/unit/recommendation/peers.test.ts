import { describe, expect, test } from 'vitest'
import { MINUTE_MS } from '../../../src/domain/primitives.ts'
import { minuteOf, pack } from '../../../src/domain/recommendation/packed.ts'
import { fading, peersOf } from '../../../src/domain/recommendation/peers.ts'
import { featuresOf } from '../../../src/domain/recommendation/rank.ts'
import { knownCreator, type RecommendationState } from '../../../src/domain/recommendation/state.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { actedOnAd, anItem, aRankedCreator, learned } from '../../fixtures/recommendation.ts'

const MINJI = aRankedCreator(1)

/** How alike those are who acted on this ad, all together, and how many they are. */
const peersFor = (state: RecommendationState, item: number) => {
  const minji = knownCreator(state, MINJI.id) ?? expect.fail('a creator')
  const { likenesses, counts } = peersOf(state, minji, minuteOf(NOON))
  const index = state.itemIndexes.get(item) ?? expect.fail('an ad')
  return { likeness: likenesses[index] ?? 0, count: counts[index] }
}

describe('creators alike', () => {
  test('are others: nobody is a peer of their own', () => {
    const alone = learned([anItem(1)], [actedOnAd(1, 1, { kind: 'scrapped' })])
    expect(peersFor(alone, 1)).toEqual({ likeness: 0, count: 0 })
    const [first, second, other] = [actedOnAd(1, 1), actedOnAd(2, 1), actedOnAd(1, 2)]
    const together = learned([anItem(1), anItem(2)], [first, second, other])
    expect(peersFor(together, 1).count).toBe(1)
    expect(peersFor(together, 2)).toEqual({ likeness: 0, count: 0 })
  })

  test('are more alike in what the creator did of late than in what is long ago', () => {
    const state = learned(
      [1, 2, 3, 4].map((id) => anItem(id)),
      [
        actedOnAd(1, 1, { at: inDays(-120) }),
        actedOnAd(1, 2),
        ...[1, 3].map((item) => actedOnAd(2, item)),
        ...[2, 4].map((item) => actedOnAd(3, item)),
      ],
    )
    expect(peersFor(state, 4).likeness / peersFor(state, 3).likeness).toBeCloseTo(4)
  })
})

describe('what was done', () => {
  const day = (days: number) => pack(minuteOf(inDays(days)), 0, 0)

  test('counts half after sixty days, and what a clock puts into the future counts as of now', () => {
    const minute = minuteOf(NOON)
    expect([day(0), day(-60), day(-120), day(5)].map((line) => fading(line, minute))).toEqual([
      1, 0.5, 0.25, 1,
    ])
    expect(fading(pack(minute - 1, 0, 0), minute)).toBeCloseTo(0.5 ** (MINUTE_MS / (inDays(60) - NOON)), 12)
  })

  test('long ago tells less of taste: texts like the newest choice are liked more', () => {
    const items = [
      anItem(1, { text: '여름 선크림' }),
      anItem(2, { text: '제주 민박집' }),
      anItem(3, { text: '수분 선크림' }),
      anItem(4, { text: '부산 민박집' }),
    ]
    const state = learned(items, [
      actedOnAd(1, 1, { kind: 'scrapped', at: inDays(-120) }),
      actedOnAd(1, 2, { kind: 'scrapped' }),
    ])
    const texts = featuresOf(state, MINJI, NOON, new Set([3, 4])).map(({ id, features }) => [
      id,
      features.text,
    ])
    const { 3: longAgo = 0, 4: ofLate = 0 } = Object.fromEntries(texts)
    expect(longAgo).toBeGreaterThan(0)
    expect(ofLate / longAgo).toBeCloseTo(4)
  })
})
