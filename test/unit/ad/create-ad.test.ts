import { beforeEach, describe, expect, test } from 'vitest'
import { createAd } from '../../../src/application/ad/create-ad.ts'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import type { NewAd } from '../../../src/domain/ad/ad.ts'
import { type Id, toWon } from '../../../src/domain/primitives.ts'
import { Outage } from '../../../src/ports/outage.ts'
import { aNewAd, aSchedule } from '../../fixtures/ad.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  type TestHouse,
} from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { jpeg, onePixel, png } from '../../fixtures/pictures.ts'
import { demand } from '../../fixtures/stored.ts'

const pictures = { thumbnail: png(2, 2, [255, 0, 0]), summary: jpeg(8, 8), full: onePixel.webpLossy }
const noPicture = Uint8Array.from([1, 2, 3])

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse()
  operator = await anOperator(house)
})

type Draft = Omit<NewAd, 'images' | 'createdAt'>
const aDraft = (over: Partial<Draft> = {}): Draft => {
  const { images, createdAt, ...draft } = aNewAd(over)
  return draft
}

const create = (over: Partial<Parameters<TestHouse['createAd']>[0]> = {}) =>
  house.createAd({ operator, draft: aDraft(), pictures, key: null, ...over })

/** How many pictures the store still has, of all that it ever kept. */
const picturesKept = async (): Promise<number> => {
  const loaded = await Promise.all(house.pictures.map((name) => house.images.load(name)))
  return loaded.filter((picture) => picture !== null).length
}

describe('a new ad', () => {
  test('is open at once, with its pictures, and is in no banner', async () => {
    const ad = demand(await create())
    expect(ad).toEqual({
      ...aDraft(),
      id: ad.id,
      picked: false,
      createdAt: NOON,
      images: {
        thumbnail: house.pictures[0],
        summary: house.pictures[1],
        full: house.pictures[2],
      },
    })
    expect(house.tables.ads.rows()).toEqual([ad])
    expect((await house.images.load(ad.images.thumbnail))?.bytes).toEqual(pictures.thumbnail)
    const open = await house.adViews.open({ now: NOON, order: 'latest', limit: 10 })
    expect(open.map(({ id }) => id)).toEqual([ad.id])
  })

  test('is in the audit', async () => {
    const ad = demand(await create())
    expect(audited(house)).toEqual([
      { at: NOON, by: operator, operation: 'ad-created', subject: `ad:${ad.id}`, before: null, after: ad },
    ])
  })

  test('may give goods alone, and hold nothing', async () => {
    demand(await create({ draft: aDraft({ reward: toWon(0), holdDays: 0 }) }))
  })
})

describe('an ad is refused, changes nothing and leaves no picture', () => {
  test.each<[string, Partial<Draft>, unknown]>([
    [
      'whose periods are out of order',
      { schedule: aSchedule(NOON, { applyTo: inDays(-5) }) },
      { kind: 'ad-schedule-out-of-order', earlier: 'applyFrom', later: 'applyTo' },
    ],
    ['without a place', { capacity: 0 }, { kind: 'ad-capacity-unfit', maximum: 10_000 }],
    ['with half a place', { capacity: 1.5 }, { kind: 'ad-capacity-unfit', maximum: 10_000 }],
    ['that holds longer than a year', { holdDays: 366 }, { kind: 'ad-hold-unfit', maximum: 365 }],
    [
      'with more reward than the app can read',
      { reward: toWon(2_147_483_648) },
      { kind: 'ad-reward-unfit', maximum: 2_147_483_647 },
    ],
    ['with a hashtag of two words', { requiredHashtags: ['수분 크림'] }, { kind: 'ad-hashtags-unfit' }],
  ])('%s', async (_what, over, refusal) => {
    expect(await attempt(house, () => create({ draft: aDraft(over) }))).toEqual({ refusal, changed: [] })
    expect(house.pictures).toEqual([])
  })

  test.each(['thumbnail', 'summary', 'full'] as const)('whose %s is no picture', async (which) => {
    const damaged = { ...pictures, [which]: noPicture }
    expect(await attempt(house, () => create({ pictures: damaged }))).toEqual({
      refusal: { kind: 'image-unreadable' },
      changed: [],
    })
    expect(await picturesKept()).toBe(0)
  })

  test('with a picture that is too large', async () => {
    const damaged = { ...pictures, full: new Uint8Array(5 * 1024 * 1024 + 1) }
    expect(await attempt(house, () => create({ pictures: damaged }))).toEqual({
      refusal: { kind: 'image-too-large', maximumBytes: 5 * 1024 * 1024 },
      changed: [],
    })
    expect(await picturesKept()).toBe(0)
  })
})

describe('an ad entered again under its key', () => {
  test('is the same ad with the same pictures, and the second pictures are taken away', async () => {
    const first = await create({ key: aKey() })
    expect(await create({ key: aKey() })).toEqual(first)
    expect(house.tables.ads.rows()).toHaveLength(1)
    expect(await picturesKept()).toBe(3)
    expect(await house.images.load(demand(first).images.thumbnail)).not.toBeNull()
  })

  test('with another draft is refused, and its pictures are taken away', async () => {
    demand(await create({ key: aKey() }))
    const draft = aDraft({ title: '다른 광고' })
    const again = () => create({ key: aKey({ inputHash: 'another' }), draft })
    expect(await attempt(house, again)).toEqual({ refusal: { kind: 'idempotency-key-reused' }, changed: [] })
    expect(await picturesKept()).toBe(3)
  })

  test('64 times at once is one ad with three pictures', async () => {
    const answers = await allAtOnce(64, () => create({ key: aKey() }))
    expect(new Set(answers.map((answer) => demand(answer).id)).size).toBe(1)
    expect(house.tables.ads.rows()).toHaveLength(1)
    expect(await picturesKept()).toBe(3)
  })
})

test('an ad of which nobody knows whether it was kept keeps its pictures', async () => {
  const lost = new Outage('the database did not say whether it kept the work')
  const createUnsure = createAd({
    ...house,
    once: async (key, work) => {
      await onceWith(house)(key, work)
      throw lost
    },
  })
  await expect(createUnsure({ operator, draft: aDraft(), pictures, key: null })).rejects.toBe(lost)
  expect(house.tables.ads.rows()).toHaveLength(1)
  expect(await picturesKept()).toBe(3)
})
