import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import { describe, expect, it, test } from 'vitest'
import { accessTokens, type SigningKey } from '../../../src/adapters/auth/access-tokens.ts'
import type { Role } from '../../../src/domain/account/role.ts'
import { DAY_MS, type Instant, later, toId, toInstant } from '../../../src/domain/primitives.ts'

const NOW = toInstant(Date.UTC(2026, 10, 23, 1, 2, 3, 456))
const newKey = (kid: string): SigningKey => ({ kid, key: generateKeyPairSync('ed25519').privateKey })
const KEY = newKey('first')
const ROLES: readonly Role[] = ['creator', 'operator']
const CLAIMS = { accountId: toId<'Account'>(42), roles: ROLES, sessionGeneration: 3 }

const issue = (key = KEY, expiresAt: Instant = later(NOW, 14 * DAY_MS)): Promise<string> =>
  accessTokens({ keys: [key] }).issue(CLAIMS, NOW, expiresAt)
const read = (token: string, now = NOW) => accessTokens({ keys: [KEY] }).read(token, now)

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const partsOf = (token: string): [string, string, string] => {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return [header, payload, signature]
}
const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())

const PAYLOAD: JWTPayload = {
  iss: 'crecker',
  aud: 'crecker',
  sub: '42',
  roles: ['creator'],
  gen: 0,
  iat: Math.floor(NOW / 1_000),
  exp: Math.floor(NOW / 1_000) + 60,
}
/** Signed with the right key, whatever it says. */
const forge = (payload: JWTPayload, header: Record<string, unknown> = {}, key = KEY): Promise<string> =>
  new SignJWT(payload)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'first', ...header })
    .sign(key.key, { crit: { demand: true } })

describe('an access token', () => {
  it('tells who it was issued to', async () => {
    expect(await read(await issue())).toEqual(CLAIMS)
  })

  it('says no more than it must', async () => {
    const [header, payload] = partsOf(await issue())
    expect(decode(header)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: 'first' })
    expect(decode(payload)).toEqual({
      iss: 'crecker',
      aud: 'crecker',
      sub: '42',
      roles: ['creator', 'operator'],
      gen: 3,
      iat: 1_795_395_723,
      exp: 1_795_395_723 + 14 * 86_400,
    })
  })

  it('that was found good before expires all the same, and lends nothing to one that was altered', async () => {
    const tokens = accessTokens({ keys: [KEY] })
    const expiresAt = later(NOW, 60_000)
    const token = await issue(KEY, expiresAt)
    const [header, payload, signature] = partsOf(token)
    for (let time = 0; time < 2; time += 1) expect(await tokens.read(token, NOW)).toEqual(CLAIMS)
    const others = encode({ ...Object(decode(payload)), sub: '43' })
    expect(await tokens.read([header, others, signature].join('.'), NOW)).toBe('token-invalid')
    expect(await tokens.read([header, payload, `${signature}A`].join('.'), NOW)).toBe('token-invalid')
    expect(await tokens.read(token, later(expiresAt, 1_000))).toBe('token-expired')
    expect(await tokens.read(token, NOW)).toEqual(CLAIMS)
  })

  it('holds until the second in which it expires', async () => {
    const token = await issue(KEY, later(NOW, 60_000))
    const lastMoment = later(NOW, 60_000 - 457)
    expect(await read(token, lastMoment)).toEqual(CLAIMS)
    expect(await read(token, later(lastMoment, 1))).toBe('token-expired')
    expect(await read(token, later(NOW, 365 * DAY_MS))).toBe('token-expired')
  })

  it('is needed by a server that has a key', () => {
    expect(() => accessTokens({ keys: [] })).toThrow('signing key')
  })
})

describe('keys that roll', () => {
  const [older, newer] = [newKey('older'), newKey('newer')]

  it('sign with the first and verify with all', async () => {
    const before = accessTokens({ keys: [older] })
    const during = accessTokens({ keys: [newer, older] })
    const after = accessTokens({ keys: [newer] })
    const expiresAt = later(NOW, DAY_MS)
    const oldToken = await before.issue(CLAIMS, NOW, expiresAt)
    const newToken = await during.issue(CLAIMS, NOW, expiresAt)
    expect(decode(partsOf(newToken)[0])).toHaveProperty('kid', 'newer')
    expect(await during.read(oldToken, NOW)).toEqual(CLAIMS)
    expect(await during.read(newToken, NOW)).toEqual(CLAIMS)
    expect(await after.read(newToken, NOW)).toEqual(CLAIMS)
    expect(await after.read(oldToken, NOW)).toBe('token-invalid')
    expect(await before.read(newToken, NOW)).toBe('token-invalid')
  })
})

