import { describe, expect, test } from 'vitest'
import { figuresOf } from '../../../../bench/replay/metrics.ts'
import { type PolicyName, type Replayed, replay } from '../../../../bench/replay/replay.ts'
import type { InterestEvent } from '../../../../src/domain/recommendation/event.ts'
import { DAY_0, day, did, item, logOf, madeUpLog, OPTIONS, shown } from './logs.ts'

const ranksBy = ({ tests }: Replayed, policy: PolicyName) => tests.map(({ ranks }) => ranks.get(policy))

/** Who did what in nine days, as followed on paper in the tests below. */
const ITEMS = [
  item(1, { opensAt: day(1) }),
  item(2, { opensAt: day(2) }),
  item(3, { opensAt: day(3), category: 'travel' }),
]
const EVENTS = [did(4, 1, 1), did(5, 2, 1), did(6, 3, 2), did(7, 1, 2), did(8, 2, 3), did(9, 3, 1)]

describe('a log of six applications, worked out on paper', () => {
  const replayed = replay(logOf(ITEMS, EVENTS), OPTIONS)

  test('first actions of users without a history are no tests', () => {
    expect(replayed.untested).toEqual({ newUser: 3, birth: 0, notLive: 0 })
    expect(replayed.tests.map(({ creator, item: id }) => [creator, id])).toEqual([
      [1, 2],
      [2, 3],
      [3, 1],
    ])
  })

  test('what the user has already acted on is no candidate', () => {
    expect(replayed.tests.map(({ candidates }) => candidates)).toEqual([2, 2, 2])
  })

  test('popularity counts users until then', () => {
    // Day 7: item 2 has one and item 3 none. Day 8: item 2 has two and 3 none. Day 9: item 1 has two and 3 one.
    expect(ranksBy(replayed, 'popularity')).toEqual([1, 2, 1])
    const { ndcgAt10, hitsAt10 } = figuresOf([1, 2, 1])
    expect(ndcgAt10).toBeCloseTo((1 + 1 / Math.log2(3) + 1) / 3, 12)
    expect(hitsAt10).toBe(1)
  })

  test('newest looks at the time of publication', () => {
    expect(ranksBy(replayed, 'newest')).toEqual([2, 1, 2])
  })

  test('a list of the declared category does not hold the others', () => {
    expect(ranksBy(replayed, 'category-popularity')).toEqual([1, null, 1])
    expect(ranksBy(replayed, 'category-newest')).toEqual([1, null, 1])
  })

  test('decayed popularity prefers what is popular now', () => {
    // Day 9: item 1 had two on days 4 and 5, item 3 one on day 8, and half is left of each after a day.
    expect(ranksBy(replayed, 'decayed-popularity')).toEqual([1, 2, 2])
  })

  test('an item with more than two earlier actors is not cold', () => {
    expect(replayed.tests.map(({ isCold }) => isCold)).toEqual([true, true, true])
    const later = replay(logOf(ITEMS, [...EVENTS, did(10, 4, 3), did(11, 4, 1)]), OPTIONS)
    expect(later.tests.at(-1)).toMatchObject({ creator: 4, item: 1, isCold: false })
  })

  test('tests begin where they are asked to, with everything known from before', () => {
    const { tests } = replay(logOf(ITEMS, EVENTS), { ...OPTIONS, from: day(8) })
    expect(tests).toEqual(replayed.tests.slice(1))
  })
})

test('a declared interest counts more than what was done first', () => {
  const log = logOf(ITEMS, EVENTS)
  const users = log.users.map((user) => (user.id === 2 ? { ...user, interest: 'travel' } : user))
  expect(ranksBy(replay({ ...log, users }, OPTIONS), 'category-popularity')).toEqual([1, 1, 1])
})

test('what is not open to the user by then is no candidate and no test', () => {
  const items = [
    ...ITEMS,
    item(4, { closesAt: day(6) }),
    item(5, { opensAt: day(8.5) }),
    item(6, { minimumSubscribers: 9 }),
  ]
  const events = [...EVENTS.slice(0, 4), did(7.5, 1, 4), ...EVENTS.slice(4)]
  const { tests, untested } = replay(logOf(items, events), OPTIONS)
  expect(tests.map(({ candidates }) => candidates)).toEqual([2, 2, 3])
  expect(untested.notLive).toBe(1)
})

test('the event with which an item begins is no test', () => {
  const items = [item(1), item(2, { opensAt: day(5), isBornInLog: true })]
  const { tests, untested } = replay(
    logOf(items, [did(4, 1, 1), did(4, 2, 1), did(5, 1, 2), did(6, 2, 2)]),
    OPTIONS,
  )
  expect(tests.map(({ creator }) => creator)).toEqual([2])
  expect(untested.birth).toBe(1)
})

test('only the first action on an item is a test, and a dismissed one is not offered again', () => {
  const events = [
    did(1, 1, 1, 'viewed'),
    did(1, 1, 1),
    did(2, 1, 2, 'dismissed'),
    did(3, 1, 3, 'viewed'),
    did(4, 1, 3),
    did(5, 1, 2),
  ]
  const { tests } = replay(logOf([item(1), item(2), item(3), item(4)], events), OPTIONS)
  expect(tests.map(({ item: id, candidates }) => [id, candidates])).toEqual([[3, 2]])
})

