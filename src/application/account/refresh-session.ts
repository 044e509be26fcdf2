import type { Account } from '../../domain/account/account.ts'
import {
  ACCESS_TOKEN_LIFETIME_MS,
  mayRefresh,
  REFRESH_TOKEN_LIFETIME_MS,
  type SessionRefusal,
} from '../../domain/account/session.ts'
import { later } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AccessTokens, Secrets } from '../../ports/secrets.ts'
import type { Stores, Transact } from '../../ports/transact.ts'
import type { Tokens } from './login.ts'

export type RefreshSession = (refreshToken: string) => Promise<Result<Tokens, SessionRefusal>>

/**
 * Exchanges a refresh token for its one successor. The same token again within the grace gets the same successor;
 * later it was stolen, or its successor was: the whole family ends.
 */
export const refreshSession =
  ({
    transact,
    clock,
    accessTokens,
    secrets,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly accessTokens: AccessTokens
    readonly secrets: Secrets
  }): RefreshSession =>
  async (refreshToken) => {
    const now = clock.now()
    const successor = secrets.successor(refreshToken)
    // Ok also for a theft: that the family ends must be kept.
    const exchanged = await transact<Result<Account, SessionRefusal>, SessionRefusal>(async (stores) => {
      const { sessions, accounts } = stores
      const token = await sessions.find(secrets.hash(refreshToken))
      if (token === null) return err({ kind: 'refresh-token-unknown' })
      const account = await accounts.find(token.account)
      if (account === null || account.sessionGeneration !== token.generation)
        return err({ kind: 'refresh-token-unknown' })
      const allowed = mayRefresh(token, now)
      if (!allowed.ok) {
        if (allowed.error.kind !== 'refresh-token-reused') return allowed
        await endStolenFamily(stores, token.family, account, now)
        return ok(allowed)
      }
      if (allowed.value === 'first') {
        await sessions.save({ ...token, rotatedAt: now })
        await sessions.add({
          ...token,
          hash: secrets.hash(successor),
          expiresAt: later(now, REFRESH_TOKEN_LIFETIME_MS),
          rotatedAt: null,
        })
      }
      return ok(ok(account))
    })
    if (!exchanged.ok) return exchanged
    if (!exchanged.value.ok) return exchanged.value
    const { id, roles, sessionGeneration } = exchanged.value.value
    const token = await accessTokens.issue(
      { accountId: id, roles, sessionGeneration },
      now,
      later(now, ACCESS_TOKEN_LIFETIME_MS),
    )
    return ok({ token, refreshToken: successor })
  }

const endStolenFamily = async (
  { sessions, audit }: Stores,
  family: string,
  account: Account,
  now: ReturnType<Clock['now']>,
): Promise<void> => {
  await sessions.revokeFamily(family, now)
  await audit.append({
    at: now,
    by: null,
    operation: 'refresh-token-reused',
    subject: `account:${account.id}`,
    before: null,
    after: null,
  })
}
