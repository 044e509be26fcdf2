import { beforeEach, describe, expect, test } from 'vitest'
import { recentAdLists } from '../../../src/adapters/cache/recent-ad-lists.ts'
import type { Instant } from '../../../src/domain/primitives.ts'
import { later, toId, toWon } from '../../../src/domain/primitives.ts'
import type { AdViews, OpenAdsQuery } from '../../../src/ports/ad.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'

/** A list whose only card tells which reading of the database it comes from. */
const card = (reading: number) => ({
  id: toId<'Ad'>(reading),
  title: '',
  subtitle: '',
  thumbnail: '',
  category: 'beauty' as const,
  reward: toWon(0),
  applyTo: NOON,
  minimumSubscribers: 0,
  createdAt: NOON,
  openedAt: NOON,
  placesLeft: 1,
  views: 0,
})

let readings: OpenAdsQuery[]
let answers: PromiseWithResolvers<void>[] | null
let elapsedMs: number
let views: AdViews

beforeEach(() => {
  readings = []
  answers = null
  elapsedMs = 0
  const database: AdViews = {
    open: async (query) => {
      readings.push(query)
      const reading = readings.length
      if (answers !== null) {
        const answer = Promise.withResolvers<void>()
        answers.push(answer)
        await answer.promise
      }
      return [card(reading)]
    },
    detail: async () => null,
    countView: async () => false,
  }
  views = recentAdLists(database, { maxAgeMs: 1_000, elapsedMs: () => elapsedMs })
})

/** Which reading a member sees who changed something at that time, or never. */
const seen = async (
  ownChangeAt: Instant | null = null,
  over: Partial<OpenAdsQuery> = {},
): Promise<number> => {
  const [first] = await views.open({
    now: NOON,
    order: 'latest',
    limit: 10,
    reader: { ownChangeAt },
    ...over,
  })
  return first?.id ?? 0
}
const passedOn = () => new Promise(setImmediate)

describe('a list of open ads', () => {
  test('is read once for all who ask at once', async () => {
    answers = []
    const all = Promise.all(Array.from({ length: 50 }, () => seen()))
    await passedOn()
    expect(readings).toHaveLength(1)
    answers[0]?.resolve()
    expect(new Set(await all)).toEqual(new Set([1]))
  })

  test('is never shown when it is a second old', async () => {
    expect(await seen()).toBe(1)
    elapsedMs = 499
    expect(await seen()).toBe(1)
    elapsedMs = 1_000
    expect(await seen()).toBe(2)
  })

  test('is read again ahead of its end, while the old one is shown', async () => {
    await seen()
    elapsedMs = 500
    answers = []
    expect([await seen(), await seen()]).toEqual([1, 1])
    expect(readings).toHaveLength(2)
    answers[0]?.resolve()
    await passedOn()
    elapsedMs = 1_499
    expect(await seen()).toBe(2)
  })

  test('that was read ahead and took long does not take the place of a newer one', async () => {
    await seen()
    elapsedMs = 500
    answers = []
    expect(await seen()).toBe(1)
    elapsedMs = 600
    const own = seen(NOON)
    answers[1]?.resolve()
    expect(await own).toBe(3)
    answers[0]?.resolve()
    await passedOn()
    elapsedMs = 700
    expect(await seen()).toBe(3)
  })

  test('is exact for whoever names no reader', async () => {
    await seen()
    await views.open({ now: NOON, order: 'latest', limit: 10 })
    expect(readings).toHaveLength(2)
  })

  test('is read anew for a member who has just changed something, and then shown to all', async () => {
    expect(await seen()).toBe(1)
    expect(await seen(NOON)).toBe(2)
    expect(await seen()).toBe(2)
    expect(await seen(later(NOON, -5_999))).toBe(3)
    expect(await seen(later(NOON, -6_000))).toBe(3)
  })

  test('does not answer such a member with a reading that began before the change', async () => {
    answers = []
    const first = seen()
    const own = seen(NOON)
    await passedOn()
    expect(readings).toHaveLength(2)
    for (const answer of answers) answer.resolve()
    expect([await first, await own]).toEqual([1, 2])
  })

  test('is another one for another order, category, limit or banner', async () => {
    const asked = [
      {},
      { order: 'popular' },
      { category: 'beauty' },
      { limit: 5 },
      { pickedOnly: true },
    ] as const
    for (const query of asked) await seen(null, query)
    expect(readings).toHaveLength(asked.length)
    for (const [index, query] of asked.entries()) expect(await seen(null, query)).toBe(index + 1)
  })

  test('is read again when the clock that says what is open has jumped', async () => {
    await seen()
    expect(await seen(null, { now: inHours(24) })).toBe(2)
    expect(await seen(null, { now: NOON })).toBe(3)
  })

  test('that cannot be read is an outage for those who wait, and is tried again by the next', async () => {
    answers = []
    const waiting = [seen(), seen()]
    answers[0]?.reject(new Outage('down'))
    for (const one of waiting) await expect(one).rejects.toThrow(Outage)
    answers = null
    expect(await seen()).toBe(2)
  })

  test('stays to its end when reading it ahead fails, and the failure is told after it', async () => {
    await seen()
    elapsedMs = 600
    answers = []
    expect(await seen()).toBe(1)
    answers[0]?.reject(new Outage('down'))
    await passedOn()
    elapsedMs = 999
    expect(await seen()).toBe(1)
    elapsedMs = 1_000
    const late = seen()
    answers[2]?.reject(new Outage('still down'))
    await expect(late).rejects.toThrow('still down')
  })
})
