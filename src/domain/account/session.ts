import { DAY_MS, type Id, type Instant, later } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'

/** As promised to the app's users: 14 days for the access token, 30 for the refresh token. */
export const ACCESS_TOKEN_LIFETIME_MS = 14 * DAY_MS
export const REFRESH_TOKEN_LIFETIME_MS = 30 * DAY_MS

/**
 * A client whose answer got lost, or that refreshed in two tabs at once, gets the same successor again within this
 * time instead of being taken for a thief.
 */
export const REFRESH_GRACE_MS = 10_000

/** One link of a chain of refresh tokens. The token itself is stored nowhere, only its hash. */
export type RefreshToken = {
  readonly hash: string
  /** All tokens that descend from one login share it. */
  readonly family: string
  readonly account: Id<'Account'>
  /** Generation of the account's sessions at login. */
  readonly generation: number
  readonly expiresAt: Instant
  readonly rotatedAt: Instant | null
  readonly revokedAt: Instant | null
}

export type SessionRefusal =
  | { readonly kind: 'refresh-token-unknown' }
  | { readonly kind: 'refresh-token-expired' }
  | { readonly kind: 'refresh-token-reused' }

/** Whether this token may be exchanged now: for the first time, or again within the grace. A later second use is theft. */
export const mayRefresh = (token: RefreshToken, now: Instant): Result<'first' | 'again', SessionRefusal> => {
  if (token.revokedAt !== null) return err({ kind: 'refresh-token-unknown' })
  if (now >= token.expiresAt) return err({ kind: 'refresh-token-expired' })
  if (token.rotatedAt === null) return ok('first')
  return now < later(token.rotatedAt, REFRESH_GRACE_MS) ? ok('again') : err({ kind: 'refresh-token-reused' })
}
