import { beforeEach, describe, expect, test } from 'vitest'
import { addHomeBanner } from '../../../src/application/home/add-home-banner.ts'
import { removeHomeBanner } from '../../../src/application/home/remove-home-banner.ts'
import { onceWith } from '../../../src/application/idempotency/once.ts'
import { HOME_BANNERS_MAX } from '../../../src/domain/home/banner.ts'
import { type Id, toId } from '../../../src/domain/primitives.ts'
import { Outage } from '../../../src/ports/outage.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  type TestHouse,
} from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { png } from '../../fixtures/pictures.ts'
import { demand, oneByOne } from '../../fixtures/stored.ts'

const picture = png(4, 2, [70, 30, 160])

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse()
  operator = await anOperator(house)
})

const add = (over: Partial<Parameters<TestHouse['addHomeBanner']>[0]> = {}) =>
  house.addHomeBanner({ operator, picture, key: null, ...over })
const remove = (id: Id<'HomeBanner'>, key: ReturnType<typeof aKey> | null = null) =>
  house.removeHomeBanner({ operator, id, key })
const isKept = async (image: string): Promise<boolean> => (await house.images.load(image)) !== null
const picturesKept = async (): Promise<number> => {
  const kept = await Promise.all(house.pictures.map(isKept))
  return kept.filter((found) => found).length
}

describe('a banner', () => {
  test('is on the home screen with its picture, and in the audit', async () => {
    const banner = demand(await add())
    expect(banner).toEqual({ id: banner.id, image: house.pictures[0], createdAt: NOON })
    expect(await house.homeViews.banners()).toEqual([banner])
    expect((await house.images.load(banner.image))?.bytes).toEqual(picture)
    expect(audited(house)).toEqual([
      {
        at: NOON,
        by: operator,
        operation: 'home-banner-added',
        subject: `home-banner:${banner.id}`,
        before: null,
        after: banner,
      },
    ])
  })

  test('goes with its picture when it is removed, and the others stay', async () => {
    const [gone, other] = [demand(await add()), demand(await add())]
    demand(await remove(gone.id))
    expect(await house.homeViews.banners()).toEqual([other])
    expect([await isKept(gone.image), await isKept(other.image)]).toEqual([false, true])
    expect(audited(house).at(-1)).toMatchObject({
      by: operator,
      operation: 'home-banner-removed',
      subject: `home-banner:${gone.id}`,
      before: gone,
      after: null,
    })
  })
})

describe('a banner is refused, changes nothing and leaves no picture', () => {
  test.each([
    ['that is no picture', Uint8Array.from([1, 2, 3]), { kind: 'image-unreadable' }],
    [
      'that is too large',
      new Uint8Array(5 * 1024 * 1024 + 1),
      { kind: 'image-too-large', maximumBytes: 5 * 1024 * 1024 },
    ],
  ])('%s', async (_, damaged, refusal) => {
    expect(await attempt(house, () => add({ picture: damaged }))).toEqual({ refusal, changed: [] })
    expect(await picturesKept()).toBe(0)
  })

  test('when there are as many as there may be', async () => {
    await oneByOne(HOME_BANNERS_MAX, async () => demand(await add()))
    expect(await attempt(house, add)).toEqual({
      refusal: { kind: 'home-banners-full', maximum: HOME_BANNERS_MAX },
      changed: [],
    })
    expect(await picturesKept()).toBe(HOME_BANNERS_MAX)
  })
})

test('a banner that is not there is not removed, and nothing changes', async () => {
  const banner = demand(await add())
  const refused = { refusal: { kind: 'home-banner-not-found' }, changed: [] }
  expect(await attempt(house, () => remove(toId<'HomeBanner'>(404)))).toEqual(refused)
  expect(await isKept(banner.image)).toBe(true)
  demand(await remove(banner.id))
  expect(await attempt(house, () => remove(banner.id))).toEqual(refused)
})

test('a banner is gone also when its picture cannot be taken away', async () => {
  const { id } = demand(await add())
  const removeUnreached = removeHomeBanner({
    ...house,
    once: onceWith(house),
    images: {
      ...house.images,
      remove: async () => {
        throw new Outage('the image store does not answer')
      },
    },
  })
  demand(await removeUnreached({ operator, id, key: null }))
  expect(await house.homeViews.banners()).toEqual([])
})

describe('under a key', () => {
  test('a banner is added once with one picture, also 64 times at once', async () => {
    const answers = await allAtOnce(64, () => add({ key: aKey() }))
    expect(new Set(answers.map((answer) => demand(answer).id)).size).toBe(1)
    expect(await house.homeViews.banners()).toHaveLength(1)
    expect(await picturesKept()).toBe(1)
  })

  test('another picture is refused and taken away', async () => {
    demand(await add({ key: aKey() }))
    const again = () => add({ key: aKey({ inputHash: 'another' }), picture: png(1, 1, [9, 9, 9]) })
    expect(await attempt(house, again)).toEqual({ refusal: { kind: 'idempotency-key-reused' }, changed: [] })
    expect(await picturesKept()).toBe(1)
  })

  test('a banner is removed once, and that is answered again', async () => {
    const { id } = demand(await add())
    const removed = await remove(id, aKey())
    expect(await remove(id, aKey())).toEqual(removed)
    expect(audited(house)).toHaveLength(2)
  })
})

test('a banner of which nobody knows whether it was kept keeps its picture', async () => {
  const lost = new Outage('the database did not say whether it kept the work')
  const addUnsure = addHomeBanner({
    ...house,
    once: async (key, work) => {
      await onceWith(house)(key, work)
      throw lost
    },
  })
  await expect(addUnsure({ operator, picture, key: null })).rejects.toBe(lost)
  expect(await house.homeViews.banners()).toHaveLength(1)
  expect(await picturesKept()).toBe(1)
})
