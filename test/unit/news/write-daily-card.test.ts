import { beforeEach, describe, expect, test } from 'vitest'
import type { DailyCard } from '../../../src/domain/news/daily-card.ts'
import { type Id, toId } from '../../../src/domain/primitives.ts'
import {
  aHouse,
  aKey,
  anOperator,
  attempt,
  audited,
  everythingIn,
  type TestHouse,
} from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { jpeg, png } from '../../fixtures/pictures.ts'
import { demand } from '../../fixtures/stored.ts'

const DRAFT = { title: '오늘의 유튜브', subtitle: '', content: '알고리즘이 바뀝니다' }
const THUMBNAIL = png(2, 2, [255, 0, 0])
const NO_PICTURE = Uint8Array.from([1, 2, 3])

let house: TestHouse
let operator: Id<'Account'>
beforeEach(async () => {
  house = aHouse()
  operator = await anOperator(house)
})

type Publish = Parameters<TestHouse['publishDailyCard']>[0]
const publish = (over: Partial<Publish> = {}) =>
  house.publishDailyCard({ operator, draft: DRAFT, thumbnail: THUMBNAIL, key: null, ...over })

type Change = Parameters<TestHouse['changeDailyCard']>[0]
const change = ({ id }: Pick<DailyCard, 'id'>, over: Partial<Change> = {}) =>
  house.changeDailyCard({ operator, card: id, draft: DRAFT, thumbnail: null, key: null, ...over })

const remove = ({ id }: Pick<DailyCard, 'id'>, key: Change['key'] = null) =>
  house.removeDailyCard({ operator, card: id, key })

const picturesKept = async (): Promise<readonly string[]> => {
  const loaded = await Promise.all(house.pictures.map((name) => house.images.load(name)))
  return house.pictures.filter((_, index) => loaded[index] !== null)
}
const nowhere = { id: toId<'DailyCard'>(999_999) }
const NOT_FOUND = { refusal: { kind: 'daily-card-not-found' }, changed: [] }
const UNREADABLE = { refusal: { kind: 'image-unreadable' }, changed: [] }

describe('a new daily card', () => {
  test('is on the platform with its picture, and in the audit', async () => {
    const card = demand(await publish())
    expect(card).toEqual({
      ...DRAFT,
      id: card.id,
      thumbnail: house.pictures[0],
      createdAt: NOON,
      updatedAt: NOON,
    })
    expect(house.tables.dailyCards.rows()).toEqual([card])
    expect(audited(house)).toEqual([
      {
        at: NOON,
        by: operator,
        operation: 'daily-card-published',
        subject: `daily-card:${card.id}`,
        before: null,
        after: card,
      },
    ])
  })

  test('whose picture is none is refused, and leaves nothing', async () => {
    expect(await attempt(house, () => publish({ thumbnail: NO_PICTURE }))).toEqual(UNREADABLE)
    expect(house.pictures).toEqual([])
  })

  test('is entered once under a key, with one picture', async () => {
    const first = await publish({ key: aKey() })
    expect(await publish({ key: aKey() })).toEqual(first)
    expect(house.tables.dailyCards.rows()).toHaveLength(1)
    expect(await picturesKept()).toEqual([demand(first).thumbnail])
  })
})

describe('a changed daily card', () => {
  test('is as it was written, still as old as it was, and keeps its picture', async () => {
    const before = demand(await publish())
    house.clock.set(inDays(1))
    const after = demand(await change(before, { draft: { ...DRAFT, title: '바뀐 제목' } }))
    expect(after).toEqual({ ...before, title: '바뀐 제목', updatedAt: inDays(1) })
    expect(house.tables.dailyCards.rows()).toEqual([after])
    expect(await picturesKept()).toEqual([before.thumbnail])
    expect(audited(house).at(-1)).toMatchObject({ operation: 'daily-card-changed', before, after })
  })

  test('gives up its old picture for a new one', async () => {
    const before = demand(await publish())
    const after = demand(await change(before, { thumbnail: jpeg(8, 8) }))
    expect(await picturesKept()).toEqual([after.thumbnail])
    expect(after.thumbnail).not.toBe(before.thumbnail)
  })

  test('is refused when it is not there, or its new picture is none', async () => {
    expect(await attempt(house, () => change(nowhere, { thumbnail: THUMBNAIL }))).toEqual(NOT_FOUND)
    expect(await picturesKept()).toEqual([])
    const card = demand(await publish())
    expect(await attempt(house, () => change(card, { thumbnail: NO_PICTURE }))).toEqual(UNREADABLE)
    expect(await picturesKept()).toEqual([card.thumbnail])
  })
})

describe('a removed daily card', () => {
  test('goes with its picture, leaves the others, and is in the audit', async () => {
    const [gone, stays] = [demand(await publish()), demand(await publish())]
    expect(demand(await remove(gone))).toEqual(gone)
    expect(house.tables.dailyCards.rows()).toEqual([stays])
    expect(await picturesKept()).toEqual([stays.thumbnail])
    expect(audited(house).at(-1)).toMatchObject({
      operation: 'daily-card-removed',
      before: gone,
      after: null,
    })
  })

  test('is gone once under a key, and then not found', async () => {
    const card = demand(await publish())
    const first = await remove(card, aKey())
    const stored = everythingIn(house)
    expect(await remove(card, aKey())).toEqual(first)
    expect(everythingIn(house)).toEqual(stored)
    expect(await attempt(house, () => remove(card))).toEqual(NOT_FOUND)
  })
})
