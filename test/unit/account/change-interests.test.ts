import { expect, test } from 'vitest'
import type { Interests } from '../../../src/domain/categories.ts'
import { aHouse, aKey, attempt, nobody } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedAd, storedCreator } from '../../fixtures/stored.ts'

const TRAVEL: Interests = { ad: 'travel', expert: 'shooting', news: 'funding' }

test('changed interests hold for the next list of ads (H79)', async () => {
  const house = aHouse()
  const { id, beauty, travel } = await kept(house, async (stores) => ({
    ...(await storedCreator(stores, { interests: { ...TRAVEL, ad: 'beauty' } })),
    beauty: await storedAd(stores, { category: 'beauty' }),
    travel: await storedAd(stores, { category: 'travel' }),
  }))
  const ofInterest = async () =>
    (await house.recommendAds(id)).flatMap(({ ad, reasons }) =>
      reasons.some(({ code }) => code === 'interest') ? [ad.id] : [],
    )
  expect(await ofInterest()).toEqual([beauty.id])
  expect(demand(await house.changeInterests({ accountId: id, interests: TRAVEL, key: null }))).toEqual(TRAVEL)
  expect(await ofInterest()).toEqual([travel.id])
})

test('changed interests are remembered as a change of what the member sees, and change nothing else', async () => {
  const house = aHouse()
  const { member, other } = await kept(house, async (stores) => ({
    member: await storedCreator(stores),
    other: await storedCreator(stores),
  }))
  demand(await house.changeInterests({ accountId: member.id, interests: TRAVEL, key: null }))
  expect(house.tables.accounts.get(member.id)).toEqual({ ...member, interests: TRAVEL })
  expect(house.tables.accounts.get(other.id)).toEqual(other)
  expect(house.tables.ownChanges.entries()).toEqual([[member.id, NOON]])
})

test('nobody has no interests', async () => {
  const house = aHouse()
  const change = () => house.changeInterests({ accountId: nobody, interests: TRAVEL, key: null })
  expect(await attempt(house, change)).toEqual({ refusal: { kind: 'account-not-found' }, changed: [] })
})

test('a repetition under the same key does not undo what was changed since', async () => {
  const house = aHouse()
  const { id } = await kept(house, (stores) => storedCreator(stores))
  const change = (interests: Interests, key = aKey()) =>
    house.changeInterests({ accountId: id, interests, key })
  const first = await change(TRAVEL)
  demand(await change({ ...TRAVEL, ad: 'beauty' }, aKey({ key: 'another' })))
  expect(await change(TRAVEL)).toEqual(first)
  expect(house.tables.accounts.get(id)?.interests.ad).toBe('beauty')
})
