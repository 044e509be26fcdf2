import type { Instant } from '../../domain/primitives.ts'
import type { QuotaLedger } from '../../ports/quota.ts'
import { pairKey } from './database.ts'

type Day = { readonly used: number; readonly closedUntil: Instant | null }

/** Above this many days the oldest are forgotten. */
const DAYS_MAX = 100

export const quotaLedger = (): QuotaLedger => {
  const days = new Map<string, Day>()
  const read = (key: string): Day => days.get(key) ?? { used: 0, closedUntil: null }
  const write = (key: string, day: Day): void => {
    days.set(key, day)
    const [oldest] = days.keys()
    if (days.size > DAYS_MAX && oldest !== undefined) days.delete(oldest)
  }
  return {
    reserve: async ({ bucket, day, limit, now }) => {
      const key = pairKey(bucket, day)
      const { used, closedUntil } = read(key)
      if (closedUntil !== null && now < closedUntil) return { closedUntil }
      if (used >= limit) return 'spent'
      write(key, { used: used + 1, closedUntil })
      return 'reserved'
    },
    close: async ({ bucket, days: closedDays, until }) => {
      for (const day of closedDays) {
        const key = pairKey(bucket, day)
        const { used, closedUntil } = read(key)
        write(key, { used, closedUntil: closedUntil !== null && closedUntil > until ? closedUntil : until })
      }
    },
    today: async (bucket, day) => read(pairKey(bucket, day)),
  }
}
