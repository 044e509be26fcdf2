import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { expect, test } from 'vitest'
import { completeHeaders, respond } from '../../../src/adapters/http/respond.ts'

const answered = async (app: Hono) => {
  const { headers } = await app.request('/')
  return [...headers].filter(([name]) => !name.startsWith('content-') && name !== 'x-request-id').toSorted()
}

const RECOMMENDED = secureHeaders({
  crossOriginResourcePolicy: 'cross-origin',
  strictTransportSecurity: false,
})

test('answers carry the headers that Hono recommends, whoever made them', async () => {
  const recommended = await answered(new Hono().use(RECOMMENDED).get('/', (c) => c.json({})))
  expect(recommended).toHaveLength(10)
  const ours = new Hono().use(completeHeaders).get('/', (c) => respond(c, 200, '{}', {}))
  expect(await answered(ours)).toEqual(recommended)
  const others = new Hono().use(completeHeaders).get('/', (c) => c.json({}))
  expect(await answered(others)).toEqual(recommended)
})
