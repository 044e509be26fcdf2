import { describe, expect, it } from 'vitest'
import { recogniseImage } from '../../../src/adapters/images/recognise.ts'
import type { Persistence } from '../../../src/ports/persistence.ts'
import { breakableStorage } from '../../fixtures/breakable.ts'
import { onePixel } from '../../fixtures/pictures.ts'
import { openStorage, openTestHouse } from '../../fixtures/test-house.ts'
import { openBusyHouse } from './busy-house.ts'
import { methodOf, ROUTES } from './routes.ts'

describe('an address that nothing is at', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/nothing'],
    ['GET', '/api'],
    ['GET', '/api/'],
    ['GET', '/api/nothing'],
    ['POST', '/api/cash'],
    ['DELETE', '/api/user'],
    ['PATCH', '/api/user/payee'],
    ['PUT', '/health'],
    ['POST', '/images/x.png'],
    ['GET', '/api/userad/1/2/3'],
    ['GET', '/api/../../etc/passwd'],
    ['OPTIONS', '/api/cash'],
    ['GET', '/docs/index.html'],
  ])('is answered with the envelope: %s %s', async (method, path) => {
    const house = await openTestHouse()
    const answer = await house.as(null).send(method, path)
    expect(answer.body).toEqual({ statusCode: 404, success: false, message: '존재하지 않는 주소입니다.' })
    expect(answer.status).toBe(404)
    expect((await house.asClient(null).send(method, path)).kind).toBe('route-not-found')
  })

  it.each(Object.keys(ROUTES))('is not %s with a slash at its end', async (route) => {
    const house = await openBusyHouse()
    const row = ROUTES[route]
    const { path, sent } = row?.call(house) ?? { path: '' }
    const slashed = path.includes('?') ? path.replace('?', '/?') : `${path}/`
    const answer = await house.asClient(house.minji).send(methodOf(route), slashed, sent)
    expect(answer.status).toBe(row?.minji)
  })
})

