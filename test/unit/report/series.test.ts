import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHART_POINTS, lastPoints, type SeriesPoint } from '../../../src/domain/report/series.ts'
import { inHours } from '../../fixtures/instants.ts'

const read = (videoId: string, hour: number, views: number | null): SeriesPoint => ({
  videoId,
  at: inHours(hour),
  views,
})

describe('the last points of the chart', () => {
  it('are the newest five reads of one video, newest first', () => {
    const series = [1, 2, 3, 4, 5, 6, 7].map((hour) => read('a', hour, hour * 100))
    expect(lastPoints(series)).toEqual([700, 600, 500, 400, 300])
  })

  it('are fewer when there are fewer reads, and none without any', () => {
    expect(lastPoints([read('a', 1, 10), read('a', 2, 20)])).toEqual([20, 10])
    expect(lastPoints([])).toEqual([])
  })

  it('add to each read of one video what the others were last known to have', () => {
    const series = [read('a', 1, 100), read('b', 2, 10), read('a', 3, 150), read('b', 4, 30)]
    expect(lastPoints(series)).toEqual([180, 160, 110, 100])
  })

  it('are one for videos that were read at the same time', () => {
    const series = [read('a', 1, 100), read('b', 1, 10), read('a', 2, 150), read('b', 2, 20)]
    expect(lastPoints(series)).toEqual([170, 110])
  })

  it('keep what was known through a read that did not tell', () => {
    const series = [read('a', 1, 100), read('a', 2, null), read('b', 3, 10)]
    expect(lastPoints(series)).toEqual([110, 100])
    expect(lastPoints([read('a', 1, null)])).toEqual([])
  })

  it('go down when YouTube takes views away, and know 0 from unknown', () => {
    expect(lastPoints([read('a', 1, 100), read('a', 2, 90)])).toEqual([90, 100])
    expect(lastPoints([read('a', 1, 0)])).toEqual([0])
  })

  it('begin with the sum of what is known of each video, in whatever order the reads come', () => {
    const reads = fc.uniqueArray(
      fc.record({
        videoId: fc.constantFrom('a', 'b', 'c'),
        hour: fc.nat(20),
        views: fc.option(fc.nat(1_000)),
      }),
      { selector: ({ videoId, hour }) => `${videoId}${hour}`, maxLength: 30 },
    )
    fc.assert(
      fc.property(reads, (some) => {
        const series = some.map(({ videoId, hour, views }) => read(videoId, hour, views))
        const points = lastPoints(series)
        const known = series.filter(({ views }) => views !== null)
        const newest = new Map(
          known.toSorted((a, b) => a.at - b.at).map(({ videoId, views }) => [videoId, views]),
        )
        const total = [...newest.values()].reduce<number>((sum, views) => sum + (views ?? 0), 0)
        expect(points[0] ?? 0).toBe(total)
        expect(points).toHaveLength(Math.min(CHART_POINTS, new Set(known.map(({ at }) => at)).size))
        expect(lastPoints(series.toReversed())).toEqual(points)
      }),
    )
  })
})
