import { expect, it } from 'vitest'
import { openTestHouse } from '../../fixtures/test-house.ts'

it('the HTTP suite of this project asks two servers in turn', async () => {
  const house = await openTestHouse()
  const minji = await house.creator('minji')
  for (let request = 0; request < 4; request += 1)
    expect((await house.asClient(minji).get('/api/user')).status).toBe(200)
  expect(house.app.asked).toEqual([0, 1, 0, 1].map((server) => ({ server, request: 'GET /api/user' })))
})
