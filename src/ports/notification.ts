import type { NewNotification, Notification } from '../domain/notification/notification.ts'
import type { Id, Instant } from '../domain/primitives.ts'

export type NotificationStore = {
  /** Keeps the first of those that are about the same; a later one is dropped. */
  readonly add: (notification: NewNotification) => Promise<void>
  /** Marks one of the account's own as read, or all of them. Answers how many there were to mark, read ones included. */
  readonly markRead: (
    account: Id<'Account'>,
    which: Id<'Notification'> | 'all',
    at: Instant,
  ) => Promise<number>
}

export type NotificationViews = {
  /** Newest first, older than `before`. */
  readonly listOf: (
    account: Id<'Account'>,
    page: { readonly before: Id<'Notification'> | null; readonly limit: number },
  ) => Promise<readonly Notification[]>
  /** Whether this one is the account's own. */
  readonly has: (account: Id<'Account'>, id: Id<'Notification'>) => Promise<boolean>
  readonly unread: (account: Id<'Account'>) => Promise<number>
  /** When each of these accounts was last told something about one of `abouts`; without those that never were. */
  readonly lastTold: (
    accounts: readonly Id<'Account'>[],
    abouts: readonly string[],
  ) => Promise<ReadonlyMap<Id<'Account'>, Instant>>
}
