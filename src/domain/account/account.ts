import type { Interests } from '../categories.ts'
import type { Id, Instant } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'
import type { Role } from './role.ts'

/** A person who can log in (회원). */
export type Account = {
  readonly id: Id<'Account'>
  /** Lower case, NFC; unique. */
  readonly email: string
  /** PHC string; never leaves the core. */
  readonly passwordHash: string
  readonly roles: readonly Role[]
  readonly name: string
  readonly phone: string
  readonly location: string
  readonly profileImage: string | null
  readonly interests: Interests
  readonly consents: readonly Consent[]
  /** Grows by one when every session of this person is to end; a token of an older generation is refused. */
  readonly sessionGeneration: number
  readonly createdAt: Instant
}
export type NewAccount = Omit<Account, 'id'>

/** The picture of a member who has none; it is bundled, and the image store is asked for it as for any other. */
export const DEFAULT_PROFILE_IMAGE = 'default-profile.png'

export type Consent = {
  readonly to: 'terms' | 'marketing'
  readonly given: boolean
  readonly version: string
  readonly at: Instant
}

export type EmailMalformed = { readonly kind: 'email-malformed' }
export type PasswordUnfit = {
  readonly kind: 'password-unfit'
  readonly minimum: number
  readonly maximum: number
}

export const PASSWORD_LENGTH = { minimum: 8, maximum: 1024 } as const
const EMAIL_LENGTH_MAX = 254
const EMAIL_FORM = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]{2,}$/u

/** The form under which an address is stored and compared, so that one mailbox is one account. */
export const normaliseEmail = (text: string): Result<string, EmailMalformed> => {
  const email = text.trim().normalize('NFC').toLowerCase()
  return email.length <= EMAIL_LENGTH_MAX && EMAIL_FORM.test(email)
    ? ok(email)
    : err({ kind: 'email-malformed' })
}

/** Any characters, 8 to 1,024 of them; compared in NFC, since Hangul typed on a Mac and on a phone differ (OWASP ASVS 6.2). */
export const normalisePassword = (text: string): Result<string, PasswordUnfit> => {
  const password = text.normalize('NFC')
  // Code points, as a person counts: an emoji is one character and not two.
  const { length } = Array.from(password)
  const fits = length >= PASSWORD_LENGTH.minimum && length <= PASSWORD_LENGTH.maximum
  return fits ? ok(password) : err({ kind: 'password-unfit', ...PASSWORD_LENGTH })
}

/**
 * The form in which a typed password is compared; null when nobody can have it. Shorter ones than a new password may
 * be are compared as well: the 2020 server asked for no length.
 */
export const comparablePassword = (text: string): string | null => {
  const password = text.normalize('NFC')
  const { length } = Array.from(password)
  return length >= 1 && length <= PASSWORD_LENGTH.maximum ? password : null
}
