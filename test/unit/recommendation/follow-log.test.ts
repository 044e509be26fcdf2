import { beforeEach, describe, expect, test } from 'vitest'
import { memoryPersistence } from '../../../src/adapters/memory/memory.ts'
import { type FollowedLog, followLog } from '../../../src/application/recommendation/follow-log.ts'
import type { InterestEvent } from '../../../src/domain/recommendation/event.ts'
import { rank } from '../../../src/domain/recommendation/rank.ts'
import { snapshotOf } from '../../../src/domain/recommendation/state.ts'
import { PRIORS, PROGRAMME_PRIORS } from '../../../src/domain/recommendation/weights.ts'
import { Outage } from '../../../src/ports/outage.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import {
  LATE_EVENTS_MS,
  type NumberedEvent,
  type RecommendationViews,
} from '../../../src/ports/recommendation.ts'
import { aNewAd } from '../../fixtures/ad.ts'
import { aClock } from '../../fixtures/house.ts'
import { inDays, inHours, NOON } from '../../fixtures/instants.ts'
import { actedOnAd, aRankedCreator, fittedWeights, shownAd } from '../../fixtures/recommendation.ts'
import { kept, storedAd } from '../../fixtures/stored.ts'

let persistence: Persistence
let elapsed: number
let noted: InterestEvent[]

beforeEach(() => {
  persistence = memoryPersistence()
  elapsed = 1_000_000
  noted = []
})

const following = (views: Partial<RecommendationViews> = {}): FollowedLog =>
  followLog({
    recommendationViews: { ...persistence.views.recommendations, ...views },
    recorder: { note: (events) => noted.push(...events) },
    clock: aClock(NOON),
    elapsedMs: () => elapsed,
  })

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

test('while the database is away, what was learned before goes on to count', async () => {
  await write(actedOnAd(1, 7))
  let isAway = false
  const log = following({
    events: (page) => {
      if (isAway) throw new Outage('the database is away')
      return persistence.views.recommendations.events(page)
    },
  })
  await log.knowledgeOf('ad')
  isAway = true
  log.note([actedOnAd(2, 7)])
  elapsed += 1_000
  expect(await actedOf(log, 7)).toBe(2)
})

test('a database that is away from the first is told, and the reading goes on from where it was', async () => {
  const page = Array.from({ length: 5_000 }, (_, index) => ({
    number: index + 1,
    event: actedOnAd(index + 1, 7),
  }))
  let isAway = true
  const log = following({
    events: async ({ after }) => {
      if (after === 0) return page
      if (isAway) throw new Outage('the database is away')
      return after < 5_001 ? [{ number: 5_001, event: actedOnAd(9_999, 7) }] : []
    },
  })
  await expect(log.knowledgeOf('ad')).rejects.toThrow(Outage)
  isAway = false
  expect(await actedOf(log, 7)).toBe(5_001)
})
