import { expect, test } from 'vitest'
import { aHouse, attempt, aVerifiedCreator, channelOf, everythingIn, nobody } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

test('a creator gets a code of sixteen base32 characters for 24 hours, of which only a hash is kept', async () => {
  const house = aHouse()
  const { id } = await kept(house, (stores) => storedCreator(stores))
  const { code, expiresAt } = demand(await house.issueProofCode(id))
  expect(code).toMatch(/^[A-Z2-7]{16}$/)
  expect(expiresAt).toBe(inDays(1))
  expect(channelOf(house, id)).toMatchObject({
    state: { status: 'unproven' },
    code: { issuedAt: NOON, expiresAt: inDays(1) },
  })
  expect(JSON.stringify(everythingIn(house))).not.toContain(code)
})

test('a new code ends the one before it', async () => {
  const house = aHouse()
  const { id } = await kept(house, (stores) => storedCreator(stores))
  const first = demand(await house.issueProofCode(id))
  const firstHash = channelOf(house, id).code?.hash
  const second = demand(await house.issueProofCode(id))
  expect(second.code).not.toBe(first.code)
  expect(channelOf(house, id).code?.hash).not.toBe(firstHash)
})

test('there is no code for whoever has no channel', async () => {
  const house = aHouse()
  expect(await attempt(house, () => house.issueProofCode(nobody))).toEqual({
    refusal: { kind: 'no-channel' },
    changed: [],
  })
})

test('there is no code for a channel that is verified already', async () => {
  const house = aHouse()
  const { id } = await aVerifiedCreator(house)
  expect(await attempt(house, () => house.issueProofCode(id))).toEqual({
    refusal: { kind: 'channel-already-verified' },
    changed: [],
  })
})
