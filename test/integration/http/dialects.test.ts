import { describe, expect, it } from 'vitest'
import type { Shape } from '../../app-contract/contract.ts'
import { breakableStorage } from '../../fixtures/breakable.ts'
import { type Answer, openStorage } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'
import { callerOf, methodOf, ROUTES, rowOf } from './routes.ts'

const ALL_ROUTES = Object.entries(ROUTES)

const expectShape = (answer: Answer, shape: Shape): void => {
  expect(answer.status, answer.text).toBe(shape.status)
  expect(answer.success).toBe(false)
  expect(answer.message).toMatch(/[가-힣]/)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  const { data } = answer
  expect({ status: answer.status, ...(data === undefined ? {} : { data }) }).toEqual(shape)
}

const anOutage = async () => breakableStorage(await openStorage())

/** Nobody asks the app for a second page; newer clients that speak as it does may ask behind a row that is gone. */
describe('a page behind a row that is not there', () => {
  it.each([
    ['/api/news/support', { status: 200, data: [] }],
    ['/api/news/daily', { status: 200, data: [] }],
    ['/api/usernews', { status: 200, data: [] }],
    ['/api/expert/qa/law', { status: 200 }],
    ['/api/notice', { status: 200 }],
  ] as const)('is refused at %s as the screen of the 2020 app survives', async (path, shape) => {
    const house = await openBusyHouse()
    for (const cursor of ['2147483647', '0', 'abc'])
      expectShape(await house.as(house.minji).get(`${path}?cursor=${cursor}`), shape)
  })
})

/** Only the look-up of a video asks nothing of the database but about the token. */
const sparedAt = (route: string): readonly ('tokens' | 'nothing')[] =>
  route === 'POST /api/userad/auth/auth/auth' ? ['nothing'] : ['tokens', 'nothing']

describe('an outage of the database', () => {
  const asks = ALL_ROUTES.filter(([, { rule }]) => rule !== 'public').map(([route]) => route)

  it.each([...asks, 'POST /api/auth/signup', 'POST /api/auth/login', 'POST /api/auth/refresh', 'GET /ready'])(
    'is a 503 for newer clients at %s, never "not found"',
    async (route) => {
      const { storage, breakDown } = await anOutage()
      const house = await openBusyHouse({ storage })
      const { path, sent } = rowOf(route).call(house)
      const who = callerOf(house, rowOf(route))
      for (const spared of sparedAt(route)) {
        breakDown({ spared })
        const answer = await house.asClient(who).send(methodOf(route), path, sent)
        expect({ status: answer.status, kind: answer.kind }, answer.text).toEqual({
          status: 503,
          kind: 'outage',
        })
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      }
    },
  )

  it('ends when the database is back', async () => {
    const { storage, breakDown, mend } = await anOutage()
    const house = await openBusyHouse({ storage })
    breakDown()
    expect((await house.as(house.minji).get('/api/cash')).success).toBe(false)
    mend()
    expect((await house.as(house.minji).get('/api/cash')).success).toBe(true)
  })

  it('is told in the log with the number of the request, and so is an unexpected error', async () => {
    const { storage, breakDown } = await anOutage()
    const house = await openBusyHouse({ storage })
    breakDown()
    const answer = await house.asClient(house.minji).get('/api/cash')
    const requestId = answer.headers.get('x-request-id')
    expect(house.log).toContainEqual(expect.objectContaining({ level: 'warn', message: 'outage', requestId }))
    breakDown({ error: new Error('a broken row') })
    const broken = await house.asClient(house.minji).get('/api/cash')
    expect(broken).toMatchObject({ status: 500, kind: 'internal-error' })
    expect(broken.text).not.toContain('broken row')
    expect(house.log).toContainEqual(
      expect.objectContaining({ level: 'error', error: expect.stringContaining('a broken row') }),
    )
  })
})

describe('the standard dialect', () => {
  const protectedRoutes = ALL_ROUTES.filter(([, { rule }]) => rule !== 'public')

  it.each(protectedRoutes)('answers what it refuses with problem details at %s', async (route, row) => {
    const house = await openBusyHouse()
    const { path, sent } = row.call(house)
    const answer = await house.asClient('garbage').send(methodOf(route), path, sent)
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer.body).toEqual({
      type: 'urn:crecker:refusal:token-invalid',
      title: 'Not logged in',
      status: 401,
      detail: '유효하지 않은 토큰입니다. 다시 로그인해주세요.',
      kind: 'token-invalid',
    })
  })

  it.each([
    ['a bearer token', { authorization: 'Bearer garbage' }],
    ['a bearer token, however it is cased', { authorization: 'bearer garbage' }],
    ['asking for problem details', { accept: 'application/problem+json' }],
    ['asking for them among others', { accept: 'text/html, application/problem+json;q=0.9' }],
  ])('is chosen by %s', async (_, headers) => {
    const house = await openBusyHouse()
    expect((await house.as(null).get('/api/cash', { headers })).status).toBe(401)
  })

  it('names the fields of what it refuses, and the figures', async () => {
    const house = await openBusyHouse()
    const { body } = await house.asClient(house.minji).post('/api/advertise/ad/write', { json: {} })
    expect(body).toMatchObject({
      status: 400,
      kind: 'input-invalid',
      fields: expect.arrayContaining([{ field: 'planTitle', problem: 'missing' }]),
    })
  })

  it('keeps the status of HTTP where a refusal has a status of its own', async () => {
    const house = await openBusyHouse()
    const { path, sent } = rowOf('PUT /api/cash/withdrawals/:withdrawalIdx').call(house)
    await house.asClient(house.operator).put(path, sent)
    const { body } = await house.asClient(house.operator).put(path, sent)
    expect(body).toMatchObject({ kind: 'withdrawal-already-settled', status: 409 })
  })

  it('has the member of the app in a plain token too', async () => {
    const house = await openBusyHouse()
    const headers = { accept: 'application/problem+json' }
    expect((await house.as(house.minji).get('/api/report/1', { headers })).kind).toBe('report-not-found')
  })
})
