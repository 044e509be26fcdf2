import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { expect, test } from 'vitest'
import { securityHeaders } from '../../../src/adapters/http/security-headers.ts'

const asked = async (app: Hono, path: string) => {
  const { headers } = await app
    .get('/', (c) => c.json({}))
    .get('/broken', () => {
      throw new Error('broken')
    })
    .onError((_, c) => c.json({}, 500))
    .notFound((c) => c.json({}, 404))
    .request(path)
  return [...headers].filter(([name]) => !name.startsWith('content-')).toSorted()
}

test.each(['/', '/broken', '/nowhere'])(
  'answers carry the headers that Hono recommends: %s',
  async (path) => {
    const recommended = secureHeaders({
      crossOriginResourcePolicy: 'cross-origin',
      strictTransportSecurity: false,
    })
    const ours = await asked(new Hono().use(securityHeaders), path)
    expect(ours).toEqual(await asked(new Hono().use(recommended), path))
    expect(ours).toHaveLength(10)
  },
)
