import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LOGIN_ATTEMPTS } from '../../../src/application/account/login.ts'
import { REFRESH_GRACE_MS } from '../../../src/domain/account/session.ts'
import { DAY_MS } from '../../../src/domain/primitives.ts'
import { allAtOnce } from '../../fixtures/house.ts'
import { type Answer, openTestHouse, PASSWORD, type TestHouse } from '../../fixtures/test-house.ts'

import { describeOnEach } from '../contracts/backends.ts'
import { DATABASES } from './databases.ts'

const tokens = z.object({ token: z.string().min(1), refreshToken: z.string().min(1) })

/** A member who came in through the front door. */
const logIn = async (house: TestHouse, email = 'minji@example.kr', headers = {}) => {
  const answer = await house
    .as(null)
    .post('/api/auth/login', { form: { email, password: PASSWORD }, headers })
  return z.object({ tokens }).parse(answer.data).tokens
}
const refreshing = (house: TestHouse, refreshtoken: string) =>
  house.asClient(null).get('/api/auth/refresh', { headers: { refreshtoken } })
const renewedBy = ({ data }: Answer) => tokens.parse(data)

const failedLogin = (house: TestHouse, email: string, headers = {}) =>
  house.asClient(null).post('/api/auth/login', { form: { email, password: 'wrong-password' }, headers })

describe('a login', () => {
  it('answers an unknown e-mail and a wrong password alike', async () => {
    const house = await openTestHouse()
    await house.creator('minji')
    const [known, unknown] = [
      await failedLogin(house, 'minji@example.kr'),
      await failedLogin(house, 'nobody@example.kr'),
    ]
    expect(known.status).toBe(401)
    expect(unknown.body).toEqual(known.body)
  })

  it('takes the e-mail however it is cased', async () => {
    const house = await openTestHouse()
    await house.creator('minji')
    const { token } = await logIn(house, ' MINJI@Example.kr ')
    expect((await house.asClient(token).get('/api/user')).status).toBe(200)
  })

  it('is refused after ten failures of one account from anywhere, also with the right password', async () => {
    const house = await openTestHouse()
    await house.creator('minji')
    await house.creator('junho')
    for (let attempt = 0; attempt < LOGIN_ATTEMPTS.perAccount; attempt += 1) {
      const headers = { 'x-test-address': `198.51.100.${attempt}` }
      expect((await failedLogin(house, 'minji@example.kr', headers)).kind).toBe('login-refused')
    }
    const right = { form: { email: 'minji@example.kr', password: PASSWORD } }
    const refused = await house.asClient(null).post('/api/auth/login', right)
    expect(refused).toMatchObject({ status: 429, kind: 'login-throttled' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await logIn(house, 'junho@example.kr')).token).not.toBe('')
    house.clock.pass(LOGIN_ATTEMPTS.windowMs)
    expect((await logIn(house)).token).not.toBe('')
  })

  it('throttles an e-mail that nobody has just the same', async () => {
    const house = await openTestHouse()
    for (let attempt = 0; attempt < LOGIN_ATTEMPTS.perAccount; attempt += 1)
      await failedLogin(house, 'nobody@example.kr')
    expect((await failedLogin(house, 'nobody@example.kr')).kind).toBe('login-throttled')
  })

  it('forgets the failures once the right password came', async () => {
    const house = await openTestHouse()
    await house.creator('minji')
    for (let round = 0; round < 2; round += 1) {
      for (let attempt = 1; attempt < LOGIN_ATTEMPTS.perAccount; attempt += 1)
        await failedLogin(house, 'minji@example.kr')
      expect((await logIn(house)).token).not.toBe('')
    }
  })

  it('is refused to an address that tries many accounts', async () => {
    const house = await openTestHouse()
    await house.creator('minji')
    // Each of them costs no argon2: the count is what is tried here.
    for (let attempt = 0; attempt < LOGIN_ATTEMPTS.perAddress; attempt += 1)
      await house.persistence.throttle.hit(
        'login:address:198.51.100.9',
        house.clock.now(),
        LOGIN_ATTEMPTS.windowMs,
      )
    const headers = { 'x-test-address': '198.51.100.9' }
    expect((await failedLogin(house, 'minji@example.kr', headers)).kind).toBe('login-throttled')
    expect((await logIn(house, 'minji@example.kr', { 'x-test-address': '198.51.100.10' })).token).not.toBe('')
  })
})

