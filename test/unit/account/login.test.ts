import { describe, expect, test } from 'vitest'
import { secrets } from '../../../src/adapters/auth/secrets.ts'
import { LOGIN_ATTEMPTS, login } from '../../../src/application/account/login.ts'
import { DAY_MS, later } from '../../../src/domain/primitives.ts'
import { err } from '../../../src/domain/result.ts'
import { Outage } from '../../../src/ports/outage.ts'
import type { PasswordHasher } from '../../../src/ports/secrets.ts'
import { aHouse, allAtOnce, attempt, granted, plainPasswords, type TestHouse } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

const PASSWORD = '비밀번호-1234'
const typed = { email: 'haneul@example.kr', password: PASSWORD, address: '10.0.0.1' }
const wrong = { ...typed, password: 'not the password' }

const withHaneul = async () => {
  const house = aHouse()
  const passwordHash = await plainPasswords.hash(PASSWORD)
  const haneul = await kept(house, (stores) => storedCreator(stores, { email: typed.email, passwordHash }))
  return { house, haneul }
}

const times = async <T>(howOften: number, act: (index: number) => Promise<T>): Promise<void> => {
  for (let index = 0; index < howOften; index += 1) await act(index)
}

const refused = err({ kind: 'login-refused' })
const throttled = err({ kind: 'login-throttled', retryAt: later(NOON, LOGIN_ATTEMPTS.windowMs) })

describe('a login', () => {
  test('gives an access token of 14 days that says who it is', async () => {
    const { house, haneul } = await withHaneul()
    const { token } = demand(await house.login(typed))
    const claims = { accountId: haneul.id, roles: ['creator'], sessionGeneration: 1 }
    expect(await house.accessTokens.read(token, inDays(13))).toEqual(claims)
    expect(await house.accessTokens.read(token, later(NOON, 14 * DAY_MS + 1_000))).toBe('token-expired')
  })

  test('keeps of the refresh token of 30 days a hash only', async () => {
    const { house, haneul } = await withHaneul()
    const { refreshToken } = demand(await house.login(typed))
    const stored = house.tables.sessions.rows()
    expect(stored).toMatchObject([
      { account: haneul.id, generation: 1, expiresAt: inDays(30), rotatedAt: null, revokedAt: null },
    ])
    expect(JSON.stringify(stored)).not.toContain(refreshToken)
  })

  test('does not mind how the e-mail is cased and the password is composed', async () => {
    const { house } = await withHaneul()
    const onAMac = { ...typed, email: ' HANEUL@example.kr ', password: PASSWORD.normalize('NFD') }
    expect((await house.login(onAMac)).ok).toBe(true)
  })

  test('begins a family of its own each time', async () => {
    const { house } = await withHaneul()
    await times(2, () => house.login(typed))
    expect(new Set(house.tables.sessions.rows().map(({ family }) => family)).size).toBe(2)
  })

  test('renews a password hash of an older kind, and only such a one', async () => {
    const { house, haneul } = await withHaneul()
    expect((await attempt(house, () => house.login(typed))).changed).toEqual(['sessions'])
    await kept(house, (stores) => stores.accounts.save({ ...haneul, passwordHash: `old:${PASSWORD}` }))
    expect((await house.login(typed)).ok).toBe(true)
    expect(house.tables.accounts.get(haneul.id)?.passwordHash).toBe(`plain:${PASSWORD}`)
  })

  test('takes a password that is shorter than a new one may be: the 2020 server asked for no length', async () => {
    const { house, haneul } = await withHaneul()
    await kept(house, (stores) => stores.accounts.save({ ...haneul, passwordHash: 'old:1234' }))
    for (const _first of [true, false])
      expect((await house.login({ ...typed, password: '1234' })).ok).toBe(true)
    expect(house.tables.accounts.get(haneul.id)?.passwordHash).toBe('plain:1234')
  })
})

describe('a login is refused in the same way, and changes nothing,', () => {
  test.each([
    ['with a wrong password', wrong],
    ['with an unknown e-mail', { ...typed, email: 'nobody@example.kr' }],
    ['with an e-mail that is none', { ...typed, email: 'haneul' }],
    ['with a password that nobody could have', { ...typed, password: '1'.repeat(1_025) }],
    ['with no password', { ...typed, password: '' }],
  ])('%s', async (_how, command) => {
    const { house } = await withHaneul()
    expect(await attempt(house, () => house.login(command))).toEqual({ refusal: refused.error, changed: [] })
  })
})

