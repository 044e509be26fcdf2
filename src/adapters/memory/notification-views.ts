import { toInstant } from '../../domain/primitives.ts'
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
  lastTold: async (accounts, abouts) =>
    new Map(
      accounts.flatMap((account) => {
        const times = abouts.flatMap((about) => {
          const id = told.get(pairKey(account, about))
          const at = id === undefined ? undefined : notifications.get(id)?.at
          return at === undefined ? [] : [at]
        })
        return times.length === 0 ? [] : [[account, toInstant(Math.max(...times))] as const]
      }),
    ),
})
