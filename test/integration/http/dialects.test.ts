import { describe, expect, it } from 'vitest'
import { OPERATIONS, type Shape } from '../../fixtures/app-contract.ts'
import { breakableStorage } from '../../fixtures/breakable.ts'
import { type Answer, openStorage } from '../../fixtures/test-house.ts'
import { type BusyHouse, openBusyHouse } from './busy-house.ts'
import { type Call, callerOf, methodOf, ROUTES, rowOf } from './routes.ts'

const CASES = OPERATIONS.map((operation) => [operation.id, operation] as const)
const ALL_ROUTES = Object.entries(ROUTES)

/** How each operation of the app is refused although the token is good. */
const REFUSED: Readonly<Record<string, (house: BusyHouse) => Call>> = {
  'GET /api/advertise/ad/list/:code': () => ({ path: '/api/advertise/ad/list/9999' }),
  'GET /api/advertise/ad/detail/:adIdx': () => ({ path: '/api/advertise/ad/detail/2147483647' }),
  'POST /api/advertise/ad/write': () => ({ path: '/api/advertise/ad/write', sent: { form: { adIdx: '1' } } }),
  'POST /api/auth/login': () => ({
    path: '/api/auth/login',
    sent: { form: { email: 'minji@example.kr', password: 'wrong' } },
  }),
  'POST /api/auth/signup': () => ({
    path: '/api/auth/signup/',
    sent: { json: { email: 'minji@example.kr' } },
  }),
  'GET /api/userad/:progress': () => ({ path: '/api/userad/5' }),
  'POST /api/userad/auth/auth/auth': () => ({
    path: '/api/userad/auth/auth/auth',
    sent: { form: { url: 'https://example.kr' } },
  }),
  'POST /api/userad/auth': () => ({
    path: '/api/userad/auth',
    sent: { form: { adIdx: '1', url: 'nothing' } },
  }),
  'GET /api/notice/:noticeIdx': () => ({ path: '/api/notice/2147483647' }),
  'GET /api/expert/qa/law': () => ({ path: '/api/expert/qa/law?cursor=2147483647' }),
  'GET /api/expert/qa/law/:expertConsultIdx': () => ({ path: '/api/expert/qa/law/2147483647' }),
  'POST /api/expert/qa/law': () => ({
    path: '/api/expert/qa/law',
    sent: { json: { Qtitle: '', Qcontent: '', categoryCode: 'Law', isSecret: 0 } },
  }),
  'PUT /api/expert/qa/apply': () => ({
    path: '/api/expert/qa/apply',
    sent: { json: { name: '김민지', Cdate: '', Ctime: '', expertConsultIdx: 0, Ccontent: '' } },
  }),
  'GET /api/report/:userAdIdx': ({ parts }) => ({ path: `/api/report/${parts.applied.id}` }),
}

const expectShape = (answer: Answer, shape: Shape): void => {
  expect(answer.status, answer.text).toBe(shape.status)
  expect(answer.success).toBe(false)
  expect(answer.message).toMatch(/[가-힣]/)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  const { data } = answer
  expect({ status: answer.status, ...(data === undefined ? {} : { data }) }).toEqual(shape)
}

const anOutage = async () => breakableStorage(await openStorage())

const WITH_TOKEN = CASES.filter(([, { token }]) => token)
const WITH_REFUSAL = CASES.filter(([, { route }]) => route in REFUSED)

describe('the 2020 app', () => {
  it.each(WITH_TOKEN)(
    'survives a missing, a forged and an expired token at %s',
    async (_, { route, refusal }) => {
      const house = await openBusyHouse()
      const { path, sent } = rowOf(route).call(house)
      for (const forged of [null, 'garbage', await house.expiredTokenOf(house.minji)])
        expectShape(await house.as(forged).send(methodOf(route), path, sent), refusal)
    },
  )

  it.each(WITH_REFUSAL)('survives a refusal at %s', async (_, { route, refusal }) => {
    const house = await openBusyHouse()
    const { path, sent } = REFUSED[route]?.(house) ?? { path: '' }
    expectShape(await house.as(house.minji).send(methodOf(route), path, sent), refusal)
  })

  it.each(CASES)('survives an outage of the database at %s', async (_, { route, outage }) => {
    const { storage, breakDown } = await anOutage()
    const house = await openBusyHouse({ storage })
    const { path, sent } = rowOf(route).call(house)
    for (const spared of sparedAt(route)) {
      breakDown({ spared })
      expectShape(await house.as(house.minji).send(methodOf(route), path, sent), outage)
    }
  })
})

/** Only the look-up of a video asks nothing of the database but about the token. */
const sparedAt = (route: string): readonly ('tokens' | 'nothing')[] =>
  route === 'POST /api/userad/auth/auth/auth' ? ['nothing'] : ['tokens', 'nothing']

describe('the look-up of a video', () => {
  it('survives an outage of YouTube', async () => {
    const house = await openBusyHouse()
    house.youTube.fail()
    const { path, sent } = rowOf('POST /api/userad/auth/auth/auth').call(house)
    const answer = await house.as(house.minji).post(path, sent)
    expectShape(answer, { status: 200, data: '' })
  })
})

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
