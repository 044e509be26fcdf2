import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MAX_ID } from '../../../src/domain/primitives.ts'
import type { Member } from '../../fixtures/test-house.ts'
import { type BusyHouse, openBusyHouse } from '../http/busy-house.ts'
import { methodOf, ROUTES, type RouteRow } from '../http/routes.ts'
import { exchange, type RawAnswer, requestBytes } from './raw-http.ts'

/** What may be answered while nothing outside stands in the way: a 503 would be a request that ended in no answer. */
const SAYABLE = [200, 400, 401, 403, 404, 409, 413, 415, 422, 429]

/** What the 2020 server hung on, or answered twice: bodies that are missing, empty, of another kind or cut off. */
const ODD_BODIES: readonly (readonly [type: string | null, body: string | null])[] = [
  [null, null],
  [null, ''],
  ['application/json', ''],
  ['application/json', '{}'],
  ['application/json', 'null'],
  ['application/json', '[]'],
  ['application/json', '"1"'],
  ['application/json', '{"adIdx":'],
  ['application/json', '{"adIdx":null,"url":null,"password":null,"interest":null,"email":null}'],
  ['application/x-www-form-urlencoded', ''],
  ['application/x-www-form-urlencoded', 'adIdx=&userIdx=undefined&url=&password'],
  ['multipart/form-data; boundary=x', '--x--\r\n'],
  ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="adIdx"\r\n\r\n1'],
  ['text/plain', 'adIdx=1'],
]

const ODD_SEGMENTS = [String(MAX_ID), '0', '-1', 'undefined', 'NaN', '%00', '1.5', '9'.repeat(30)]

const told = z.object({ statusCode: z.number(), success: z.boolean(), message: z.string() })

describe('every request is answered once, in time and with a status of HTTP', () => {
  let house: BusyHouse
  let server: ServerType
  let port = 0
  beforeEach(async () => {
    house = await openBusyHouse()
  })
  beforeAll(async () => {
    const listening = Promise.withResolvers<AddressInfo>()
    server = serve(
      { fetch: (request) => house.app.request(request), port: 0, hostname: '127.0.0.1' },
      (info) => listening.resolve(info),
    )
    port = (await listening.promise).port
  })
  afterAll(() => {
    server.close()
  })

  /** The request, and behind it on the same connection one that only a second answer could be taken for. */
  const ask = async (
    who: Member,
    method: string,
    path: string,
    [type, body]: (typeof ODD_BODIES)[number],
  ): Promise<RawAnswer> => {
    const typed: Readonly<Record<string, string>> = type === null ? {} : { 'content-type': type }
    const [first, ...others] = await exchange(port, [
      requestBytes(method, path, { token: who.token, ...typed }, method === 'GET' ? null : body),
      requestBytes('GET', '/health', { connection: 'close' }),
    ])
    const shown = `${method} ${path} with ${type} ${JSON.stringify(body)}: ${first?.status} ${first?.body}`
    if (first === undefined) return expect.fail(`${shown}: no answer`)
    expect(SAYABLE, shown).toContain(first.status)
    // A body that nobody read ends the connection. Otherwise the next answer is that of the next request.
    const next = first.headers.get('connection') === 'close' ? [] : ['ok']
    expect(
      others.map((other) => JSON.parse(other.body).message),
      shown,
    ).toEqual(next)
    return first
  }

  const whoMay = ({ rule }: RouteRow): Member => (rule === 'operator' ? house.operator : house.minji)
  const ALL = Object.entries(ROUTES)

  it.each(ALL.filter(([route]) => methodOf(route) !== 'GET'))(
    'at %s, whatever its body is (H59, H89, H100 to H119)',
    async (route, row) => {
      const { path } = row.call(house)
      for (const odd of ODD_BODIES) {
        const { headers, body } = await ask(whoMay(row), methodOf(route), path, odd)
        expect(headers.get('content-type')).toMatch(/^application\/json/)
        told.parse(JSON.parse(body))
      }
    },
  )

  it.each(ALL.filter(([route]) => route.includes(':')))(
    'at %s, whatever stands in its path (H102 to H116)',
    async (route, row) => {
      const pattern = route.slice(route.indexOf(' ') + 1).split('/')
      const { path } = row.call(house)
      for (const [at, segment] of pattern.entries())
        for (const odd of segment.startsWith(':') ? ODD_SEGMENTS : []) {
          const tampered = path.split('/').with(at, odd).join('/')
          const { body } = await ask(whoMay(row), methodOf(route), tampered, ['application/json', '{}'])
          const { statusCode, success } = told.parse(JSON.parse(body))
          expect({ refused: [400, 404].includes(statusCode), success }, `${tampered}: ${body}`).toEqual({
            refused: true,
            success: false,
          })
        }
    },
  )

  it('at every address that is read, by whoever has nothing yet (H44 to H46, H104)', async () => {
    const newcomer = await house.creator('newcomer')
    for (const [route, row] of ALL)
      if (methodOf(route) === 'GET') {
        const { body } = await ask(newcomer, 'GET', row.call(house).path, [null, null])
        expect(body).not.toMatch(/affectedRows|insertId|passwordHash|\bat .*\.ts:\d+|node_modules/)
      }
  })
})
