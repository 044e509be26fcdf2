import type { Participation } from '../../domain/participation/participation.ts'
import type { MarketViews } from '../../ports/recommendation.ts'
import type { Tables } from './database.ts'
import { adOf } from './participation-views.ts'

export const marketViews = (tables: Tables): MarketViews => ({ applicants: applicantsIn(tables) })

const applicantsIn =
  (tables: Tables): MarketViews['applicants'] =>
  async ({ ad, category, now, limit }) => {
    const parts = tables.participations.rows()
    const took = Map.groupBy(parts, ({ creatorId }) => creatorId)
    const isMissed = (part: Participation): boolean =>
      (part.status === 'cancelled' && part.reason !== 'ad-cancelled') ||
      (part.status === 'assigned' && adOf(tables, part).schedule.completeDate < now)
    return parts
      .filter((part) => part.status === 'applied' && part.adId === ad)
      .slice(0, limit)
      .flatMap(({ id, creatorId }) => {
        const account = tables.accounts.get(creatorId)
        if (account === undefined) return []
        const own = took.get(creatorId) ?? []
        const completed = own.filter(({ status }) => status === 'completed')
        return {
          id,
          subscribers: tables.channels.get(creatorId)?.identity?.subscribers ?? null,
          interest: account.interests.ad,
          completed: completed.length,
          completedInCategory: completed.filter((part) => adOf(tables, part).category === category).length,
          missed: own.filter(isMissed).length,
        }
      })
  }
