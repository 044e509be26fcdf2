import { expect, test } from 'vitest'
import { err } from '../../../src/domain/result.ts'
import { aHouse, everythingIn, nobody } from '../../fixtures/house.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

const inTwoPlaces = async () => {
  const house = aHouse()
  const typed = { email: 'haneul@example.kr', password: 'password', address: '10.0.0.1' }
  const { id } = await kept(house, (stores) =>
    storedCreator(stores, { email: typed.email, passwordHash: 'plain:password' }),
  )
  const phone = demand(await house.login(typed))
  const tablet = demand(await house.login(typed))
  return { house, id, typed, phone, tablet }
}

test('a logout ends the sessions on all devices', async () => {
  const { house, id, phone, tablet } = await inTwoPlaces()
  await house.logout(id)
  for (const { refreshToken } of [phone, tablet])
    expect(await house.refreshSession(refreshToken)).toEqual(err({ kind: 'refresh-token-unknown' }))
})

test('a logout makes access tokens that are still valid belong to an older generation', async () => {
  const { house, id, phone } = await inTwoPlaces()
  await house.logout(id)
  const claims = await house.accessTokens.read(phone.token, house.clock.now())
  expect(claims).toMatchObject({ sessionGeneration: 1 })
  expect(await house.accountViews.standing(id)).toMatchObject({ sessionGeneration: 2 })
})

test('after a logout one can log in again', async () => {
  const { house, id, typed } = await inTwoPlaces()
  await house.logout(id)
  const { refreshToken } = demand(await house.login(typed))
  expect((await house.refreshSession(refreshToken)).ok).toBe(true)
})

test('a logout of an account that is not there changes nothing', async () => {
  const { house } = await inTwoPlaces()
  const before = everythingIn(house)
  await house.logout(nobody)
  expect(everythingIn(house)).toEqual(before)
})
