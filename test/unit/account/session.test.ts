import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  ACCESS_TOKEN_LIFETIME_MS,
  mayRefresh,
  REFRESH_GRACE_MS,
  REFRESH_TOKEN_LIFETIME_MS,
  type RefreshToken,
} from '../../../src/domain/account/session.ts'
import { DAY_MS, type Instant, later, toId } from '../../../src/domain/primitives.ts'
import { aRefreshToken } from '../../fixtures/account.ts'
import { inHours, NOON } from '../../fixtures/instants.ts'

const token = (changed: Partial<RefreshToken> = {}): RefreshToken => aRefreshToken(toId(7), changed)
const EXPIRES = token().expiresAt
const ROTATED = { rotatedAt: NOON }

describe('a session lasts as promised', () => {
  it('14 days, or 30 days with refreshes', () => {
    expect(ACCESS_TOKEN_LIFETIME_MS).toBe(14 * DAY_MS)
    expect(REFRESH_TOKEN_LIFETIME_MS).toBe(30 * DAY_MS)
  })
})

describe('a refresh token may be exchanged', () => {
  test.each<[how: string, token: RefreshToken, now: Instant, verdict: string]>([
    ['for the first time', token(), NOON, 'first'],
    ['until the last millisecond', token(), later(EXPIRES, -1), 'first'],
    ['not once it has expired', token(), EXPIRES, 'refresh-token-expired'],
    ['again at the same moment', token(ROTATED), NOON, 'again'],
    ['again within the grace', token(ROTATED), later(NOON, REFRESH_GRACE_MS - 1), 'again'],
    [
      'not after the grace: that is theft',
      token(ROTATED),
      later(NOON, REFRESH_GRACE_MS),
      'refresh-token-reused',
    ],
    ['not days later either', token(ROTATED), inHours(240), 'refresh-token-reused'],
    ['not when revoked', token({ revokedAt: NOON }), NOON, 'refresh-token-unknown'],
    [
      'not when revoked within the grace',
      token({ ...ROTATED, revokedAt: NOON }),
      NOON,
      'refresh-token-unknown',
    ],
    ['not when revoked and expired', token({ revokedAt: NOON }), EXPIRES, 'refresh-token-unknown'],
    ['not when expired, though reused', token(ROTATED), EXPIRES, 'refresh-token-expired'],
    [
      'not within the grace when it expired meanwhile',
      token({ rotatedAt: later(EXPIRES, -1) }),
      EXPIRES,
      'refresh-token-expired',
    ],
  ])('%s', (_, given, now, verdict) => {
    const may = mayRefresh(given, now)
    expect(may.ok ? may.value : may.error.kind).toBe(verdict)
  })

  it('for the first time at most once, and never when revoked', () => {
    const moment = fc.integer({ min: -40 * 24, max: 40 * 24 }).map((hours) => inHours(hours))
    fc.assert(
      fc.property(moment, fc.option(moment), fc.option(moment), (now, rotatedAt, revokedAt) => {
        const may = mayRefresh(token({ rotatedAt, revokedAt }), now)
        if (revokedAt !== null || now >= EXPIRES) expect(may.ok).toBe(false)
        if (may.ok) expect(may.value === 'first').toBe(rotatedAt === null)
      }),
    )
  })
})
