import type { Consent } from '../../domain/account/account.ts'
import {
  type EmailMalformed,
  normaliseEmail,
  normalisePassword,
  type PasswordUnfit,
} from '../../domain/account/account.ts'
import type { Interests } from '../../domain/categories.ts'
import { unprovenChannel } from '../../domain/channel/channel.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PasswordHasher } from '../../ports/secrets.ts'
import type { Transact } from '../../ports/transact.ts'
import type { ProveChannel } from '../channel/prove-channel.ts'

export type SignUpCommand = {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly phone: string
  readonly location: string
  /** Address of the own channel, as typed. */
  readonly channelUrl: string
  /** Address of an unlisted video on the own channel; may be empty, the proof can follow later. */
  readonly proofUrl: string
  readonly interests: Interests
  readonly marketingConsent: boolean
}

export type SignUpRefusal = EmailMalformed | PasswordUnfit | { readonly kind: 'email-taken' }

export type SignUp = (
  command: SignUpCommand,
) => Promise<Result<{ readonly accountId: Id<'Account'> }, SignUpRefusal>>

/** The version of the terms that a sign-up agrees to. */
const TERMS_VERSION = '2026-11'

/**
 * Makes a creator with an unproven channel and empty pockets, then looks at the proof video. The registration stands
 * whatever comes of the proof: it can be given again, and is checked later when YouTube does not answer now.
 */
export const signUp =
  ({
    transact,
    clock,
    passwords,
    proveChannel,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly passwords: PasswordHasher
    readonly proveChannel: ProveChannel
  }): SignUp =>
  async (command) => {
    const email = normaliseEmail(command.email)
    if (!email.ok) return email
    const password = normalisePassword(command.password)
    if (!password.ok) return password
    const passwordHash = await passwords.hash(password.value)
    const now = clock.now()
    const terms: Consent = { to: 'terms', given: true, version: TERMS_VERSION, at: now }
    const marketing: Consent = {
      to: 'marketing',
      given: command.marketingConsent,
      version: TERMS_VERSION,
      at: now,
    }
    const signedUp = await transact<{ readonly accountId: Id<'Account'> }, SignUpRefusal>(
      async ({ accounts, channels, cash }) => {
        const added = await accounts.add({
          email: email.value,
          passwordHash,
          roles: ['creator'],
          name: command.name,
          phone: command.phone,
          location: command.location,
          profileImage: null,
          interests: command.interests,
          consents: [terms, marketing],
          sessionGeneration: 1,
          createdAt: now,
        })
        if (!added.ok) return added
        await channels.add(unprovenChannel(added.value.id, command.channelUrl, now))
        await cash.open(added.value.id)
        return ok({ accountId: added.value.id })
      },
    )
    if (signedUp.ok && command.proofUrl !== '')
      await proveChannel({ owner: signedUp.value.accountId, url: command.proofUrl, key: null })
    return signedUp
  }
