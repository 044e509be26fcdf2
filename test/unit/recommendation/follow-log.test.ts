import { beforeEach, describe, expect, test } from 'vitest'
import { memoryPersistence } from '../../../src/adapters/memory/memory.ts'
import { type FollowedLog, followLog } from '../../../src/application/recommendation/follow-log.ts'
import { LATE_NUMBERS } from '../../../src/application/recommendation/place-in-log.ts'
import { CLOCKS_APART_MAX_MS } from '../../../src/domain/clocks.ts'
import { DAY_MS, later } from '../../../src/domain/primitives.ts'
import { type InterestEvent, ITEM_KINDS } from '../../../src/domain/recommendation/event.ts'
import { minuteOf, pack } from '../../../src/domain/recommendation/packed.ts'
import { rank } from '../../../src/domain/recommendation/rank.ts'
import { emptyState, snapshotOf } from '../../../src/domain/recommendation/state.ts'
import { PRIORS, PROGRAMME_PRIORS } from '../../../src/domain/recommendation/weights.ts'
import { Outage } from '../../../src/ports/outage.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import {
  LATE_EVENTS_MS,
  type NumberedEvent,
  type RecommendationViews,
} from '../../../src/ports/recommendation.ts'
import { aNewAd } from '../../fixtures/ad.ts'
import { aClock, type TestClock } from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { actedOnAd, anItem, aRankedCreator, fittedWeights, shownAd } from '../../fixtures/recommendation.ts'
import { kept, storedAd } from '../../fixtures/stored.ts'

let persistence: Persistence
let elapsed: number
let noted: InterestEvent[]
let told: unknown[]
let clock: TestClock

beforeEach(() => {
  told = []
  clock = aClock(NOON)
  persistence = memoryPersistence()
  elapsed = 1_000_000
  noted = []
})

const following = (
  views: Partial<RecommendationViews> = {},
  letOthersGo: () => Promise<void> = async () => undefined,
): FollowedLog =>
  followLog({
    recommendationViews: { ...persistence.views.recommendations, ...views },
    recorder: { note: (events) => noted.push(...events) },
    clock,
    elapsedMs: () => elapsed,
    letOthersGo,
    onTrouble: (error) => told.push(error),
  })

