import {
  type Consent,
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
import type { TryProof } from '../channel/try-proof.ts'

export type SignUpCommand = {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly phone: string
  readonly location: string
  /** Address of the own channel, as typed. */
  readonly channelUrl: string
  /** Name of the own channel, as typed; may be empty. */
  readonly channelName: string
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
 * Makes a creator with an unproven channel and empty pockets; a proof that is given is owed its check from the same
 * moment on. Then tries that check. The registration stands whatever comes of it.
 */
export const signUp =
  ({
    transact,
    clock,
    passwords,
    tryProof,
  }: {
    readonly transact: Transact
    readonly clock: Clock
    readonly passwords: PasswordHasher
    /** Comes back after a few seconds at the latest, whether it is done or not, and does not throw. */
    readonly tryProof: (proof: Parameters<TryProof>[0]) => Promise<void>
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
        const claimed = { url: command.channelUrl, name: command.channelName, proofUrl: command.proofUrl }
        await channels.add(unprovenChannel(added.value.id, claimed, now))
        await cash.open(added.value.id)
        return ok({ accountId: added.value.id })
      },
    )
    if (signedUp.ok && command.proofUrl !== '')
      await tryProof({ owner: signedUp.value.accountId, proofUrl: command.proofUrl })
    return signedUp
  }
