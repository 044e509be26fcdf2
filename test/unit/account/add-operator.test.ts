import { expect, test } from 'vitest'
import { aHouse, attempt, audited } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

const command = { email: 'Operator@Example.KR', password: 'correct horse', name: '박운영' }

test('the command line makes an operator, who can log in, and the audit says so without the password', async () => {
  const house = aHouse()
  const { accountId } = demand(await house.addOperator(command))
  expect(house.tables.accounts.get(accountId)).toMatchObject({
    email: 'operator@example.kr',
    roles: ['operator'],
    name: '박운영',
  })
  const tokens = demand(await house.login({ ...command, address: '127.0.0.1' }))
  expect(await house.accessTokens.read(tokens.token, house.clock.now())).toMatchObject({
    accountId,
    roles: ['operator'],
  })
  expect(audited(house)).toEqual([
    {
      at: NOON,
      by: null,
      operation: 'operator-added',
      subject: `account:${accountId}`,
      before: null,
      after: { email: 'operator@example.kr' },
    },
  ])
})

test('an operator has no channel and no pockets', async () => {
  const house = aHouse()
  const { changed } = await attempt(house, () => house.addOperator(command))
  expect(changed).toEqual(['accounts', 'audit'])
})

test.each([
  [{ email: 'operator' }, { kind: 'email-malformed' }],
  [{ password: 'short' }, { kind: 'password-unfit', minimum: 8, maximum: 1024 }],
])('an operator with %o is refused and changes nothing', async (over, refusal) => {
  const house = aHouse()
  expect(await attempt(house, () => house.addOperator({ ...command, ...over }))).toEqual({
    refusal,
    changed: [],
  })
})

test('nobody becomes an operator through an e-mail that is taken', async () => {
  const house = aHouse()
  const creator = await kept(house, (stores) => storedCreator(stores))
  expect(await attempt(house, () => house.addOperator({ ...command, email: creator.email }))).toEqual({
    refusal: { kind: 'email-taken' },
    changed: [],
  })
})
