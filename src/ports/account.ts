import type { Account, NewAccount } from '../domain/account/account.ts'
import type { Role } from '../domain/account/role.ts'
import type { RefreshToken } from '../domain/account/session.ts'
import type { Interests } from '../domain/categories.ts'
import type { Id, Instant } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'

export type AccountStore = {
  /** Refused when the e-mail is taken, also by a sign-up that runs at the same time. */
  readonly add: (account: NewAccount) => Promise<Result<Account, { readonly kind: 'email-taken' }>>
  /** Locks the account for the rest of the transaction. */
  readonly find: (id: Id<'Account'>) => Promise<Account | null>
  readonly save: (account: Account) => Promise<void>
}

export type SessionStore = {
  readonly add: (token: RefreshToken) => Promise<void>
  /** Locks the token for the rest of the transaction. */
  readonly find: (hash: string) => Promise<RefreshToken | null>
  readonly save: (token: RefreshToken) => Promise<void>
  readonly revokeFamily: (family: string, at: Instant) => Promise<void>
  /** Deletes tokens that expired before `before`, the oldest first, at most `limit`; answers how many. */
  readonly deleteExpired: (before: Instant, limit: number) => Promise<number>
}

/** Account number and holder, sealed by the `Vault`; only the masked number can be read without its key. */
export type SealedPayee = { readonly bank: string; readonly maskedNumber: string; readonly sealed: string }

export type PayeeStore = {
  readonly find: (owner: Id<'Account'>) => Promise<SealedPayee | null>
  /** Replaces an earlier one. */
  readonly save: (owner: Id<'Account'>, payee: SealedPayee) => Promise<void>
}

/** What every request asks: does this member still exist, as what, and in which generation of sessions? */
export type Standing = {
  readonly roles: readonly Role[]
  readonly sessionGeneration: number
  /** When the member last changed what lists of ads show; null when that never was. */
  readonly ownChangeAt: Instant | null
}

export type Profile = {
  readonly id: Id<'Account'>
  readonly email: string
  readonly name: string
  readonly phone: string
  readonly location: string
  readonly profileImage: string | null
}

export type AccountViews = {
  readonly standing: (id: Id<'Account'>) => Promise<Standing | null>
  readonly profile: (id: Id<'Account'>) => Promise<Profile | null>
  /** For checking a password. Expects the normalised e-mail. */
  readonly credentials: (
    email: string,
  ) => Promise<{ readonly id: Id<'Account'>; readonly passwordHash: string } | null>
  readonly payee: (owner: Id<'Account'>) => Promise<SealedPayee | null>
  readonly interests: (id: Id<'Account'>) => Promise<Interests | null>
}
