import { expect, it } from 'vitest'
import { z } from 'zod'
import { openTestHouse } from '../../fixtures/test-house.ts'

const cashAnswer = z.object({ data: z.record(z.string(), z.unknown()) })

it('a sum beyond 32 bits is cut in the fields that the 2020 app reads, and exact in the others', async () => {
  const house = await openTestHouse()
  const rich = await house.creator('rich')
  for (let times = 0; times < 3; times += 1) await house.earnings(rich, { amount: 2_000_000_000 })
  const { data } = cashAnswer.parse(JSON.parse((await house.as(rich).get('/api/cash')).text))
  expect(data).toMatchObject({
    cash: 2_147_483_647,
    cashAllowed: 2_147_483_647,
    withdrawable: 6_000_000_000,
  })
})
