import type { NotificationViews } from '../../ports/notification.ts'
import { pairKey, type Tables } from './database.ts'

export const notificationViews = ({ notifications, told }: Tables): NotificationViews => ({
  listOf: async (account, { before, limit }) =>
    notifications
      .rows()
      .filter(({ id, accountId }) => accountId === account && (before === null || id < before))
      .toReversed()
      .slice(0, limit),
  has: async (account, id) => notifications.get(id)?.accountId === account,
  unread: async (account) =>
    notifications.rows().filter(({ accountId, readAt }) => accountId === account && readAt === null).length,
  told: async (accounts, abouts) =>
    accounts
      .flatMap((account) => abouts.map((about) => told.get(pairKey(account, about))))
      .flatMap((id) => (id === undefined ? [] : (notifications.get(id) ?? [])))
      .sort((one, other) => one.id - other.id),
})