/** What goes on beside the lists has ended: memory keeps nobody waiting. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

const write = (...events: readonly InterestEvent[]) =>
  kept(persistence, ({ interestLog }) => interestLog.append(events))
const actedOf = async (log: FollowedLog, item: number) =>
  (await log.knowledgeOf('ad')).state.items.find(({ id }) => id === item)?.acted

test('what others wrote is known within a second, and is read no more often', async () => {
  await write(actedOnAd(1, 7))
  const log = following()
  expect(await actedOf(log, 7)).toBe(1)
  await write(actedOnAd(2, 7))
  elapsed += 999
  expect(await actedOf(log, 7)).toBe(1)
  elapsed += 1
  expect(await actedOf(log, 7)).toBe(2)
})

test('what is noted here counts at once, is handed on, and comes back by the log without counting twice', async () => {
  const log = following()
  await log.knowledgeOf('ad')
  log.note([shownAd(1, 7), actedOnAd(1, 7)])
  expect(noted).toEqual([shownAd(1, 7), actedOnAd(1, 7)])
  expect(await actedOf(log, 7)).toBe(1)
  await write(...noted)
  elapsed += 1_000
  const { state } = await log.knowledgeOf('ad')
  expect(state.items[0]).toMatchObject({ id: 7, acted: 1, examined: 1 })
})

test('what is noted before the log was read does not hide what is older in it', async () => {
  await write(shownAd(1, 7, { at: inHours(-1) }))
  const log = following()
  log.note([shownAd(1, 7, { at: NOON })])
  await write(...noted)
  expect((await log.knowledgeOf('ad')).state.items[0]).toMatchObject({ id: 7, examined: 2 })
})

test('a process that starts anew knows the same and ranks in the same order', async () => {
  const ads = await kept(persistence, async (stores) => [
    await storedAd(stores, { title: '여름 선크림' }),
    await storedAd(stores, { title: '제주 호텔' }),
    await storedAd(stores, { title: '수분 선크림' }),
  ])
  const [first] = ads.map(({ id }) => id)
  const log = following()
  await log.knowledgeOf('ad')
  log.note([shownAd(1, first ?? 0), actedOnAd(1, first ?? 0), actedOnAd(2, 99)])
  await write(...noted)
  const [before, after] = [await log.knowledgeOf('ad'), await following().knowledgeOf('ad')]
  expect(snapshotOf(after.state)).toEqual(snapshotOf(before.state))
  const now = ads[0]?.schedule.applyFrom ?? NOON
  const order = (state: typeof before.state) => rank(state, aRankedCreator(1), now, 1, PRIORS)
  expect(order(after.state)).toEqual(order(before.state))
  expect(order(after.state)).toHaveLength(2)
})

test('ads are known as soon as they are made, also those that have not opened', async () => {
  const log = following()
  await log.knowledgeOf('ad')
  const opensLater = aNewAd()
  const { id } = await kept(persistence, ({ ads }) =>
    ads.add({ ...opensLater, schedule: { ...opensLater.schedule, applyFrom: inDays(1) } }),
  )
  elapsed += 1_000
  expect((await log.knowledgeOf('ad')).state.items.find((item) => item.id === id)?.facts?.opensAt).toBe(
    inDays(1),
  )
})

describe('weights', () => {
  test('are the priors until some are accepted, and are read anew once a minute', async () => {
    const log = following()
    expect((await log.knowledgeOf('ad')).weights).toEqual(PRIORS)
    expect((await log.knowledgeOf('programme')).weights).toEqual(PROGRAMME_PRIORS)
    await kept(persistence, ({ recommendationWeights }) =>
      recommendationWeights.add(fittedWeights({ weights: { ...PRIORS, text: 6 } })),
    )
    elapsed += 59_999
    expect((await log.knowledgeOf('ad')).weights).toEqual(PRIORS)
    elapsed += 1_000
    await log.knowledgeOf('ad')
    await settled()
    expect((await log.knowledgeOf('ad')).weights).toEqual({ ...PRIORS, text: 6 })
    expect((await log.knowledgeOf('programme')).weights).toEqual(PROGRAMME_PRIORS)
  })

  test.each([
    ['of a newer version', { version: 99, weights: PRIORS }],
    ['that are no numbers', { weights: { ...PRIORS, text: Number.NaN } }],
    ['of which one is missing', { weights: { text: 3 } }],
    ['below nothing', { weights: { ...PRIORS, pay: -1 } }],
    ['that are nothing at all', { weights: null }],
  ])('%s are the priors', async (_what, over) => {
    const log = following({ weights: async (itemKind) => fittedWeights({ itemKind, ...over }) })
    expect((await log.knowledgeOf('ad')).weights).toEqual(PRIORS)
  })
})

test('an event that comes to light behind later ones is known when all have come to light', async () => {
  let visible: readonly NumberedEvent[] = [
    { number: 1, event: actedOnAd(1, 7) },
    { number: 3, event: actedOnAd(3, 7) },
  ]
  const log = following({
    events: async ({ after, limit }) => visible.filter(({ number }) => number > after).slice(0, limit),
  })
  expect(await actedOf(log, 7)).toBe(2)
  visible = [...visible, { number: 2, event: actedOnAd(2, 7) }].toSorted(
    (one, other) => one.number - other.number,
  )
  for (let passed = 0; passed < 2 * LATE_EVENTS_MS; passed += 1_000) {
    elapsed += 1_000
    await log.knowledgeOf('ad')
  }
  expect(await actedOf(log, 7)).toBe(3)
})

test('a long log is read page by page, and only what is new after that', async () => {
  const all = Array.from({ length: 12_345 }, (_, index) => ({
    number: index + 1,
    event: actedOnAd(index + 1, 7),
  }))
  const asked: number[] = []
  const log = following({
    events: async ({ after, limit }) => {
      asked.push(after)
      return all.slice(after, after + limit)
    },
  })
  expect(await actedOf(log, 7)).toBe(12_345)
  elapsed += 1_000
  await log.knowledgeOf('ad')
  expect(asked).toEqual([0, 5_000, 10_000, 12_345, 12_345])
})

test('many who ask at the same time have the log read once', async () => {
  let reads = 0
  const log = following({
    events: async () => {
      reads += 1
      return []
    },
  })
  await Promise.all(Array.from({ length: 50 }, () => log.knowledgeOf('ad')))
  expect(reads).toBe(1)
})

const away = async (): Promise<never> => {
  throw new Outage('the database is away')
}
const unreadable = async (): Promise<never> => {
  throw new Error('a row makes no sense')
}

describe.each([
  ['while the database is away', away, Outage],
  ['while a line cannot be read', unreadable, Error],
])('%s', (_when, broken, kind) => {
  const breakable = () => {
    const switches = { isBroken: false }
    const log = following({
      events: (page) => (switches.isBroken ? broken() : persistence.views.recommendations.events(page)),
    })
    return { log, switches }
  }

  test('what was learned before goes on to count, and what is noted here', async () => {
    await write(actedOnAd(1, 7))
    const { log, switches } = breakable()
    await log.knowledgeOf('ad')
    switches.isBroken = true
    elapsed += 1_000
    await log.knowledgeOf('ad')
    log.note([actedOnAd(2, 7)])
    expect(await actedOf(log, 7)).toBe(2)
  })

  test('nothing is known where all of the log was never read', async () => {
    await write(actedOnAd(1, 7))
    const { log, switches } = breakable()
    switches.isBroken = true
    const { state, weights } = await log.knowledgeOf('ad')
    expect([state, weights]).toEqual([emptyState('ad'), PRIORS])
    switches.isBroken = false
    elapsed += 1_000
    expect(await actedOf(log, 7)).toBe(1)
  })

  test('it is told once, and once more when reading works again', async () => {
    const { log, switches } = breakable()
    await log.knowledgeOf('ad')
    expect(told).toEqual([])
    switches.isBroken = true
    for (let second = 0; second < 5; second += 1) {
      elapsed += 1_000
      await log.knowledgeOf('ad')
    }
    expect(told).toEqual([expect.any(kind)])
    switches.isBroken = false
    for (let second = 0; second < 5; second += 1) {
      elapsed += 1_000
      await log.knowledgeOf('ad')
    }
    expect(told).toEqual([expect.any(kind), null])
  })

  test('it is tried again a second later, and not by everybody who asks', async () => {
    let tried = 0
    const log = following({
      events: () => {
        tried += 1
        return broken()
      },
    })
    await log.knowledgeOf('ad')
    elapsed += 999
    await log.knowledgeOf('ad')
    expect(tried).toBe(1)
    elapsed += 1
    await log.knowledgeOf('ad')
    expect(tried).toBe(2)
  })
})

test('a reading that broke off goes on from where it was', async () => {
  const page = Array.from({ length: 5_000 }, (_, index) => ({
    number: index + 1,
    event: actedOnAd(index + 1, 7),
  }))
  const asked: number[] = []
  let isAway = true
  const log = following({
    events: async ({ after }) => {
      asked.push(after)
      if (after === 0) return page
      if (isAway) return away()
      return after < 5_001 ? [{ number: 5_001, event: actedOnAd(9_999, 7) }] : []
    },
  })
  expect(await actedOf(log, 7)).toBeUndefined()
  isAway = false
  elapsed += 1_000
  expect(await actedOf(log, 7)).toBe(5_001)
  expect(asked).toEqual([0, 5_000, 5_000, 5_001])
})

describe('while programmes and weights cannot be read', () => {
  test.each([
    ['programmes', { programmes: unreadable }],
    ['weights', { weights: unreadable }],
  ])('(%s) ads and events are, and it is told', async (_what, views) => {
    await write(actedOnAd(1, 7))
    const log = following(views)
    expect(await actedOf(log, 7)).toBe(1)
    expect(told).toEqual([expect.any(Error)])
    await write(actedOnAd(2, 7))
    elapsed += 1_000
    expect(await actedOf(log, 7)).toBe(2)
    expect(told).toEqual([expect.any(Error)])
  })

  test('lists do not wait for one that takes long', async () => {
    let isSlow = false
    const log = following({
      weights: (kind) =>
        isSlow ? new Promise(() => undefined) : persistence.views.recommendations.weights(kind),
    })
    await log.knowledgeOf('ad')
    isSlow = true
    elapsed += 60_000
    await write(actedOnAd(1, 7))
    expect(await actedOf(log, 7)).toBe(1)
  })

  test('that all is well is told when the last of several works again', async () => {
    let [isAdsAway, isProgrammesAway] = [true, true]
    const log = following({
      ads: (page) => (isAdsAway ? away() : persistence.views.recommendations.ads(page)),
      programmes: (query) =>
        isProgrammesAway ? unreadable() : persistence.views.recommendations.programmes(query),
    })
    await log.knowledgeOf('ad')
    expect(told).toEqual([expect.any(Outage), expect.any(Error)])
    isAdsAway = false
    elapsed += 1_000
    await log.knowledgeOf('ad')
    expect(told).toHaveLength(2)
    isProgrammesAway = false
    elapsed += 60_000
    await log.knowledgeOf('ad')
    await settled()
    expect(told.slice(2)).toEqual([null])
  })
})

describe('a log of a hundred thousand lines', () => {
  const LINES = 100_000
  const all: readonly NumberedEvent[] = Array.from({ length: LINES }, (_, index) => ({
    number: index + 1,
    event: actedOnAd((index % 50) + 1, 7),
  }))
  const askedFor = async (seconds: readonly number[]) => {
    const asked: number[] = []
    const log = following({
      events: async ({ after, limit }) => {
        asked.push(after)
        return all.slice(after, after + limit)
      },
    })
    await log.knowledgeOf('ad')
    const begun = elapsed
    const firsts: (number | undefined)[] = []
    for (const second of seconds) {
      elapsed = begun + second * 1_000
      const before = asked.length
      await log.knowledgeOf('ad')
      firsts.push(asked[before])
    }
    return firsts
  }

  test('is not read again from its beginning', async () => {
    const near = LINES - LATE_NUMBERS
    expect(await askedFor([1, 30, 31, 60, 90])).toEqual([LINES, near, LINES, LINES, LINES])
  })

  test('lets others go between its pages', async () => {
    const happened: string[] = []
    const log = following(
      {
        ads: async ({ after }) => {
          happened.push('ads')
          return after < 1_000 ? Array.from({ length: 500 }, (_, index) => anItem(after + index + 1)) : []
        },
        events: async ({ after, limit }) => {
          happened.push('events')
          return all.slice(after, Math.min(after + limit, 10_000))
        },
      },
      async () => {
        happened.push('others')
      },
    )
    await log.knowledgeOf('ad')
    expect(happened).toEqual([
      ...['ads', 'others', 'ads', 'others', 'ads'],
      ...['events', 'others', 'events', 'others', 'events'],
    ])
  })
})

test('an ad that comes to light behind a larger id is known within a minute', async () => {
  let visible = [anItem(1), anItem(3)]
  const log = following({
    ads: async ({ after, limit }) => visible.filter(({ id }) => id > after).slice(0, limit),
  })
  const known = async () => (await log.knowledgeOf('ad')).state.items.map(({ id }) => id)
  expect(await known()).toEqual([1, 3])
  visible = [anItem(1), anItem(2), anItem(3)]
  elapsed += 60_000
  expect(await known()).toEqual([1, 3, 2])
})

test('a line of a clock far ahead does not hide what is seen until then', async () => {
  await write(shownAd(1, 7, { at: later(NOON, CLOCKS_APART_MAX_MS + 1) }), shownAd(1, 7))
  await write(shownAd(2, 8, { at: later(NOON, CLOCKS_APART_MAX_MS) }))
  const { items, creators } = (await following().knowledgeOf('ad')).state
  expect(items.map(({ id, examined }) => [id, examined])).toEqual([
    [7, 1],
    [8, 1],
  ])
  expect(creators[0]?.shown).toEqual([pack(minuteOf(NOON), 0, 1)])
})

describe('once a Korean day', () => {
  const item = async (log: FollowedLog, id: number) =>
    (await log.knowledgeOf('ad')).state.items.find((one) => one.id === id)
  const forget = () =>
    kept(persistence, ({ interestLog }) => interestLog.forget({ seen: inDays(0), acted: inDays(0) }, 100))
  const toTheNextDay = () => {
    clock.pass(DAY_MS)
    elapsed += 1_000
  }

  test('what the log has forgotten is forgotten here, as in a process that has just started', async () => {
    const programme = await kept(persistence, ({ supportProgrammes }) =>
      supportProgrammes.add(aNewProgramme({ recruitment: { from: NOON, to: inDays(30) } })),
    )
    await write(shownAd(1, 7, { at: inDays(-1) }), actedOnAd(1, 7, { at: inDays(-1) }), actedOnAd(2, 8))
    const log = following()
    expect(await item(log, 7)).toMatchObject({ acted: 1, examined: 1 })
    await forget()
    elapsed += 60_000
    expect(await item(log, 7)).toMatchObject({ acted: 1, examined: 1 })
    toTheNextDay()
    // The old one serves until all is read.
    expect(await item(log, 7)).toMatchObject({ acted: 1, examined: 1 })
    await settled()
    expect(await item(log, 7)).toBeUndefined()
    for (const kind of ITEM_KINDS) {
      const [here, there] = [await log.knowledgeOf(kind), await following().knowledgeOf(kind)]
      expect(snapshotOf(here.state)).toEqual(snapshotOf(there.state))
    }
    expect((await log.knowledgeOf('programme')).state.items[0]?.facts?.id).toBe(programme.id)
  })

  /** Its own place in the log lies behind the first line from then on, so who begins at 0 begins anew. */
  const readTwice = async (log: FollowedLog) => {
    await log.knowledgeOf('ad')
    elapsed += LATE_EVENTS_MS
    await log.knowledgeOf('ad')
  }

  test('what was noted meanwhile comes by the log', async () => {
    await write(actedOnAd(2, 8))
    const goOn: (() => void)[] = []
    let isHeld = false
    const log = following({
      events: async (page) => {
        const events = await persistence.views.recommendations.events(page)
        if (isHeld && page.after === 0) await new Promise<void>((resolve) => goOn.push(resolve))
        return events
      },
    })
    await readTwice(log)
    isHeld = true
    toTheNextDay()
    await log.knowledgeOf('ad')
    log.note([actedOnAd(1, 7, { at: clock.now() })])
    expect(await item(log, 7)).toMatchObject({ acted: 1 })
    for (const release of goOn) release()
    await settled()
    await write(...noted)
    elapsed += 1_000
    expect(await item(log, 7)).toMatchObject({ acted: 1 })
    expect(goOn).toHaveLength(1)
  })

  test('one that broke off is told and gone on with a minute later, and no other is begun meanwhile', async () => {
    await write(actedOnAd(1, 7, { at: inDays(-1) }), actedOnAd(2, 8))
    let [begun, isBroken] = [0, false]
    const log = following({
      events: (page) => {
        if (page.after === 0) begun += 1
        return page.after === 0 && isBroken ? unreadable() : persistence.views.recommendations.events(page)
      },
    })
    const ask = async () => {
      await log.knowledgeOf('ad')
      await settled()
    }
    await readTwice(log)
    await forget()
    begun = 0
    isBroken = true
    toTheNextDay()
    for (let second = 0; second < 60; second += 1) {
      await ask()
      elapsed += 1_000
    }
    expect([begun, told]).toEqual([1, [expect.any(Error)]])
    await ask()
    expect([begun, told]).toEqual([2, [expect.any(Error)]])
    expect(await item(log, 7)).toBeDefined()
    isBroken = false
    elapsed += 60_000
    await ask()
    expect(await item(log, 7)).toBeUndefined()
    expect(told).toEqual([expect.any(Error), null])
  })

  test('many who ask have it read once', async () => {
    await write(actedOnAd(1, 7))
    let begun = 0
    const log = following({
      events: (page) => {
        if (page.after === 0) begun += 1
        return persistence.views.recommendations.events(page)
      },
    })
    await readTwice(log)
    begun = 0
    toTheNextDay()
    await Promise.all(Array.from({ length: 50 }, () => log.knowledgeOf('ad')))
    await settled()
    await log.knowledgeOf('ad')
    await settled()
    expect(begun).toBe(1)
  })
})
