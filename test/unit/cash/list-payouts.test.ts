import { expect, test } from 'vitest'
import { aHouse, anOperator, everythingIn } from '../../fixtures/house.ts'
import { demand, kept, storedCreator, storedEarnings } from '../../fixtures/stored.ts'

const payee = { bank: '국민은행', number: '123456-01-987654', holder: '김하늘' }

const withRequests = async (howMany: number) => {
  const house = aHouse()
  const requests: { creatorId: Awaited<ReturnType<typeof storedCreator>>['id']; id: number }[] = []
  for (let index = 0; index < howMany; index += 1) {
    const creator = await kept(house, async (stores) => {
      const made = await storedCreator(stores, { name: `창작자 ${index}` })
      await storedEarnings(stores, { creator: made, amount: 1_000 + index })
      return made
    })
    requests.push(demand(await house.requestWithdrawal({ creatorId: creator.id, key: null })))
  }
  return { house, requests }
}

test('whoever pays sees where to, in full, oldest request first', async () => {
  const { house, requests } = await withRequests(2)
  const [, second] = requests
  if (second === undefined) throw new Error('two requests')
  await house.registerPayee({ accountId: second.creatorId, payee })
  expect(await house.listPayouts({ after: null, limit: 10 })).toEqual([
    { withdrawal: requests[0], creatorName: '창작자 0', payee: null },
    { withdrawal: second, creatorName: '창작자 1', payee },
  ])
})

test('the list goes on after the last one shown', async () => {
  const { house } = await withRequests(5)
  const [first, second] = await house.listPayouts({ after: null, limit: 2 })
  expect([first?.creatorName, second?.creatorName]).toEqual(['창작자 0', '창작자 1'])
  const rest = await house.listPayouts({ after: second?.withdrawal.id ?? null, limit: 10 })
  expect(rest.map(({ creatorName }) => creatorName)).toEqual(['창작자 2', '창작자 3', '창작자 4'])
})

test('a request that was settled is not to be paid any more, and looking changes nothing', async () => {
  const { house } = await withRequests(1)
  const operator = await anOperator(house)
  const [waiting] = await house.listPayouts({ after: null, limit: 10 })
  if (waiting === undefined) throw new Error('one waits')
  const settlement = { type: 'return', reason: '' } as const
  demand(
    await house.settleWithdrawal({ operator, withdrawalId: waiting.withdrawal.id, settlement, key: null }),
  )
  const before = everythingIn(house)
  expect(await house.listPayouts({ after: null, limit: 10 })).toEqual([])
  expect(everythingIn(house)).toEqual(before)
})

test('a payee account that was changed in the database is not paid to', async () => {
  const { house, requests } = await withRequests(1)
  const [request] = requests
  if (request === undefined) throw new Error('one request')
  const sealed = await house.registerPayee({ accountId: request.creatorId, payee })
  const forged = { ...sealed, sealed: `${sealed.sealed.slice(0, -4)}AAAA` }
  await kept(house, ({ payees }) => payees.save(request.creatorId, forged))
  await expect(house.listPayouts({ after: null, limit: 10 })).rejects.toThrow('the sealed text was changed')
})
