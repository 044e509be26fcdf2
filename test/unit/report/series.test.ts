import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, type Instant, toInstant } from '../../../src/domain/primitives.ts'
import {
  CHART_POINTS,
  lastPoints,
  type Read,
  type SeriesPoint,
  SLOT_MS,
  withCorrections,
} from '../../../src/domain/report/series.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'

/** So many slots of five hours after noon, and so many hours into that slot. */
const inSlot = (slot: number, hours = 0): Instant =>
  toInstant((Math.floor(NOON / SLOT_MS) + slot) * SLOT_MS + hours * HOUR_MS)

const read = (videoId: string, slot: number, views: number | null, hours = 0): SeriesPoint => ({
  videoId,
  at: inSlot(slot, hours),
  views,
})

describe('the last points of the chart', () => {
  it('are what one video had at the end of the newest five slots in which it was read, newest first', () => {
    const series = [1, 2, 3, 4, 5, 6, 7].map((slot) => read('a', slot, slot * 100))
    expect(lastPoints(series)).toEqual([700, 600, 500, 400, 300])
  })

  it('are one for all reads of a slot: the last of them', () => {
    const often = [0, 0.25, 0.5, 4.75].map((hours) => read('a', 1, 100 + hours * 4, hours))
    expect(lastPoints([read('a', 0, 90), ...often, read('a', 2, 130)])).toEqual([130, 119, 90])
    expect(lastPoints(often)).toEqual([119])
  })

  it('begin with the newest read, however young its slot is', () => {
    expect(lastPoints([read('a', 1, 100), read('a', 2, 101, 0.01)])).toEqual([101, 100])
  })

  it('lie as far apart as the reads do: no slot is made up', () => {
    expect(lastPoints([read('a', 1, 100), read('a', 30, 500), read('a', 60, 900)])).toEqual([900, 500, 100])
  })

  it('are fewer when there are fewer slots with a read, and none without any', () => {
    expect(lastPoints([read('a', 1, 10), read('a', 2, 20)])).toEqual([20, 10])
    expect(lastPoints([])).toEqual([])
  })

  it('add to each read of one video what the others were last known to have', () => {
    const series = [read('a', 1, 100), read('b', 2, 10), read('a', 3, 150), read('b', 4, 30)]
    expect(lastPoints(series)).toEqual([180, 160, 110, 100])
  })

  it('count a video that is read once a week in each of them', () => {
    const daily = [8, 9, 10, 11, 12, 13].map((slot) => read('a', slot, slot))
    expect(lastPoints([read('weekly', 0, 1_000), ...daily])).toEqual([1_013, 1_012, 1_011, 1_010, 1_009])
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
        hour: fc.nat(60),
        views: fc.option(fc.nat(1_000)),
      }),
      { selector: ({ videoId, hour }) => `${videoId}${hour}`, maxLength: 30 },
    )
    fc.assert(
      fc.property(reads, (some) => {
        const series = some.map(({ videoId, hour, views }) => ({ videoId, at: inHours(hour), views }))
        const points = lastPoints(series)
        const known = series.filter(({ views }) => views !== null)
        const newest = new Map(
          known.toSorted((a, b) => a.at - b.at).map(({ videoId, views }) => [videoId, views]),
        )
        const total = [...newest.values()].reduce<number>((sum, views) => sum + (views ?? 0), 0)
        const slots = new Set(known.map(({ at }) => Math.floor(at / SLOT_MS)))
        expect(points[0] ?? 0).toBe(total)
        expect(points).toHaveLength(Math.min(CHART_POINTS, slots.size))
        expect(lastPoints(series.toReversed())).toEqual(points)
      }),
    )
  })
})

describe('the marks of corrections', () => {
  const reads = (...views: readonly (number | null)[]): readonly Read[] =>
    views.map((seen, hour) => ({
      at: inHours(hour),
      views: seen,
      likes: null,
      comments: 0,
      source: 'videos.list',
    }))
  const marks = (...views: readonly (number | null)[]) =>
    withCorrections(reads(...views)).map(({ correction }) => correction)

  it('are none while views grow, and leave every read as it is', () => {
    expect(withCorrections(reads(1, 2, null, 3)).map(({ correction: _, ...rest }) => rest)).toEqual(
      reads(1, 2, null, 3),
    )
    expect(marks(1, 2, 2, 3)).toEqual([null, null, null, null])
    expect(withCorrections([])).toEqual([])
  })

  it('stand at the read that told less, with what was told before', () => {
    expect(marks(1_000, 1_100, 1_000, 1_050)).toEqual([
      null,
      null,
      { from: 1_100, to: 1_000, kind: 'audit' },
      null,
    ])
  })

  it('stand where a figure is first hidden, and where it comes back with less than was last known', () => {
    expect(marks(null, 1_000, null, null, 995)).toEqual([
      null,
      null,
      { from: 1_000, to: null, kind: 'hidden' },
      null,
      { from: 1_000, to: 995, kind: 'jitter' },
    ])
    expect(marks(1_000, null, 1_000, null)).toEqual([
      null,
      { from: 1_000, to: null, kind: 'hidden' },
      null,
      { from: 1_000, to: null, kind: 'hidden' },
    ])
  })
})
