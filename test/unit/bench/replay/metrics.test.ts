import { expect, test } from 'vitest'
import { figuresOf, rankOf } from '../../../../bench/replay/metrics.ts'

test('the best of the candidates has rank 1, and those with the same score share the middle of their places', () => {
  expect(rankOf([0.2, 0.9, 0.5], 1)).toBe(1)
  expect(rankOf([0.2, 0.9, 0.5], 0)).toBe(3)
  expect(rankOf([0.5, 0.9, 0.5], 0)).toBe(2.5)
  expect(rankOf([7, 7, 7, 7], 2)).toBe(2.5)
})

test('what a list leaves out has no rank, whatever else is left out', () => {
  expect(rankOf([Number.NEGATIVE_INFINITY, 1, Number.NEGATIVE_INFINITY], 0)).toBeNull()
  expect(rankOf([Number.NEGATIVE_INFINITY, 1, 1], 1)).toBe(1.5)
})

test('figures as worked out on paper', () => {
  // 1 / log2(2) = 1, 1 / log2(4) = 1/2, 1 / log2(8) = 1/3; the fourth lies behind ten, the fifth behind twenty.
  const { tests, ndcgAt10, hitsAt10, recallAt20 } = figuresOf([1, 3, 7, 15, 21, null])
  expect(tests).toBe(6)
  expect(ndcgAt10).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 6, 12)
  expect(hitsAt10).toBeCloseTo(3 / 6, 12)
  expect(recallAt20).toBeCloseTo(4 / 6, 12)
})

test('the tenth place counts and half a place behind it does not', () => {
  expect(figuresOf([10]).ndcgAt10).toBeCloseTo(1 / Math.log2(11), 12)
  expect(figuresOf([10.5]).hitsAt10).toBe(0)
  expect(figuresOf([20]).recallAt20).toBe(1)
  expect(figuresOf([20.5]).recallAt20).toBe(0)
})