describe('every answer', () => {
  const ASKED = [
    ['a success', '/api/advertise/ad/latest'],
    ['a refusal', '/api/report/1'],
    ['an unknown address', '/nothing'],
    ['a probe', '/health'],
    ['the document', '/openapi.json'],
  ] as const

  it.each(ASKED)('carries what keeps browsers safe: %s', async (_, path) => {
    const house = await openBusyHouse()
    const { headers } = await house.as(house.minji).get(path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    // The 2020 app speaks clear-text HTTP: only a proxy in front knows whether there is TLS.
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
  })

  it.each(ASKED)('has a number of its own, under which it is in the log: %s', async (_, path) => {
    const house = await openBusyHouse()
    const first = (await house.as(house.minji).get(path)).headers.get('x-request-id')
    const second = (await house.as(house.minji).get(path)).headers.get('x-request-id')
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(second).not.toBe(first)
    expect(house.log).toContainEqual(
      expect.objectContaining({ level: 'info', message: 'request', requestId: first, method: 'GET', path }),
    )
  })

  it('is kept by nobody in between when it is of a member', async () => {
    const house = await openBusyHouse()
    for (const path of ['/api/cash', '/api/report/1', '/api/nothing'])
      expect((await house.as(house.minji).get(path)).headers.get('cache-control')).toBe('no-store')
  })

  it('does not let a query or a token into the log', async () => {
    const house = await openBusyHouse()
    await house.as(house.minji).get('/api/notify?cursor=12345&token=secret')
    await house.as(house.minji).get(`/nothing?token=${house.minji.token}`)
    await house.as(null).get('/api/auth/refresh', { headers: { refreshtoken: house.refreshToken } })
    const log = JSON.stringify(house.log)
    for (const secret of ['12345', 'secret', house.minji.token, house.refreshToken])
      expect(log).not.toContain(secret)
  })
})

describe('a picture', () => {
  it('is served as it was stored, for ever', async () => {
    const house = await openBusyHouse()
    const response = await house.app.request(`/images/${house.pictureName}`)
    expect(response.status).toBe(200)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(house.picture)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  it('is not sent again to whoever has it', async () => {
    const house = await openBusyHouse()
    const path = `/images/${house.pictureName}`
    const tag = (await house.app.request(path)).headers.get('etag') ?? ''
    expect(tag).toMatch(/^"[^"]+"$/)
    for (const known of [tag, `W/${tag}`, `"another", ${tag}`, '*']) {
      const again = await house.app.request(path, { headers: { 'if-none-match': known } })
      expect([again.status, await again.text(), again.headers.get('etag')], known).toEqual([304, '', tag])
      expect(again.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(again.headers.get('content-type')).toBeNull()
    }
    for (const other of ['"another"', tag.replaceAll('"', ''), '', `${tag.slice(0, -1)}x"`]) {
      const whole = await house.app.request(path, { headers: { 'if-none-match': other } })
      expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, house.picture.byteLength])
    }
  })

  it('that is there no more is not said to be known', async () => {
    const house = await openBusyHouse()
    await house.images.remove(house.pictureName)
    const headers = { 'if-none-match': `"${house.pictureName}"` }
    expect((await house.app.request(`/images/${house.pictureName}`, { headers })).status).toBe(404)
  })

  it('tells its size and type without being sent', async () => {
    const house = await openBusyHouse()
    const head = await house.app.request(`/images/${house.pictureName}`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('content-length')).toBe(String(house.picture.byteLength))
    expect(head.headers.get('content-type')).toBe('image/png')
    expect(head.headers.get('etag')).toBe(`"${house.pictureName}"`)
    expect((await house.app.request('/images/keys.json', { method: 'HEAD' })).status).toBe(404)
  })

  it('is ours for a member who has none, and may be drawn anew by a later version', async () => {
    const house = await openTestHouse()
    const ours = await house.app.request('/images/default-profile.png')
    expect(ours.headers.get('content-type')).toBe('image/png')
    expect(ours.headers.get('cache-control')).toBe('public, max-age=86400')
    const bytes = new Uint8Array(await ours.arrayBuffer())
    expect(recogniseImage(bytes)).toEqual({ format: 'png', width: 256, height: 256 })
    expect(bytes.byteLength).toBeLessThan(8_000)
    const headers = { 'if-none-match': ours.headers.get('etag') ?? '' }
    expect((await house.app.request('/images/default-profile.png', { headers })).status).toBe(304)
  })

  it('with a page in it is a picture and nothing else', async () => {
    const house = await openTestHouse()
    const page = '<html><script>alert(1)</script></html>'
    const polyglot = Buffer.concat([onePixel.gif, Buffer.from(page)])
    const saved = await house.images.save(polyglot)
    const answer = await house.app.request(`/images/${saved.ok ? saved.value : ''}`)
    expect(answer.headers.get('content-type')).toBe('image/gif')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.text()).not.toContain('script')
  })

  it.each([
    '00000000000000000000000000000000.png',
    '..%2f..%2fkeys.json',
    '%2e%2e%2fkeys.json',
    '..%5ckeys.json',
    'keys.json',
    '%00.png',
    '%ff.png',
    'CON',
    '.png',
    '%F0%9F%90%88.png',
    `${'a'.repeat(5_000)}.png`,
    '__proto__',
  ])('is not there under the name %s', async (name) => {
    const house = await openTestHouse()
    const answer = await house.as(null).get(`/images/${name}`)
    expect(answer.status).toBe(404)
    expect(answer.message).toBe('존재하지 않는 주소입니다.')
    expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable')
  })
})

describe('the probes', () => {
  it('say that the server lives and takes work', async () => {
    const house = await openTestHouse()
    expect(await house.as(null).get('/health')).toMatchObject({ status: 200, success: true, message: 'ok' })
    expect(await house.as(null).get('/ready')).toMatchObject({ status: 200, success: true, message: 'ready' })
  })

  it('say so while the database is away, and that no work is taken', async () => {
    const { storage, breakDown, mend } = breakableStorage(await openStorage())
    const house = await openTestHouse({ storage })
    breakDown({ spared: 'nothing' })
    expect((await house.as(null).get('/health')).status).toBe(200)
    expect((await house.as(null).get('/ready')).status).toBe(503)
    mend()
    expect((await house.as(null).get('/ready')).status).toBe(200)
  })

  it('are answered in time while the database hangs, as everything else is', async () => {
    let hangs = false
    let hangsFor: number | null = null
    const never = new Promise<never>(() => undefined)
    const hanging = (working: Persistence): Persistence => ({
      ...working,
      transact: (work) => (hangs ? never : working.transact(work)),
      check: () => (hangs ? never : working.check()),
      // Asked before a request's body is read.
      views: {
        ...working.views,
        accounts: {
          ...working.views.accounts,
          standing: (id) => (hangsFor === id ? never : working.views.accounts.standing(id)),
        },
      },
    })
    const { persistences, everything } = await openStorage()
    const [first, ...others] = persistences
    const house = await openTestHouse({
      storage: { persistences: [hanging(first), ...others.map(hanging)], everything },
    })
    const [minji, junho] = [await house.creator('minji'), await house.creator('junho')]
    hangs = true
    hangsFor = junho.account.id
    const startedAt = performance.now()
    const payee = { bank: '국민은행', number: '110-123-456789', holder: '김민지' }
    const [ready, asked, sent, health] = await Promise.all([
      house.as(null).get('/ready'),
      house.asClient(minji).send('POST', '/api/cash/withdraw'),
      house.asClient(junho).send('PUT', '/api/user/payee', {
        json: payee,
        headers: { 'transfer-encoding': 'chunked' },
      }),
      house.as(null).get('/health'),
    ])
    expect([ready.status, asked.status, sent.status, health.status]).toEqual([503, 503, 503, 200])
    expect(asked.kind).toBe('outage')
    expect(sent.headers.get('connection')).toBe('close')
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    hangs = false
    expect((await house.as(null).get('/ready')).status).toBe(200)
  })

  it('say that no work is taken while the server ends, and running work goes on', async () => {
    let accepting = true
    const house = await openTestHouse({ isAccepting: () => accepting })
    const minji = await house.creator('minji')
    accepting = false
    expect((await house.as(null).get('/health')).status).toBe(200)
    expect((await house.as(null).get('/ready')).status).toBe(503)
    expect((await house.as(minji).get('/api/cash')).status).toBe(200)
  })
})

describe('the document', () => {
  it('lists every route', async () => {
    const house = await openTestHouse()
    const { body } = await house.as(null).get('/openapi.json')
    expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), info: { title: 'Crecker' } })
    for (const route of Object.keys(ROUTES)) {
      const path = route.slice(route.indexOf(' ') + 1).replaceAll(/:(\w+)/g, '{$1}')
      expect(body).toHaveProperty(['paths', path, methodOf(route).toLowerCase()])
    }
  })

  it('says of what takes pictures that it is a form, and of everything else that it is JSON', async () => {
    const house = await openTestHouse()
    const { body } = await house.as(null).get('/openapi.json')
    const bodyOf = (path: string, method: string) => ['paths', path, method, 'requestBody', 'content']
    const binary = expect.objectContaining({ type: 'string', format: 'binary' })
    expect(body).toHaveProperty(bodyOf('/api/user', 'put'), {
      'multipart/form-data': {
        schema: expect.objectContaining({
          properties: expect.objectContaining({ profileImage: { anyOf: [binary, expect.anything()] } }),
        }),
      },
    })
    expect(body).toHaveProperty([...bodyOf('/api/advertise/ad/insert', 'post'), 'multipart/form-data'])
    expect(body).toHaveProperty([...bodyOf('/api/user/interest', 'put'), 'application/json'])
  })

  it('names the fields of an input', async () => {
    const house = await openTestHouse()
    const { text } = await house.as(null).get('/openapi.json')
    for (const field of ['planContents', 'bankReference', 'requiredHashtags', 'userAdIdx'])
      expect(text).toContain(field)
  })
})
