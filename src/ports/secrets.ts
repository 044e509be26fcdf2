import type { Role } from '../domain/account/role.ts'
import type { Id, Instant } from '../domain/primitives.ts'

export type PasswordHasher = {
  readonly hash: (password: string) => Promise<string>
  /** `outdated`: right, but to be hashed anew with today's parameters. A null hash takes as long and is always wrong. */
  readonly verify: (password: string, hash: string | null) => Promise<'right' | 'outdated' | 'wrong'>
}

export type AccessClaims = {
  readonly accountId: Id<'Account'>
  readonly roles: readonly Role[]
  readonly sessionGeneration: number
}

export type AccessTokens = {
  readonly issue: (claims: AccessClaims, issuedAt: Instant, expiresAt: Instant) => Promise<string>
  readonly read: (token: string, now: Instant) => Promise<AccessClaims | 'token-expired' | 'token-invalid'>
}

/** Random and one-way values. */
export type Secrets = {
  /** 256 random bits, URL-safe. */
  readonly token: () => string
  /** The token that follows `token` in its family; the same for the same token, and not to be guessed without the key. */
  readonly successor: (token: string) => string
  /** Sixteen base32 characters. */
  readonly proofCode: () => string
  /** One-way; for values with at least 80 random bits, and for comparing inputs. */
  readonly hash: (text: string) => string
}

/** Encryption at rest. */
export type Vault = {
  readonly seal: (plain: string) => string
  /** Throws when the text was changed or sealed with an unknown key. */
  readonly open: (sealed: string) => string
}
