import { beforeEach, describe, expect, test } from 'vitest'
import { type Id, toId } from '../../../src/domain/primitives.ts'
import { err, ok } from '../../../src/domain/result.ts'
import { aHouse, aKey, anOperator, attempt, audited, type TestHouse } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { kept, oneByOne, storedAd } from '../../fixtures/stored.ts'

const unknown = toId<'Ad'>(404)

let house: TestHouse
let operator: Id<'Account'>
let ads: readonly [Id<'Ad'>, Id<'Ad'>, Id<'Ad'>]
beforeEach(async () => {
  house = aHouse()
  operator = await anOperator(house)
  const [one, two, three] = await kept(house, (stores) => oneByOne(3, () => storedAd(stores)))
  if (one === undefined || two === undefined || three === undefined) throw new Error('three ads')
  ads = [one.id, two.id, three.id]
})

const pick = (chosen: readonly Id<'Ad'>[], key: ReturnType<typeof aKey> | null = null) =>
  house.pickAds({ operator, ads: chosen, key })

const banner = async (): Promise<readonly Id<'Ad'>[]> => {
  const shown = await house.adViews.open({ now: NOON, order: 'latest', limit: 20, pickedOnly: true })
  return shown.map(({ id }) => id).toSorted((a, b) => a - b)
}

describe('the banner', () => {
  test('shows the ads that were picked, and those only', async () => {
    expect(await pick([ads[0], ads[2]])).toEqual(ok({ picked: [ads[0], ads[2]] }))
    expect(await banner()).toEqual([ads[0], ads[2]])
  })

  test('is replaced as a whole', async () => {
    await pick([ads[0], ads[1]])
    await pick([ads[1], ads[2]])
    expect(await banner()).toEqual([ads[1], ads[2]])
  })

  test('can be empty', async () => {
    await pick([ads[0]])
    expect(await pick([])).toEqual(ok({ picked: [] }))
    expect(await banner()).toEqual([])
  })

  test('shows an ad once that is named twice', async () => {
    expect(await pick([ads[0], ads[0]])).toEqual(ok({ picked: [ads[0]] }))
  })

  test('is changed with a line in the audit', async () => {
    await pick([ads[0]])
    expect(audited(house)).toMatchObject([
      { at: NOON, by: operator, operation: 'ads-picked', subject: 'banner', after: [ads[0]] },
    ])
  })

  test('stays as it is when one of the ads is not there', async () => {
    await pick([ads[0]])
    expect(await attempt(house, () => pick([ads[1], unknown]))).toEqual({
      refusal: { kind: 'ad-not-found', ids: [unknown] },
      changed: [],
    })
    expect(await banner()).toEqual([ads[0]])
  })

  test('picked again under its key is picked once, and not with other ads', async () => {
    await pick([ads[0]], aKey())
    expect(await pick([ads[0]], aKey())).toEqual(ok({ picked: [ads[0]] }))
    const reused = await pick([ads[1]], aKey({ inputHash: 'another' }))
    expect(reused).toEqual(err({ kind: 'idempotency-key-reused' }))
    expect(await banner()).toEqual([ads[0]])
    expect(audited(house)).toHaveLength(1)
  })
})
