import { toId } from '../../domain/primitives.ts'
import type { NotificationStore } from '../../ports/notification.ts'
import { pairKey, type Tables } from './database.ts'

export const notificationStore = ({ notifications, told }: Tables): NotificationStore => ({
  add: async ({ accountId, fact, at, about }) => {
    const key = pairKey(accountId, about)
    if (told.get(key) !== undefined) return
    const id = toId<'Notification'>(notifications.nextNumber())
    notifications.put(id, { id, accountId, fact, at, readAt: null })
    told.put(key, id)
  },
  markRead: async (account, which, at) => {
    const own = notifications
      .rows()
      .filter(({ id, accountId }) => accountId === account && (which === 'all' || which === id))
    for (const notification of own)
      if (notification.readAt === null) notifications.put(notification.id, { ...notification, readAt: at })
    return own.length
  },
})
