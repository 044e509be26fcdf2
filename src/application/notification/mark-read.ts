import type { Id } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Transact } from '../../ports/transact.ts'

export type MarkRead = (
  accountId: Id<'Account'>,
  which: Id<'Notification'> | 'all',
) => Promise<Result<void, { readonly kind: 'notification-not-found' }>>

/** Marks one of the member's own notifications as read, or all of them. Marking twice is fine; somebody else's is not found. */
export const markRead =
  ({ transact, clock }: { readonly transact: Transact; readonly clock: Clock }): MarkRead =>
  (accountId, which) =>
    transact<void, { readonly kind: 'notification-not-found' }>(async ({ notifications }) => {
      const found = await notifications.markRead(accountId, which, clock.now())
      return found === 0 && which !== 'all' ? err({ kind: 'notification-not-found' }) : ok(undefined)
    })
