import { beforeEach, describe, expect, test } from 'vitest'
import type { SupportProgramme } from '../../../src/domain/news/support-programme.ts'
import { type Id, toId } from '../../../src/domain/primitives.ts'
import { aHouse, aKey, allAtOnce, attempt, granted, type TestHouse } from '../../fixtures/house.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'
import { aNewProgramme } from '../../fixtures/news.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

let house: TestHouse
let minji: Id<'Account'>
let junho: Id<'Account'>
let programme: SupportProgramme
beforeEach(async () => {
  house = aHouse()
  await kept(house, async (stores) => {
    minji = (await storedCreator(stores)).id
    junho = (await storedCreator(stores)).id
    programme = await stores.supportProgrammes.add(aNewProgramme())
  })
})

const scrap = (member: Id<'Account'>, id = programme.id, key: ReturnType<typeof aKey> | null = null) =>
  house.scrapProgramme({ member, isCreator: true, programme: id, key })
const unscrap = (member: Id<'Account'>, id = programme.id) =>
  house.unscrapProgramme({ member, programme: id, key: null })
const nowhere = toId<'SupportProgramme'>(999_999)
const NOT_FOUND = { refusal: { kind: 'programme-not-found' }, changed: [] }

describe('a scrap', () => {
  test('is kept once, however often it is asked for, since the first time (H62)', async () => {
    demand(await scrap(minji))
    house.clock.set(inHours(1))
    demand(await scrap(minji))
    expect(house.tables.scraps.rows()).toEqual([{ member: minji, programme: programme.id, at: NOON }])
  })

  test('64 times at once is one, and each of them succeeds (H62)', async () => {
    expect(granted(await allAtOnce(64, () => scrap(minji)))).toBe(64)
    expect(house.tables.scraps.rows()).toHaveLength(1)
  })

  test('of a programme that is not there is refused and kept nowhere (H62)', async () => {
    expect(await attempt(house, () => scrap(minji, nowhere))).toEqual(NOT_FOUND)
  })

  test('is taken back by whoever kept it, and nobody else notices (H41)', async () => {
    demand(await scrap(minji))
    demand(await scrap(junho))
    demand(await unscrap(minji))
    demand(await unscrap(minji))
    expect(house.tables.scraps.rows()).toEqual([{ member: junho, programme: programme.id, at: NOON }])
  })

  test('can be kept again, and is then the latest', async () => {
    demand(await scrap(minji))
    demand(await unscrap(minji))
    house.clock.set(inHours(1))
    demand(await scrap(minji))
    expect(house.tables.scraps.rows()).toMatchObject([{ at: inHours(1) }])
  })

  test('that was never kept can be taken back, but not of a programme that is not there', async () => {
    expect(await attempt(house, () => unscrap(minji))).toEqual({ refusal: null, changed: [] })
    expect(await attempt(house, () => unscrap(minji, nowhere))).toEqual(NOT_FOUND)
  })

  test('under a key is not kept again after it was taken back', async () => {
    demand(await scrap(minji, programme.id, aKey()))
    demand(await unscrap(minji))
    demand(await scrap(minji, programme.id, aKey()))
    expect(house.tables.scraps.rows()).toEqual([])
  })
})
