import {
  type EmailMalformed,
  normaliseEmail,
  normalisePassword,
  type PasswordUnfit,
} from '../../domain/account/account.ts'
import type { Role } from '../../domain/account/role.ts'
import type { Id } from '../../domain/primitives.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PasswordHasher } from '../../ports/secrets.ts'
import type { Transact } from '../../ports/transact.ts'

export type AddByHand = (command: {
  readonly email: string
  readonly password: string
  readonly name: string
}) => Promise<
  Result<
    { readonly accountId: Id<'Account'> },
    EmailMalformed | PasswordUnfit | { readonly kind: 'email-taken' }
  >
>

/** Makes a person who does not sign up, as the command line does: they have neither a channel nor cash. */
export const addByHand =
  (
    role: Extract<Role, 'operator' | 'expert'>,
    {
      transact,
      clock,
      passwords,
    }: {
      readonly transact: Transact
      readonly clock: Clock
      readonly passwords: PasswordHasher
    },
  ): AddByHand =>
  async (command) => {
    const email = normaliseEmail(command.email)
    if (!email.ok) return email
    const password = normalisePassword(command.password)
    if (!password.ok) return password
    const passwordHash = await passwords.hash(password.value)
    const now = clock.now()
    return transact(async ({ accounts, audit }) => {
      const added = await accounts.add({
        email: email.value,
        passwordHash,
        roles: [role],
        name: command.name,
        phone: '',
        location: '',
        profileImage: null,
        interests: { ad: 'other', expert: 'law', news: 'education' },
        consents: [],
        sessionGeneration: 1,
        createdAt: now,
      })
      if (!added.ok) return added
      const accountId = added.value.id
      await audit.append({
        at: now,
        by: null,
        operation: `${role}-added`,
        subject: `account:${accountId}`,
        before: null,
        after: { email: email.value },
      })
      return ok({ accountId })
    })
  }
