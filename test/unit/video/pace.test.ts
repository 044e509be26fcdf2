import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { CLOCKS_APART_MAX_MS } from '../../../src/domain/clocks.ts'
import { DAY_MS, HOUR_MS, type Instant, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import type { Liveness } from '../../../src/domain/video/live-check.ts'
import {
  CHECKED_LATEST_MS,
  isOfLiveAd,
  type Pace,
  type PacedBy,
  paceAfter,
  type Reading,
  unreadPace,
  wronglyPacedAt,
} from '../../../src/domain/video/pace.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'

const LIVE: Liveness = { state: 'live', lastGoodAt: NOON }
const inMinutes = (minutes: number, from: Instant = NOON) => later(from, minutes * MINUTE_MS)

const aRead = (over: Partial<Reading> = {}): Reading => ({ at: NOON, by: 'figures', views: 1_000, ...over })
const aVideo = (over: Partial<PacedBy> = {}): PacedBy => ({
  publishedAt: inDays(-1),
  liveness: LIVE,
  isOfLiveAd: true,
  ...over,
})
const paced = (before: Pace, reading: Partial<Reading>, video: Partial<PacedBy> = {}): Pace =>
  paceAfter(before, aRead(reading), aVideo(video)).pace

/** After reads of these views, an hour apart, of which the last is at NOON. */
const readOf = (views: readonly (number | null)[], video: Partial<PacedBy> = {}): Pace =>
  views.reduce(
    (pace: Pace, told, index) => paced(pace, { at: inHours(index + 1 - views.length), views: told }, video),
    unreadPace(inDays(-1)),
  )

const wantedAfterMs = (pace: Pace): number => pace.wantedAt - (pace.readAt ?? Number.NaN)

describe('a video that was never read', () => {
  it('is due in every way', () => {
    expect(unreadPace(NOON)).toMatchObject({ promisedBy: NOON, wantedAt: NOON, checkBy: NOON, readAt: null })
  })
})

describe('a video of a live ad', () => {
  it('is promised 15 minutes before five hours are over', () => {
    expect(readOf([1_000]).promisedBy).toBe(inMinutes(285))
  })

  it.each([
    ['is under review', { isUnderReview: true }],
    ['holds a reward', { isRewardHeld: true }],
    ['is of an ad that is not over', { adEndsAt: NOON }],
  ])('%s', (_why, over) => {
    const stake = { isUnderReview: false, isRewardHeld: false, adEndsAt: later(NOON, -1) }
    expect(isOfLiveAd(stake, NOON)).toBe(false)
    expect(isOfLiveAd({ ...stake, ...over }, NOON)).toBe(true)
  })

  it('is never older than five hours with a tick every five minutes, whatever is read', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1_000_000)), { minLength: 2, maxLength: 40 }), (told) => {
        let pace = unreadPace(NOON)
        let now = NOON
        for (const views of told) {
          while (now < pace.promisedBy) now = inMinutes(5, now)
          expect(now - (pace.readAt ?? now)).toBeLessThanOrEqual(5 * HOUR_MS - 10 * MINUTE_MS)
          pace = paced(pace, { at: now, views })
        }
      }),
    )
  })
})

describe('a settled video', () => {
  it('is promised once in 24 days', () => {
    expect(readOf([1_000], { isOfLiveAd: false }).promisedBy).toBe(inDays(24))
  })
})