test('what is not sought is no test, and its item is still a candidate', () => {
  const events = [did(1, 1, 1), did(2, 1, 2, 'viewed'), did(3, 1, 2)]
  const { tests } = replay(logOf([item(1), item(2), item(3)], events), {
    ...OPTIONS,
    sought: new Set(['applied']),
  })
  expect(tests.map(({ at, candidates }) => [at, candidates])).toEqual([[day(3), 2]])
})

describe.each([true, false])('nothing leaks, with impressions: %s', (withImpressions) => {
  const log = madeUpLog({ withImpressions })
  const options = { ...OPTIONS, from: day(20), fitUntil: day(20) }
  const replayed = replay(log, options)

  test('weights were fitted, and the log has something to foresee', () => {
    expect(replayed.tests.length).toBeGreaterThan(50)
    expect(replayed.verdict?.kind).toBe('fitted')
    expect(replayed.rowsFrom).toBe(withImpressions ? 'impressions' : 'samples')
    const hits = (policy: PolicyName) =>
      figuresOf(replayed.tests.map(({ ranks }) => ranks.get(policy) ?? null)).ndcgAt10
    expect(hits('ours-fitted')).toBeGreaterThan(1.2 * hits('random'))
  })

  test('a rank does not depend on what happens at the same instant or later, the tested action included', () => {
    const cut = day(30)
    const before = log.events.filter(({ at }) => at < cut)
    const otherwise: readonly InterestEvent[] = Array.from({ length: 200 }, (_, index) =>
      did(30 + index / 100, 1 + (index % 24), 25 + (index % 23)),
    )
    const texts = log.items.map((one) => (one.opensAt >= cut ? { ...one, text: '립스틱 초밥 캠핑' } : one))
    const other = replay({ ...log, items: texts, events: [...before, ...otherwise] }, options)
    const upTo = ({ tests }: Replayed) => tests.filter(({ at }) => at < cut)
    expect(upTo(other)).toEqual(upTo(replayed))
    expect(other.tests).not.toEqual(replayed.tests)
  })

  test('the weights are fitted on the first window only', () => {
    const first = log.events.filter(({ at }) => at < options.fitUntil)
    const others = log.events
      .filter(({ at }) => at >= options.fitUntil)
      .map((event) => ({ ...event, item: 25 + ((event.item + 7) % 23) }))
    expect(replay({ ...log, events: [...first, ...others] }, options).verdict).toEqual(replayed.verdict)
    const changed = first.filter((_, index) => index % 3 > 0)
    expect(replay({ ...log, events: [...changed, ...others] }, options).verdict).not.toEqual(replayed.verdict)
  })
})

test('events of one instant do not know of each other, in whatever order they stand', () => {
  const { items, events } = madeUpLog({ withImpressions: true })
  const before = events.filter(({ at }) => at < day(16))
  const [tested, same, others] = [did(16, 1, 30), did(16, 1, 31), did(16, 2, 30)]
  const ranksIn = (moment: readonly InterestEvent[]) =>
    replay(logOf(items, [...before, ...moment]), { ...OPTIONS, from: day(16) }).tests.find(
      ({ creator, item: id }) => creator === 1 && id === 30,
    )
  const alone = ranksIn([tested])
  expect(alone?.candidates).toBeGreaterThan(5)
  expect(ranksIn([same, others, tested])).toEqual(alone)
  expect(ranksIn([tested, others, same])).toEqual(alone)
})

test('how telling a word is does not follow from items that are not published yet', () => {
  const today = ['초밥 캠핑', '립스틱 초밥', '립스틱 캠핑'].map((text, index) => item(index + 1, { text }))
  const tomorrow = Array.from({ length: 20 }, (_, index) =>
    item(index + 4, { text: '초밥', opensAt: day(9) }),
  )
  const { tests } = replay(logOf([...today, ...tomorrow], [did(1, 1, 1), did(2, 1, 2)]), OPTIONS)
  expect(tests.map(({ ranks }) => ranks.get('ours-priors'))).toEqual([1.5])
})

test('an impression of the same instant is no hint at what is done with it', () => {
  const items = [item(1), item(2), item(3)]
  const before = [did(1, 1, 1), shown(2, 2, 2, 0), shown(2, 2, 3, 0)]
  const quiet = replay(logOf(items, [...before, did(3, 1, 2)]), OPTIONS)
  const loud = replay(logOf(items, [...before, shown(3, 1, 2, 0), did(3, 1, 2)]), OPTIONS)
  expect(loud.tests).toEqual(quiet.tests)
})

test('a log that ends before the first window does has no fitted weights', () => {
  const { verdict, tests } = replay(logOf(ITEMS, EVENTS), { ...OPTIONS, from: day(100), fitUntil: day(100) })
  expect([verdict, tests]).toEqual([null, []])
})

test('where there is too little to learn from, the priors hold', () => {
  const { verdict, tests } = replay(logOf(ITEMS, EVENTS), { ...OPTIONS, from: day(7), fitUntil: day(7) })
  expect(verdict?.kind).toBe('too-few-impressions')
  for (const { ranks } of tests) expect(ranks.get('ours-fitted')).toBe(ranks.get('ours-priors'))
})

test('the same seed gives the same chance', () => {
  const log = logOf(
    Array.from({ length: 40 }, (_, index) => item(index + 1)),
    [did(1, 1, 1), did(2, 1, 2), did(3, 1, 3)],
  )
  const random = (seed: number) => ranksBy(replay(log, { ...OPTIONS, seed }), 'random')
  expect(random(1)).toEqual(random(1))
  expect(random(1)).not.toEqual(random(2))
  expect(DAY_0).toBe(OPTIONS.from)
})
