import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, type Id, later, MINUTE_MS } from '../../../src/domain/primitives.ts'
import type { InterestEvent } from '../../../src/domain/recommendation/event.ts'
import type { TrainingRow } from '../../../src/domain/recommendation/fit-weights.ts'
import type { CreatorFacts, Item } from '../../../src/domain/recommendation/item.ts'
import { featuresOf } from '../../../src/domain/recommendation/rank.ts'
import {
  emptyTraining,
  learnFrom,
  ROWS_A_DAY_MAX,
  rowsOf,
} from '../../../src/domain/recommendation/training.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { actedOnAd, anItem, aRankedCreator, learned, shownAd } from '../../fixtures/recommendation.ts'

describe('rows to learn from', () => {
  it('say what was shown where, and when it was applied to', () => {
    const rows = rowsFrom([
      shownAd(1, 1),
      shownAd(1, 2, { position: 1 }),
      actedOnAd(1, 2, { kind: 'viewed', at: inHours(1) }),
      actedOnAd(1, 2, { at: inHours(2) }),
    ])
    expect(rows).toMatchObject([
      { at: NOON, position: 0, answeredAt: null },
      { at: NOON, position: 1, answeredAt: inHours(2) },
    ])
  })

  it('have what the ranking weighs, of the state before the list was shown', () => {
    const before = [
      ...[2, 3, 4, 5, 6].flatMap((creator) => [
        shownAd(creator, 1, { at: inDays(-1) }),
        actedOnAd(creator, 1, { at: inDays(-1) }),
      ]),
      shownAd(1, 2, { at: inDays(-1) }),
    ]
    const [one, other] = rowsFrom([...before, shownAd(1, 1), shownAd(1, 2, { position: 1 })], {
      from: NOON,
    })
    const state = learned(ITEMS, before)
    const seen = featuresOf(state, aRankedCreator(1), NOON, new Set([1, 2]))
    expect([one?.features, other?.features]).toEqual(seen.map(({ features }) => features))
    expect(other?.features.fatigue).toBeCloseTo(-Math.log(2))
  })

  it('use nothing that came later than their impression', () => {
    fc.assert(
      fc.property(aLog, fc.nat(), (log, cut) => {
        const whole = rowsFrom(log)
        const known = log.slice(0, cut % (log.length + 1))
        const until = known.at(-1)?.at ?? NOON
        const opened = ITEMS.filter(({ opensAt }) => opensAt <= until)
        const early = rowsFrom(known, {}, opened)
        expect(early.map(seenOf)).toEqual(whole.slice(0, early.length).map(seenOf))
      }),
    )
  })

  it('are none of what the creator could not have acted on, or only heard of', () => {
    const closed = anItem(1, { closesAt: inDays(-1) })
    const events = [shownAd(1, 1), shownAd(1, 2, { position: 1 }), shownAd(1, 99, { position: 2 })]
    expect(rowsFrom(events, {}, [closed, anItem(2)])).toMatchObject([{ position: 1 }])
  })

  it('are none of what a notice told unasked, which is neither a look nor takes the answer of one', () => {
    const notice = shownAd(1, 1, { list: 'notice', at: inHours(1) })
    expect(rowsFrom([notice])).toEqual([])
    const answered = [shownAd(1, 1), notice, actedOnAd(1, 1, { at: inHours(2) })]
    expect(rowsFrom(answered)).toMatchObject([{ at: NOON, answeredAt: inHours(2) }])
  })

  it('are none of other kinds of items', () => {
    expect(rowsFrom([shownAd(1, 1, { itemKind: 'programme' })])).toEqual([])
  })

  it('are of the window, and what was before it is known all the same', () => {
    const rows = rowsFrom(
      [shownAd(1, 1, { at: inDays(-2) }), shownAd(1, 1), shownAd(1, 1, { at: inDays(2) })],
      {
        from: inDays(-1),
        until: inDays(1),
      },
    )
    expect(rows).toMatchObject([{ at: NOON }])
    expect(rows[0]?.features.fatigue).toBeCloseTo(-Math.log(2))
  })

  it('for programmes hope that creators look at them or keep them', () => {
    const programmes = (action: 'viewed' | 'scrapped' | 'dismissed') => {
      const training = emptyTraining('programme', ITEMS, WINDOW)
      learnFrom(training, shownAd(1, 1, { itemKind: 'programme' }), aCreator)
      learnFrom(training, actedOnAd(1, 1, { itemKind: 'programme', kind: action, at: inHours(1) }), aCreator)
      return rowsOf(training, aCreator).map(({ answeredAt }) => answeredAt)
    }
    expect(programmes('viewed')).toEqual([inHours(1)])
    expect(programmes('scrapped')).toEqual([inHours(1)])
    expect(programmes('dismissed')).toEqual([null])
  })
})