describe('a read is wanted', () => {
  it.each([
    { days: 0.9, everyHours: 1 },
    { days: 1, everyHours: 5 },
    { days: 3, everyHours: 12 },
    { days: 14, everyHours: 24 },
    { days: 30, everyHours: 72 },
    { days: 90, everyHours: 168 },
    { days: 2_000, everyHours: 168 },
  ])('every $everyHours hours at an age of $days days', ({ days, everyHours }) => {
    for (const isOfLiveAd of [true, false])
      expect(wantedAfterMs(readOf([1_000], { publishedAt: inDays(-days), isOfLiveAd }))).toBe(
        everyHours * HOUR_MS,
      )
  })

  it('when about 50 new views have come', () => {
    // 100 an hour, and 2 % of 1,100 are less than 50.
    expect(wantedAfterMs(readOf([1_000, 1_100]))).toBe(HOUR_MS / 2)
  })

  it('when about 2 % of the total have come, where that is more', () => {
    expect(wantedAfterMs(readOf([100_000, 101_000]))).toBeCloseTo((101_000 * 0.02 * HOUR_MS) / 1_000, -1)
  })

  it('not sooner than after 15 minutes, however fast it grows', () => {
    expect(wantedAfterMs(readOf([0, 1_000_000, 900_000_000]))).toBe(15 * MINUTE_MS)
  })

  it('by the newest growth more than by what came before', () => {
    // 2,400 a day and then nothing: half of it remains.
    expect(readOf([1_000, 1_100, 1_100]).viewsPerDay).toBe(1_200)
    expect(readOf([1_000, 1_100]).viewsPerDay).toBe(2_400)
  })

  it('by growth that is known: neither a fall nor a count that is not told changes it', () => {
    expect(readOf([1_000, 1_100, 900]).viewsPerDay).toBe(2_400)
    expect(readOf([1_000, 1_100, null]).viewsPerDay).toBe(2_400)
    expect(readOf([1_000, 1_100, null, 9_000]).viewsPerDay).toBe(2_400)
  })

  it('within 15 minutes and its base, and after every read', () => {
    const views = fc.option(fc.nat(2_000_000_000))
    fc.assert(
      fc.property(
        fc.array(fc.record({ views, afterMs: fc.nat(40 * DAY_MS) }), { minLength: 1 }),
        fc.boolean(),
        (reads, live) => {
          let pace = unreadPace(NOON)
          let now = NOON
          for (const { views: told, afterMs } of reads) {
            now = later(now, afterMs)
            pace = paced(pace, { at: now, views: told }, { publishedAt: NOON, isOfLiveAd: live })
            const mostMs = live && now - NOON < DAY_MS ? HOUR_MS : 7 * DAY_MS
            expect(wantedAfterMs(pace)).toBeGreaterThanOrEqual(15 * MINUTE_MS)
            expect(wantedAfterMs(pace)).toBeLessThanOrEqual(mostMs)
          }
        },
      ),
    )
  })
})

describe('a video whose views stand still', () => {
  const still = (reads: number, video: Partial<PacedBy>) =>
    readOf(
      Array.from({ length: reads + 1 }, () => 1_000),
      video,
    )
  const settled = { isOfLiveAd: false }

  it('is read half as often after three unchanged reads, and again after three more, when it is settled', () => {
    const every = [2, 3, 5, 6].map((reads) => wantedAfterMs(still(reads, settled)) / HOUR_MS)
    // A day old: every 5 hours at first.
    expect(every).toEqual([5, 10, 10, 20])
  })

  it('is read once a day at the least that standing still asks for', () => {
    expect(wantedAfterMs(still(99, settled))).toBe(DAY_MS)
    expect(wantedAfterMs(still(99, { ...settled, publishedAt: inDays(-60) }))).toBe(3 * DAY_MS)
  })

  it('is read as before when it is of a live ad', () => {
    expect(wantedAfterMs(still(99, {}))).toBe(5 * HOUR_MS)
  })

  it('is read as before once they move', () => {
    expect(readOf([1_000, 1_000, 1_000, 1_000, 1_001], settled).unchangedReads).toBe(0)
  })
})

describe('a check', () => {
  const checked = (liveness: Liveness, over: Partial<PacedBy> = {}, views: Reading['views'] = 1_000) =>
    paced(unreadPace(inDays(-1)), { by: 'check', views }, { liveness, ...over })

  it('is due 20 hours after a good one, for a release needs one of the last 24', () => {
    expect(checked(LIVE).checkBy).toBe(inHours(20))
  })

  it('is due once a week for a settled video', () => {
    expect(checked(LIVE, { isOfLiveAd: false }).checkBy).toBe(inDays(7))
  })

  it('is due six hours after a first miss, when a second one proves something', () => {
    const missing: Liveness = { state: 'missing', lastGoodAt: inDays(-1), firstMissedAt: inHours(-2) }
    expect(checked(missing, {}, 'absent').checkBy).toBe(inHours(4))
  })

  it.each([
    { days: 0, everyHours: 1 },
    { days: 2.9, everyHours: 1 },
    { days: 3, everyHours: 5 },
    { days: 13.9, everyHours: 5 },
    { days: 14, everyHours: 24 },
    { days: 400, everyHours: 24 },
  ])('is due every $everyHours hours when the video has been down for $days days', ({ days, everyHours }) => {
    const down: Liveness = {
      state: 'down',
      lastGoodAt: inDays(-500),
      downSince: inDays(-days),
      cause: 'not-public',
    }
    expect(checked(down).checkBy).toBe(inHours(everyHours))
  })

  it('is due once a week for a settled one that has been down for long', () => {
    const down: Liveness = {
      state: 'down',
      lastGoodAt: inDays(-500),
      downSince: inDays(-14),
      cause: 'unavailable',
    }
    expect(checked(down, { isOfLiveAd: false }).checkBy).toBe(inDays(7))
  })

  it('is not put off by figures, which do not tell how a video stands', () => {
    const before = checked(LIVE)
    expect(paced(before, { at: inHours(5) }).checkBy).toBe(before.checkBy)
  })

  it('that finds no video leaves nothing promised or wanted before the next one, and keeps what was known', () => {
    const before = readOf([1_000, 1_100])
    const missing: Liveness = { state: 'missing', lastGoodAt: NOON, firstMissedAt: inHours(1) }
    const reading = { at: inHours(1), by: 'check', views: 'absent' } as const
    expect(paceAfter(before, reading, aVideo({ liveness: missing }))).toEqual({
      pace: { ...before, promisedBy: inHours(7), wantedAt: inHours(7), checkBy: inHours(7) },
      correction: null,
    })
  })
})

