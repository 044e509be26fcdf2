import { beforeEach, describe, expect, test } from 'vitest'
import { REFRESH_GRACE_MS } from '../../../src/domain/account/session.ts'
import { DAY_MS } from '../../../src/domain/primitives.ts'
import { err } from '../../../src/domain/result.ts'
import { aHouse, allAtOnce, attempt, audited, granted, type TestHouse } from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator } from '../../fixtures/stored.ts'

const unknown = err({ kind: 'refresh-token-unknown' })
const reused = err({ kind: 'refresh-token-reused' })

let house: TestHouse
let first: string
let accountId: Awaited<ReturnType<typeof storedCreator>>['id']

const logIn = async (): Promise<string> =>
  demand(await house.login({ email: 'haneul@example.kr', password: 'password', address: '10.0.0.1' }))
    .refreshToken

beforeEach(async () => {
  house = aHouse()
  const over = { email: 'haneul@example.kr', passwordHash: 'plain:password' }
  accountId = (await kept(house, (stores) => storedCreator(stores, over))).id
  first = await logIn()
})

describe('a refresh', () => {
  test('exchanges the token for a successor and a new access token', async () => {
    house.clock.set(inDays(10))
    const { token, refreshToken } = demand(await house.refreshSession(first))
    expect(refreshToken).not.toBe(first)
    expect(await house.accessTokens.read(token, inDays(23))).toEqual({
      accountId,
      roles: ['creator'],
      sessionGeneration: 1,
    })
    expect((await house.refreshSession(refreshToken)).ok).toBe(true)
  })

  test('gives an access token of 14 days, as a login does, and not of 30 (H78)', async () => {
    house.clock.set(inDays(10))
    const { token } = demand(await house.refreshSession(first))
    expect(await house.accessTokens.read(token, inDays(23.9))).toMatchObject({ accountId })
    expect(await house.accessTokens.read(token, inDays(24.1))).toBe('token-expired')
  })

  test('keeps the family alive for another 30 days', async () => {
    house.clock.set(inDays(29))
    const { refreshToken } = demand(await house.refreshSession(first))
    house.clock.set(inDays(58))
    expect((await house.refreshSession(refreshToken)).ok).toBe(true)
  })

  test('tells the roles of now, not those of the login', async () => {
    await kept(house, async ({ accounts }) => {
      const account = await accounts.find(accountId)
      if (account !== null) await accounts.save({ ...account, roles: ['creator', 'expert'] })
    })
    const { token } = demand(await house.refreshSession(first))
    expect(await house.accessTokens.read(token, NOON)).toMatchObject({ roles: ['creator', 'expert'] })
  })

  test('again within the grace gives the same successor, and nothing new is stored', async () => {
    const { refreshToken } = demand(await house.refreshSession(first))
    house.clock.pass(REFRESH_GRACE_MS - 1)
    const { changed } = await attempt(house, async () => {
      const again = await house.refreshSession(first)
      expect(demand(again).refreshToken).toBe(refreshToken)
      return again
    })
    expect(changed).toEqual([])
  })

  test('64 times at once gives one successor', async () => {
    const answers = await allAtOnce(64, () => house.refreshSession(first))
    expect(granted(answers)).toBe(64)
    expect(new Set(answers.map((answer) => demand(answer).refreshToken)).size).toBe(1)
    expect(house.tables.sessions.rows()).toHaveLength(2)
  })
})

describe('a refresh is refused and changes nothing', () => {
  const refusalOf = (token: string) => attempt(house, () => house.refreshSession(token))

  test('with a token that nobody was given', async () => {
    expect(await refusalOf('guessed')).toEqual({ refusal: unknown.error, changed: [] })
  })

  test('after 30 days', async () => {
    house.clock.pass(30 * DAY_MS)
    expect(await refusalOf(first)).toEqual({ refusal: { kind: 'refresh-token-expired' }, changed: [] })
  })

  test('after a logout', async () => {
    await house.logout(accountId)
    expect(await refusalOf(first)).toEqual({ refusal: unknown.error, changed: [] })
  })
})

describe('a token that comes a second time after the grace', () => {
  test('was stolen: its whole family ends, and the audit knows', async () => {
    const { refreshToken } = demand(await house.refreshSession(first))
    house.clock.pass(REFRESH_GRACE_MS)
    expect(await attempt(house, () => house.refreshSession(first))).toEqual({
      refusal: reused.error,
      changed: ['sessions', 'audit'],
    })
    expect(await house.refreshSession(refreshToken)).toEqual(unknown)
    expect(await house.refreshSession(first)).toEqual(unknown)
    expect(audited(house)).toMatchObject([
      { by: null, operation: 'refresh-token-reused', subject: `account:${accountId}` },
    ])
  })

  test('leaves other logins of the same member alone', async () => {
    const other = await logIn()
    demand(await house.refreshSession(first))
    house.clock.pass(REFRESH_GRACE_MS)
    expect(await house.refreshSession(first)).toEqual(reused)
    expect((await house.refreshSession(other)).ok).toBe(true)
  })
})