describe('guessing', () => {
  test('ends after ten attempts at one account, for the right password too', async () => {
    const { house } = await withHaneul()
    await times(10, async () => expect(await house.login(wrong)).toEqual(refused))
    expect(await house.login(wrong)).toEqual(throttled)
    expect(await attempt(house, () => house.login(typed))).toEqual({ refusal: throttled.error, changed: [] })
  })

  test('is not got around with another address or another spelling', async () => {
    const { house } = await withHaneul()
    await times(10, (index) => house.login({ ...wrong, address: `10.0.1.${index}` }))
    expect(await house.login({ ...typed, email: 'HANEUL@EXAMPLE.KR', address: '10.0.2.1' })).toEqual(
      throttled,
    )
  })

  test('is held up in the same way at an e-mail that nobody has', async () => {
    const house = aHouse()
    await times(10, async () => expect(await house.login(wrong)).toEqual(refused))
    expect(await house.login(wrong)).toEqual(throttled)
  })

  test('of one account does not lock out another', async () => {
    const { house } = await withHaneul()
    await times(20, () => house.login({ ...wrong, email: 'minsu@example.kr' }))
    expect((await house.login(typed)).ok).toBe(true)
  })

  test('may go on when the window of 15 minutes is over', async () => {
    const { house } = await withHaneul()
    await times(11, () => house.login(wrong))
    house.clock.pass(LOGIN_ATTEMPTS.windowMs - 1)
    expect((await house.login(typed)).ok).toBe(false)
    house.clock.pass(1)
    expect((await house.login(typed)).ok).toBe(true)
  })

  test('is forgotten after a successful login', async () => {
    const { house } = await withHaneul()
    await times(9, () => house.login(wrong))
    demand(await house.login(typed))
    await times(10, async () => expect(await house.login(wrong)).toEqual(refused))
  })

  test('ends after a hundred attempts from one address, whatever the accounts', async () => {
    const { house } = await withHaneul()
    await times(100, (index) => house.login({ ...wrong, email: `nobody-${index}@example.kr` }))
    expect(await house.login(typed)).toEqual(throttled)
    expect((await house.login({ ...typed, address: '10.0.0.2' })).ok).toBe(true)
  })

  test('64 times at once is ten attempts like any others', async () => {
    const { house } = await withHaneul()
    const answers = await allAtOnce(64, () => house.login(wrong))
    expect(granted(answers)).toBe(0)
    expect(answers.filter(isThrottled)).toHaveLength(54)
  })
})

/** The house's login with another hasher of passwords. */
const loginWith = (house: TestHouse, over: Partial<PasswordHasher>) =>
  login({
    ...house,
    secrets: secrets({ key: house.keys.secrets }),
    passwords: { ...plainPasswords, ...over },
  })(typed)

test('a password that is changed while it is being checked does not log in', async () => {
  const { house, haneul } = await withHaneul()
  const answer = await loginWith(house, {
    verify: async (password, hash) => {
      await kept(house, ({ accounts }) => accounts.save({ ...haneul, passwordHash: 'plain:another one' }))
      return plainPasswords.verify(password, hash)
    },
  })
  expect(answer).toEqual(refused)
  expect(house.tables.sessions.rows()).toEqual([])
})

test('a right password logs in although there is no time to renew its hash', async () => {
  const { house, haneul } = await withHaneul()
  await kept(house, ({ accounts }) => accounts.save({ ...haneul, passwordHash: `old:${PASSWORD}` }))
  const answer = await loginWith(house, {
    hash: async () => {
      throw new Outage('too many passwords wait to be hashed')
    },
  })
  expect(answer.ok).toBe(true)
  expect(house.tables.accounts.get(haneul.id)?.passwordHash).toBe(`old:${PASSWORD}`)
})

const isThrottled = (answer: Awaited<ReturnType<TestHouse['login']>>): boolean =>
  !answer.ok && answer.error.kind === 'login-throttled'
