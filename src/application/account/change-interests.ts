import type { Interests } from '../../domain/categories.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type ChangeInterests = (command: {
  readonly accountId: Id<'Account'>
  readonly interests: Interests
  readonly key: CommandKey | null
}) => Promise<Result<Interests, { readonly kind: 'account-not-found' } | KeyRefusal>>

/** Changes what a member is interested in. It holds for the next list of ads that they read, without a new login. */
export const changeInterests =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): ChangeInterests =>
  ({ accountId, interests, key }) =>
    once(key, async ({ accounts, ads }) => {
      const account = await accounts.find(accountId)
      if (account === null) return err({ kind: 'account-not-found' })
      await accounts.save({ ...account, interests })
      await ads.noteChangeBy(accountId, clock.now())
      return ok(interests)
    })