describe('an impression is answered', () => {
  const answersTo = (...events: readonly InterestEvent[]) =>
    rowsFrom(events).map(({ answeredAt }) => answeredAt)

  it('within two days', () => {
    const [in48h, later48h] = [inHours(48), later(inHours(48), 1)]
    expect(answersTo(shownAd(1, 1), actedOnAd(1, 1, { at: in48h }))).toEqual([in48h])
    expect(answersTo(shownAd(1, 1), actedOnAd(1, 1, { at: later48h }))).toEqual([null])
  })

  it('by the newest one before it', () => {
    const again = shownAd(1, 1, { at: inHours(1) })
    expect(answersTo(shownAd(1, 1), again, actedOnAd(1, 1, { at: inHours(2) }))).toEqual([null, inHours(2)])
  })

  it('by this creator, for this item, and not before it was shown', () => {
    const at = inHours(1)
    expect(answersTo(shownAd(1, 1), actedOnAd(2, 1, { at }), actedOnAd(1, 2, { at }))).toEqual([null])
    expect(answersTo(shownAd(1, 1), actedOnAd(1, 1, { at: later(NOON, -1) }))).toEqual([null])
  })

  it('once, by what was done first', () => {
    const events = [actedOnAd(1, 1, { at: inHours(1) }), actedOnAd(1, 1, { at: inHours(2) })]
    expect(answersTo(shownAd(1, 1), ...events)).toEqual([inHours(1)])
  })

  it('also when others acted between the lines of its list and the answer', () => {
    const between = [shownAd(2, 1, { at: inHours(1) }), actedOnAd(2, 1, { at: inHours(1) })]
    expect(answersTo(shownAd(1, 1), ...between, actedOnAd(1, 1, { at: inHours(2) }))).toEqual([
      inHours(2),
      inHours(1),
    ])
  })

  it('where it stood first, when several lists of one look show it', () => {
    const rows = rowsFrom([
      shownAd(1, 1, { position: 2 }),
      shownAd(1, 1, { list: 'popular', position: 7, at: later(NOON, 300) }),
      actedOnAd(1, 1, { at: later(NOON, MINUTE_MS) }),
    ])
    expect(rows).toMatchObject([{ position: 2, answeredAt: later(NOON, MINUTE_MS) }])
  })
})

describe('of one who looks without end', () => {
  const everyMinute = (howOften: number, items: readonly number[], from = NOON) =>
    Array.from({ length: howOften }, (_, minute) =>
      items.map((item, position) => shownAd(1, item, { position, at: later(from, minute * MINUTE_MS) })),
    ).flat()

  it('the first seven looks at an item make rows, on whatever day', () => {
    const looks = [...everyMinute(4, [1, 2]), ...everyMinute(60, [1, 2], inDays(1))]
    const rows = rowsFrom(looks)
    expect(rows).toHaveLength(14)
    expect(rows.at(-1)?.at).toBe(later(inDays(1), 2 * MINUTE_MS))
  })

  it('what is done after a look that makes no row answers none', () => {
    const rows = rowsFrom([...everyMinute(8, [1]), actedOnAd(1, 1, { at: inHours(1) })])
    expect(rows.map(({ answeredAt }) => answeredAt)).toEqual(Array(7).fill(null))
  })

  it('a day makes so many rows at the most, and the next day makes others', () => {
    const many = Array.from({ length: 45 }, (_, index) => anItem(index + 1))
    const ids = many.map(({ id }) => id)
    const day = (from: number) => everyMinute(5, ids, inDays(from))
    expect(ids.length * 5).toBeGreaterThan(ROWS_A_DAY_MAX)
    const rows = rowsFrom([...day(0), ...day(1), shownAd(2, 1, { at: inDays(1) })], {}, many)
    expect(rows.filter(({ at }) => at < inHours(12))).toHaveLength(ROWS_A_DAY_MAX)
    // Of 45 ads those looks that are left of seven, and the one of another creator.
    expect(rows).toHaveLength(ROWS_A_DAY_MAX + 45 * 2 + 1)
  })

  it('others have as many rows as without them', () => {
    const others = [2, 3, 4].map((creator) => shownAd(creator, 1, { at: inHours(creator) }))
    const rows = rowsFrom([...everyMinute(90, [1, 2]), ...others], { rowsMax: 20 })
    expect(rows.filter(({ at }) => others.some((shown) => shown.at === at))).toHaveLength(3)
  })
})