describe('a token that was tampered with', () => {
  it('is invalid without a signature', async () => {
    const [, payload] = partsOf(await issue())
    for (const alg of ['none', 'None', 'NONE', '']) {
      const header = encode({ alg, typ: 'at+jwt', kid: 'first' })
      expect(await read(`${header}.${payload}.`)).toBe('token-invalid')
    }
  })

  it('is invalid when the public key was used as a shared secret', async () => {
    const publicKey = createPublicKey(KEY.key)
    const secrets = [
      publicKey.export({ type: 'spki', format: 'pem' }),
      publicKey.export({ type: 'spki', format: 'der' }),
      Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    ]
    for (const secret of secrets) {
      const token = await new SignJWT(PAYLOAD)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'first' })
        .sign(Buffer.from(secret))
      expect(await read(token)).toBe('token-invalid')
    }
  })

  it('is invalid with another payload', async () => {
    const [header, payload, signature] = partsOf(await issue())
    const changed = { ...Object(decode(payload)), sub: '43' }
    expect(await read(`${header}.${encode(changed)}.${signature}`)).toBe('token-invalid')
  })

  it('is invalid with another signature', async () => {
    const [header, payload, signature] = partsOf(await issue())
    const [, , another] = partsOf(await issue(newKey('first')))
    expect(await read(`${header}.${payload}.${another}`)).toBe('token-invalid')
    expect(await read(`${header}.${payload}.${signature.slice(0, -4)}`)).toBe('token-invalid')
    expect(await read(`${header}.${payload}.`)).toBe('token-invalid')
  })

  it('is invalid, not expired, when nobody knows who says that it expired', async () => {
    const token = await issue(newKey('first'), later(NOW, -DAY_MS))
    expect(await read(token)).toBe('token-invalid')
  })

  it('is invalid when it brings its own key', async () => {
    const stranger = newKey('first')
    const jwk = createPublicKey(stranger.key).export({ format: 'jwk' })
    expect(await read(await forge(PAYLOAD, { jwk }, stranger))).toBe('token-invalid')
  })

  test.each([
    '',
    '.',
    '..',
    'a.b.c',
    'a.b',
    `${encode({ alg: 'EdDSA' })}.${encode({})}.AA`,
    'x'.repeat(100_000),
    '\0.\0.\0',
  ])('is invalid when it is no token: %.20s', async (token) => {
    expect(await read(token)).toBe('token-invalid')
  })
})

describe('a token signed by us for something else', () => {
  it('is read when it says everything', async () => {
    expect(await read(await forge(PAYLOAD))).toEqual({
      accountId: 42,
      roles: ['creator'],
      sessionGeneration: 0,
    })
  })

  test.each([
    ['an unknown key', { kid: 'second' }],
    ['no key', { kid: undefined }],
    ['another type', { typ: 'JWT' }],
    ['no type', { typ: undefined }],
    ['a demand that we do not know', { crit: ['demand'], demand: true }],
  ])('is invalid with %s', async (_, header) => {
    expect(await read(await forge(PAYLOAD, header))).toBe('token-invalid')
  })

  const without = (claim: string): JWTPayload =>
    Object.fromEntries(Object.entries(PAYLOAD).filter(([name]) => name !== claim))
  test.each([
    ['another issuer', { ...PAYLOAD, iss: 'somebody' }],
    ['no issuer', without('iss')],
    ['another audience', { ...PAYLOAD, aud: 'somebody' }],
    ['no audience', without('aud')],
    ['no end', without('exp')],
    ['no beginning', without('iat')],
    ['nobody', without('sub')],
    ['an account that is no number', { ...PAYLOAD, sub: 'me' }],
    ['account 0', { ...PAYLOAD, sub: '0' }],
    ['account 1 written otherwise', { ...PAYLOAD, sub: '1e0' }],
    ['an account past the largest', { ...PAYLOAD, sub: '2147483648' }],
    ['no roles', without('roles')],
    ['roles that are a text', { ...PAYLOAD, roles: 'admin' }],
    ['a role that there is not', { ...PAYLOAD, roles: ['creator', 'root'] }],
    ['a role twice', { ...PAYLOAD, roles: ['creator', 'creator'] }],
    ['a role that is no text', { ...PAYLOAD, roles: [['creator']] }],
    ['no generation', without('gen')],
    ['a generation that is a text', { ...PAYLOAD, gen: '0' }],
    ['half a generation', { ...PAYLOAD, gen: 0.5 }],
    ['a generation below 0', { ...PAYLOAD, gen: -1 }],
  ])('is invalid with %s', async (_, payload) => {
    expect(await read(await forge(payload))).toBe('token-invalid')
  })
})
