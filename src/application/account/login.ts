import { comparablePassword, normaliseEmail } from '../../domain/account/account.ts'
import type { Role } from '../../domain/account/role.ts'
import { ACCESS_TOKEN_LIFETIME_MS, REFRESH_TOKEN_LIFETIME_MS } from '../../domain/account/session.ts'
import { type Instant, later, MINUTE_MS } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { AccountViews } from '../../ports/account.ts'
import type { Clock } from '../../ports/clock.ts'
import { Outage } from '../../ports/outage.ts'
import type { AccessTokens, PasswordHasher, Secrets } from '../../ports/secrets.ts'
import type { Throttle } from '../../ports/throttle.ts'
import type { Transact } from '../../ports/transact.ts'

export type LoginCommand = { readonly email: string; readonly password: string; readonly address: string }
export type Tokens = { readonly token: string; readonly refreshToken: string }
export type LoginRefusal =
  /** The same for an unknown e-mail and a wrong password, in words and in time. */
  { readonly kind: 'login-refused' } | { readonly kind: 'login-throttled'; readonly retryAt: Instant }

export type Login = (command: LoginCommand) => Promise<Result<Tokens, LoginRefusal>>

/** Attempts in one window: for each account, so that nobody guesses a password; for each address, so that nobody tries many accounts. */
export const LOGIN_ATTEMPTS = { windowMs: 15 * MINUTE_MS, perAccount: 10, perAddress: 100 } as const

export const login =
  ({
    transact,
    accountViews,
    clock,
    throttle,
    passwords,
    accessTokens,
    secrets,
  }: {
    readonly transact: Transact
    readonly accountViews: AccountViews
    readonly clock: Clock
    readonly throttle: Throttle
    readonly passwords: PasswordHasher
    readonly accessTokens: AccessTokens
    readonly secrets: Secrets
  }): Login =>
  async ({ email: typedEmail, password: typedPassword, address }) => {
    const now = clock.now()
    const email = normaliseEmail(typedEmail)
    const password = comparablePassword(typedPassword)
    // What could never have been registered is still counted and hashed, so that it shows in nothing.
    const asEmail = email.ok ? email.value : typedEmail.slice(0, EMAIL_SHOWN_MAX)
    const accountSubject = `login:account:${secrets.hash(asEmail)}`
    const { windowMs, perAccount, perAddress } = LOGIN_ATTEMPTS
    const throttled = err({ kind: 'login-throttled', retryAt: later(now, windowMs) } as const)
    // The address first: one that is shut out must not be able to shut others out.
    if ((await throttle.hit(`login:address:${address}`, now, windowMs)) > perAddress) return throttled
    if ((await throttle.hit(accountSubject, now, windowMs)) > perAccount) return throttled

    const found = email.ok ? await accountViews.credentials(email.value) : null
    const verdict = await passwords.verify(
      password ?? '',
      password === null ? null : (found?.passwordHash ?? null),
    )
    if (found === null || verdict === 'wrong') return err({ kind: 'login-refused' })

    const renewedHash =
      verdict === 'outdated' && password !== null ? await hashIfPossible(passwords, password) : null
    const refreshToken = secrets.token()
    const account = await transact<{ generation: number; roles: readonly Role[] }, LoginRefusal>(
      async ({ accounts, sessions }) => {
        const current = await accounts.find(found.id)
        // The password was changed while it was being checked.
        if (current === null || current.passwordHash !== found.passwordHash)
          return err({ kind: 'login-refused' })
        if (renewedHash !== null) await accounts.save({ ...current, passwordHash: renewedHash })
        await sessions.add({
          hash: secrets.hash(refreshToken),
          family: secrets.token(),
          account: current.id,
          generation: current.sessionGeneration,
          expiresAt: later(now, REFRESH_TOKEN_LIFETIME_MS),
          rotatedAt: null,
          revokedAt: null,
        })
        return ok({ generation: current.sessionGeneration, roles: current.roles })
      },
    )
    if (!account.ok) return account
    await throttle.clear(accountSubject)
    const token = await accessTokens.issue(
      { accountId: found.id, roles: account.value.roles, sessionGeneration: account.value.generation },
      now,
      later(now, ACCESS_TOKEN_LIFETIME_MS),
    )
    return ok({ token, refreshToken })
  }

const EMAIL_SHOWN_MAX = 254

/** A right password is not refused because it could not be hashed anew just now: the next login tries again. */
const hashIfPossible = async (passwords: PasswordHasher, password: string): Promise<string | null> => {
  try {
    return await passwords.hash(password)
  } catch (error) {
    if (error instanceof Outage) return null
    throw error
  }
}
