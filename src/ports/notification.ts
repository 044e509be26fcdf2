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
  /** What these accounts were told about one of `abouts`, by id; at most one notification for each of both. */
  readonly told: (
    accounts: readonly Id<'Account'>[],
    abouts: readonly string[],
  ) => Promise<readonly Notification[]>
}
