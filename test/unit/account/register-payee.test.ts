import { expect, test } from 'vitest'
import { vault } from '../../../src/adapters/auth/vault.ts'
import { aHouse, everythingIn } from '../../fixtures/house.ts'
import { kept, storedCreator } from '../../fixtures/stored.ts'

const payee = { bank: '국민은행', number: '123456-01-987654', holder: '김하늘' }

test('of a payee account only the bank and the last four digits can be read without the vault', async () => {
  const house = aHouse()
  const { id } = await kept(house, (stores) => storedCreator(stores, { name: '다른 이름' }))
  const answer = await house.registerPayee({ accountId: id, payee })
  const stored = house.tables.payees.get(id)
  expect(stored).toEqual(answer)
  expect(stored).toMatchObject({ bank: '국민은행', maskedNumber: '******-**-**7654' })
  const everything = JSON.stringify(everythingIn(house))
  for (const secret of [payee.number, payee.number.replaceAll('-', ''), '123456', payee.holder])
    expect(everything).not.toContain(secret)
  expect(JSON.parse(vault({ keys: house.keys.vault }).open(stored?.sealed ?? ''))).toEqual(payee)
})

test('the same account sealed twice does not look the same', async () => {
  const house = aHouse()
  const creator = await kept(house, (stores) => storedCreator(stores))
  const first = await house.registerPayee({ accountId: creator.id, payee })
  const second = await house.registerPayee({ accountId: creator.id, payee })
  expect(first.sealed).not.toBe(second.sealed)
})

test('a later payee account takes the place of the earlier one', async () => {
  const house = aHouse()
  const creator = await kept(house, (stores) => storedCreator(stores))
  await house.registerPayee({ accountId: creator.id, payee })
  await house.registerPayee({ accountId: creator.id, payee: { ...payee, bank: '신한은행' } })
  expect(await house.accountViews.payee(creator.id)).toMatchObject({ bank: '신한은행' })
  expect(house.tables.payees.rows()).toHaveLength(1)
})
