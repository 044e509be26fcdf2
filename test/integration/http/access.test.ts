import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { refuseUndeclared } from '../../../src/adapters/http/app.ts'
import { access, type Session } from '../../../src/adapters/http/session.ts'
import { openTestHouse } from '../../fixtures/test-house.ts'
import { type BusyHouse, openBusyHouse } from './busy-house.ts'
import { methodOf, ROUTES, type RouteRow, rowOf } from './routes.ts'

const ROWS = Object.entries(ROUTES)
const PROTECTED = ROWS.filter(([, { rule }]) => rule !== 'public')

describe('the table of routes', () => {
  it('has a row for every route and a route for every row', async () => {
    const { app } = await openTestHouse()
    const routes = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(routes)].sort()).toEqual(Object.keys(ROUTES).sort())
  })
})

describe.each(ROWS)('%s', (route, row) => {
  it.each(['minji', 'junho', 'operator'] as const)('answers %s as the table says', async (who) => {
    const house = await openBusyHouse()
    const { path, sent } = row.call(house)
    const answer = await house.asClient(house[who]).send(methodOf(route), path, sent)
    expect(answer.status, answer.text).toBe(row[who])
    if (answer.status === 403) expect(answer.kind).toBe(row.refusedAs ?? 'not-allowed')
  })

  it('answers nobody, a forged and an expired token as its rule says', async () => {
    const house = await openBusyHouse()
    const { path, sent } = row.call(house)
    for (const [kind, token] of [
      ['token-missing', null],
      ['token-missing', ''],
      ['token-invalid', 'garbage'],
      ['token-invalid', `${house.minji.token.slice(0, -10)}AAAAAAAAAA`],
      ['token-expired', await house.expiredTokenOf(house.minji)],
    ] as const) {
      const answer = await house.asClient(token).send(methodOf(route), path, sent)
      if (row.rule === 'public') expect(answer.kind ?? 'none', answer.text).not.toMatch(/^token/)
      else expect({ status: answer.status, kind: answer.kind }).toEqual({ status: 401, kind })
    }
  })
})

describe('an expert', () => {
  it.each(ROWS.filter(([, { expert }]) => expert !== undefined))('may call %s', async (route, row) => {
    const house = await openBusyHouse()
    const { path, sent } = row.call(house)
    const answer = await house.asClient(house.lawyer).send(methodOf(route), path, sent)
    expect(answer.status, answer.text).toBe(row.expert)
  })

  it.each(ROWS.filter(([, { rule, expert }]) => rule === 'operator' && expert === undefined))(
    'may not call %s',
    async (route, row) => {
      const house = await openBusyHouse()
      const { path, sent } = row.call(house)
      const answer = await house.asClient(house.lawyer).send(methodOf(route), path, sent)
      expect({ status: answer.status, kind: answer.kind }).toEqual({ status: 403, kind: 'not-allowed' })
    },
  )
})

describe('whoever is turned away', () => {
  const intruders = (row: RouteRow) =>
    (['minji', 'junho', 'operator'] as const).filter((who) => row[who] === 403 || row[who] === 404)

  it.each(PROTECTED)('changes nothing at %s', async (route, row) => {
    const house = await openBusyHouse()
    const { path, sent } = row.call(house)
    const before = await house.everything()
    await house.as(null).send(methodOf(route), path, sent)
    await house.as('garbage').send(methodOf(route), path, sent)
    for (const who of intruders(row)) await house.as(house[who]).send(methodOf(route), path, sent)
    expect(await house.everything()).toEqual(before)
  })
})

describe('an operator', () => {
  const writes = ROWS.filter(([route, { rule }]) => rule === 'operator' && methodOf(route) !== 'GET')
  /** Memory and SQL each have a name for it. */
  const entry = z.object({ row: z.object({ by: z.number() }).or(z.object({ byAccount: z.number() })) })
  const actors = async ({ everything }: BusyHouse) =>
    z
      .array(entry)
      .parse((await everything()).audit)
      .map(({ row }) => ('by' in row ? row.by : row.byAccount))

  it.each(writes)('is who the audit says has done %s', async (route, row) => {
    const house = await openBusyHouse()
    const colleague = await house.anOperator({ email: 'colleague@example.kr' })
    const { path, sent } = row.call(house)
    const before = await actors(house)
    await house.asClient(colleague).send(methodOf(route), path, sent)
    expect(await actors(house)).toEqual([...before, colleague.account.id])
  })
})

describe('an admin', () => {
  it('may do what an operator may', async () => {
    const house = await openBusyHouse()
    const admin = await house.anOperator({ email: 'admin@example.kr', roles: ['admin'] })
    const { path, sent } = rowOf('POST /api/userad/confirm').call(house)
    expect((await house.asClient(admin).post(path, sent)).status).toBe(200)
  })
})

describe('a route that nobody decided about', () => {
  const serve = (...guards: readonly ReturnType<typeof access>[]) => {
    const app = new Hono<Session>().use('/api/*', access('member'))
    for (const guard of guards) app.get('/api/secret', guard)
    return app.get('/api/secret', (c) => c.text('secret'))
  }

  it('keeps the server from starting', () => {
    expect(() => refuseUndeclared(serve())).toThrow('GET /api/secret')
  })
  it('keeps it from starting also when it catches all paths', () => {
    expect(() => refuseUndeclared(new Hono<Session>().get('/api/*', (c) => c.text('secret')))).toThrow(
      'GET /api/*',
    )
  })
  it('must not have two rules either', () => {
    expect(() => refuseUndeclared(serve(access('public'), access('operator')))).toThrow('GET /api/secret')
  })
  it('is decided about with one rule', () => {
    expect(() => refuseUndeclared(serve(access('operator')))).not.toThrow()
  })
})