describe('what a clock far ahead has read', () => {
  const tooFar = later(NOON, CLOCKS_APART_MAX_MS + 1)
  const ahead: Pace = { ...readOf([1_000, 1_100]), readAt: tooFar }

  it('was read at no time that is known, also when a check finds no video', () => {
    expect(paced(ahead, { views: 1_100 })).toMatchObject({ readAt: NOON, unchangedReads: 0 })
    const missing: Liveness = { state: 'missing', lastGoodAt: NOON, firstMissedAt: NOON }
    const reading = { by: 'check', views: 'absent' } as const
    expect(paced(ahead, reading, { liveness: missing })).toMatchObject({ readAt: null, checkBy: inHours(6) })
  })

  it('shows by when it was read, or by when its check is', () => {
    const checkBy = later(tooFar, CHECKED_LATEST_MS)
    expect(wronglyPacedAt(ahead, NOON)).toBe(tooFar)
    expect(wronglyPacedAt({ ...ahead, readAt: null, checkBy }, NOON)).toBe(checkBy)
    expect(wronglyPacedAt({ ...ahead, readAt: later(tooFar, -1) }, NOON)).toBeNull()
    expect(wronglyPacedAt({ ...ahead, readAt: null, checkBy: later(checkBy, -1) }, NOON)).toBeNull()
  })
})

describe('views that fall', () => {
  it('are told with what they were', () => {
    const { correction } = paceAfter(readOf([1_000]), aRead({ at: inHours(1), views: 900 }), aVideo())
    expect(correction).toEqual({ from: 1_000, to: 900, kind: 'audit' })
  })

  it.each([500, 0])('to %i of 1,000 are looked at again after ten minutes', (views) => {
    const before = readOf([1_000])
    for (const by of ['check', 'figures'] as const)
      expect(paced({ ...before, checkBy: inHours(20) }, { at: inHours(1), by, views }).checkBy).toBe(
        inMinutes(70),
      )
  })

  it('are not looked at again when the second read says the same', () => {
    const fallen = paced(readOf([1_000]), { at: inHours(1), by: 'check', views: 0 })
    const again = paced(fallen, { at: fallen.checkBy, by: 'check', views: 0 })
    expect(again.checkBy).toBe(inHours(20, fallen.checkBy))
  })
})

test('whatever is read, no instant of a pace comes before its read', () => {
  const livenesses = fc.constantFrom<Liveness>(
    LIVE,
    { state: 'missing', lastGoodAt: inDays(-9), firstMissedAt: inDays(-8) },
    { state: 'down', lastGoodAt: inDays(-9), downSince: inDays(-8), cause: 'unavailable' },
  )
  fc.assert(
    fc.property(
      livenesses,
      fc.constantFrom<Reading['views']>('absent', null, 0, 10, 1_000),
      fc.boolean(),
      (liveness, views, live) => {
        const reading = aRead({ by: 'check', views })
        const { pace } = paceAfter(readOf([1_000, 1_000]), reading, aVideo({ liveness, isOfLiveAd: live }))
        for (const instant of [pace.promisedBy, pace.wantedAt, pace.checkBy])
          expect(instant).toBeGreaterThan(NOON)
      },
    ),
  )
})