describe('of a log that is too long', () => {
  const looks = Array.from({ length: 400 }, (_, creator) => [
    shownAd(creator + 1, 1, { at: later(NOON, creator * MINUTE_MS) }),
    shownAd(creator + 1, 2, { at: later(NOON, creator * MINUTE_MS), position: 1 }),
  ])

  it('a part of all looks is sampled, each as a whole, and always the same ones', () => {
    const rows = rowsFrom(looks.flat(), { rowsMax: 100 })
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.length).toBeLessThanOrEqual(100)
    const positionsAt = Map.groupBy(rows, ({ at }) => at)
    for (const together of positionsAt.values())
      expect(together.map(({ position }) => position)).toEqual([0, 1])
    expect(rowsFrom(looks.flat(), { rowsMax: 100 })).toEqual(rows)
  })

  it('the sample is spread over the whole time', () => {
    const times = rowsFrom(looks.flat(), { rowsMax: 200 }).map(({ at }) => (at - NOON) / MINUTE_MS)
    const early = times.filter((minute) => minute < 200).length
    expect(early / times.length).toBeGreaterThan(0.3)
    expect(early / times.length).toBeLessThan(0.7)
  })

  it('the rows are those of the whole log, answers included', () => {
    const answered = looks.flatMap(([first, second], index) => [
      ...(first === undefined ? [] : [first]),
      ...(second === undefined ? [] : [second]),
      ...(index % 3 === 0 ? [actedOnAd(index + 1, 1, { at: later(NOON, index * MINUTE_MS + 5_000) })] : []),
    ])
    const whole = new Map(rowsFrom(answered).map((row) => [`${row.at} ${row.position}`, row]))
    const sampled = rowsFrom(answered, { rowsMax: 100 })
    expect(sampled.some(({ answeredAt }) => answeredAt !== null)).toBe(true)
    for (const row of sampled) expect(row).toEqual(whole.get(`${row.at} ${row.position}`))
  })
})

const ITEMS = [
  anItem(1, { text: '봄 쿠션 메이크업', opensAt: inDays(-10) }),
  anItem(2, { text: '여름 선크림 메이크업', opensAt: inDays(-5), reward: 70_000 }),
  anItem(3, { text: '제주 여행 숙소', category: 'travel', opensAt: inHours(6) }),
  anItem(4, { text: '강릉 여행 카페', category: 'travel', opensAt: inHours(30), reward: 10_000 }),
]
const WINDOW = { from: inDays(-30), until: inDays(30), rowsMax: 80_000 }

const aCreator = (id: Id<'Account'>): CreatorFacts => aRankedCreator(id, { interest: 'beauty' })

function rowsFrom(
  events: readonly InterestEvent[],
  window: Partial<typeof WINDOW> = {},
  items: readonly Item[] = ITEMS,
): readonly TrainingRow[] {
  const training = emptyTraining('ad', items, { ...WINDOW, ...window })
  for (const event of events) learnFrom(training, event, (id) => aRankedCreator(id))
  return rowsOf(training, (id) => aRankedCreator(id))
}

/** What a row knew when it was shown, without what came of it. */
const seenOf = ({ answeredAt: _, ...row }: TrainingRow) => row

/** Lists and actions of a few creators over three days, in order. */
const aLog = fc
  .array(
    fc.record({
      creator: fc.integer({ min: 1, max: 4 }),
      after: fc.integer({ min: 0, max: 5 * HOUR_MS }),
      does: fc.constantFrom('looks', 'applied', 'scrapped', 'dismissed'),
      items: fc.shuffledSubarray([1, 2, 3, 4], { minLength: 1 }),
    }),
    { maxLength: 30 },
  )
  .map((steps): readonly InterestEvent[] => {
    let at = NOON
    return steps.flatMap(({ creator, after, does, items }): readonly InterestEvent[] => {
      at = later(at, Math.min(after, DAY_MS))
      return does === 'looks'
        ? items.map((item, position) => shownAd(creator, item, { at, position }))
        : [actedOnAd(creator, items[0] ?? 1, { at, kind: does })]
    })
  })
