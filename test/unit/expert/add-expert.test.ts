import { expect, test } from 'vitest'
import { aHouse, attempt, audited } from '../../fixtures/house.ts'
import { NOON } from '../../fixtures/instants.ts'
import { demand } from '../../fixtures/stored.ts'

const command = { email: 'Expert@Example.KR', password: 'correct horse', name: '이변호' }

test('the command line makes an expert, who can log in and has no profile yet', async () => {
  const house = aHouse()
  const { accountId } = demand(await house.addExpert(command))
  expect(house.tables.accounts.get(accountId)).toMatchObject({
    email: 'expert@example.kr',
    roles: ['expert'],
    name: '이변호',
  })
  demand(await house.login({ ...command, address: '127.0.0.1' }))
  expect(await house.expertViews.expertOf(accountId)).toBeNull()
  expect(audited(house)).toEqual([
    {
      at: NOON,
      by: null,
      operation: 'expert-added',
      subject: `account:${accountId}`,
      before: null,
      after: { email: 'expert@example.kr' },
    },
  ])
})

test('an expert with a short password is refused and changes nothing', async () => {
  const house = aHouse()
  expect(await attempt(house, () => house.addExpert({ ...command, password: 'short' }))).toEqual({
    refusal: { kind: 'password-unfit', minimum: 8, maximum: 1024 },
    changed: [],
  })
})