describeOnEach(DATABASES, 'a refresh token on %s', ({ open }) => {
  it('is exchanged for another, and that one again', async () => {
    const house = await openTestHouse({ storage: await open() })
    await house.creator('minji')
    let { refreshToken } = await logIn(house)
    const seen = new Set([refreshToken])
    for (let turn = 0; turn < 3; turn += 1) {
      house.clock.pass(13 * DAY_MS)
      const renewed = renewedBy(await refreshing(house, refreshToken))
      expect((await house.asClient(renewed.token).get('/api/user')).status).toBe(200)
      refreshToken = renewed.refreshToken
      seen.add(refreshToken)
    }
    expect(seen.size).toBe(4)
  })

  it('has one successor when 20 ask at once, and nobody is logged out', async () => {
    const house = await openTestHouse({ storage: await open() })
    await house.creator('minji')
    const { refreshToken } = await logIn(house)
    const answers = await allAtOnce(20, () => refreshing(house, refreshToken))
    const renewed = answers.map(renewedBy)
    expect(new Set(renewed.map((pair) => pair.refreshToken)).size).toBe(1)
    for (const { token } of renewed) expect((await house.asClient(token).get('/api/user')).status).toBe(200)
    const [first] = renewed
    expect((await refreshing(house, first?.refreshToken ?? '')).status).toBe(200)
  })

  it('ends its whole family when it is used again after the grace, and no other', async () => {
    const house = await openTestHouse({ storage: await open() })
    await house.creator('minji')
    const [stolen, other] = [await logIn(house), await logIn(house)]
    const successor = renewedBy(await refreshing(house, stolen.refreshToken))
    house.clock.pass(REFRESH_GRACE_MS)
    expect((await refreshing(house, stolen.refreshToken)).kind).toBe('refresh-token-reused')
    expect((await refreshing(house, successor.refreshToken)).kind).toBe('refresh-token-unknown')
    expect((await refreshing(house, other.refreshToken)).status).toBe(200)
  })

  it('is worth nothing after a logout, and neither is any token of the member', async () => {
    const house = await openTestHouse({ storage: await open() })
    await house.creator('minji')
    await house.creator('junho')
    const [phone, tablet, junho] = [
      await logIn(house),
      await logIn(house),
      await logIn(house, 'junho@example.kr'),
    ]
    expect((await house.as(phone.token).post('/api/auth/logout')).success).toBe(true)
    for (const { token, refreshToken } of [phone, tablet]) {
      expect((await house.asClient(token).get('/api/user')).kind).toBe('token-invalid')
      expect((await refreshing(house, refreshToken)).kind).toBe('refresh-token-unknown')
    }
    expect((await house.asClient(junho.token).get('/api/user')).status).toBe(200)
    expect((await house.asClient((await logIn(house)).token).get('/api/user')).status).toBe(200)
  })
})

describe('an access token', () => {
  it('tells of nobody but the number and the roles of its member', async () => {
    const house = await openTestHouse()
    const { account } = await house.creator('minji')
    const [, payload = ''] = (await logIn(house)).token.split('.')
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    expect(claims).toEqual({
      iss: 'crecker',
      aud: 'crecker',
      sub: String(account.id),
      roles: ['creator'],
      gen: 1,
      iat: expect.any(Number),
      exp: expect.any(Number),
    })
  })

  it('may do no more than its member may now', async () => {
    const house = await openTestHouse()
    const operator = await house.anOperator()
    const path = '/api/user/channel/pending'
    expect((await house.asClient(operator).get(path)).status).toBe(200)
    await house.change(operator, { roles: ['creator'] })
    expect((await house.asClient(operator).get(path)).kind).toBe('not-allowed')
    await house.change(operator, { roles: ['operator'] })
    expect((await house.asClient(operator).get(path)).status).toBe(200)
  })

  it('ends at once when the sessions of its member do', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    await house.change(minji, { sessionGeneration: 2 })
    expect((await house.asClient(minji).get('/api/user')).kind).toBe('token-invalid')
  })

  it('is no good for a member who is gone', async () => {
    const house = await openTestHouse()
    const minji = await house.creator('minji')
    // The same keys, and a database without her.
    const other = await openTestHouse({ keys: house.keys })
    expect((await other.asClient(minji).get('/api/user')).kind).toBe('token-invalid')
  })
})
