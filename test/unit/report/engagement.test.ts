import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { AD_CATEGORIES } from '../../../src/domain/categories.ts'
import { engagementRate, type Figures, sum, topCategories } from '../../../src/domain/report/engagement.ts'

const figures = (views: number | null, likes: number | null, comments: number | null): Figures => ({
  views,
  likes,
  comments,
})

describe('the engagement rate', () => {
  test.each<[of: string, videos: readonly Figures[], rate: number | null]>([
    ['one video', [figures(1_000, 80, 20)], 10],
    ['two videos is over sums, not an average of rates', [figures(100, 50, 0), figures(900, 0, 0)], 5],
    ['a video with hidden likes counts its comments', [figures(200, null, 10)], 5],
    ['a video with hidden comments counts its likes', [figures(200, 10, null)], 5],
    [
      'a video of unknown views leaves out its likes as well',
      [figures(100, 10, 0), figures(null, 999, 999)],
      10,
    ],
    ['more reactions than views is more than 100', [figures(10, 15, 5)], 200],
    ['no videos is unknown', [], null],
    ['videos of unknown views is unknown', [figures(null, 5, 5)], null],
    ['videos that nobody has seen is unknown', [figures(0, 0, 0), figures(0, 3, 0)], null],
    ['seen videos without reactions is 0', [figures(10, 0, 0), figures(10, null, null)], 0],
  ])('of %s', (_, videos, rate) => {
    expect(engagementRate(videos)).toBe(rate)
  })

  it('does not depend on the order of videos, and is never negative', () => {
    const figure = fc.option(fc.nat(1_000_000))
    const videos = fc.array(fc.record({ views: figure, likes: figure, comments: figure }))
    fc.assert(
      fc.property(videos, (some) => {
        const rate = engagementRate(some)
        expect(engagementRate(some.toReversed())).toBe(rate)
        if (rate !== null) expect(rate).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('a sum of figures', () => {
  it('takes nothing from unknown ones', () => {
    expect(sum([1, null, 2])).toBe(3)
    expect(sum([null])).toBe(0)
    expect(sum([])).toBe(0)
  })
})

describe('the best categories', () => {
  it('are those with the most views per video, not in sum', () => {
    const videos = [
      { category: 'beauty', views: 100 },
      { category: 'beauty', views: 200 },
      { category: 'beauty', views: 300 },
      { category: 'travel', views: 250 },
      { category: 'other', views: 10 },
      { category: 'restaurant', views: 20 },
    ] as const
    expect(topCategories(videos, 3)).toEqual([
      { category: 'travel', views: 250 },
      { category: 'beauty', views: 200 },
      { category: 'restaurant', views: 20 },
    ])
  })

  it('leave out videos of unknown views, and categories that have only such', () => {
    const videos = [
      { category: 'beauty', views: 100 },
      { category: 'beauty', views: null },
      { category: 'travel', views: null },
    ] as const
    expect(topCategories(videos, 3)).toEqual([{ category: 'beauty', views: 100 }])
  })

  it('round to whole views', () => {
    const videos = [1, 2].map((views) => ({ category: 'other' as const, views }))
    expect(topCategories(videos, 1)).toEqual([{ category: 'other', views: 2 }])
  })

  it('are none without videos', () => {
    expect(topCategories([], 3)).toEqual([])
  })

  it('are at most as many as asked for, best first, in an order that does not depend on that of the videos', () => {
    const views = fc.option(fc.nat(5))
    const videos = fc.array(fc.record({ category: fc.constantFrom(...AD_CATEGORIES), views }))
    fc.assert(
      fc.property(videos, fc.nat(6), (some, count) => {
        const top = topCategories(some, count)
        expect(top.length).toBeLessThanOrEqual(count)
        expect(top.map((each) => each.views)).toEqual(top.map((each) => each.views).sort((a, b) => b - a))
        expect(topCategories(some.toReversed(), count)).toEqual(top)
      }),
    )
  })
})
