import type { Id, Instant } from '../../domain/primitives.ts'
import type { NewsViews, SupportProgrammeCard } from '../../ports/news.ts'
import { pairKey, type Tables } from './database.ts'

export const newsViews = ({ supportProgrammes, dailyCards, earlierViews }: Tables): NewsViews => {
  /** Who looked on which day. Counted outside any transaction, so no overlay ever lies over it. */
  const looks = new Map<Id<'SupportProgramme'>, Set<string>>()
  const viewsOf = (id: Id<'SupportProgramme'>): number =>
    (earlierViews.get(pairKey('programme', id)) ?? 0) + (looks.get(id)?.size ?? 0)

  return {
    supportProgrammes: async ({ order, limit }) =>
      supportProgrammes
        .rows()
        .map(
          ({ id, poster, host, title, recruitment, createdAt }): SupportProgrammeCard => ({
            id,
            poster,
            host,
            title,
            recruitTo: recruitment.to,
            createdAt,
            views: viewsOf(id),
          }),
        )
        .sort(order === 'popular' ? (a, b) => b.views - a.views || b.id - a.id : newestFirst)
        .slice(0, limit),
    supportProgramme: async (id) => {
      const programme = supportProgrammes.get(id)
      return programme === undefined ? null : { programme, views: viewsOf(id) }
    },
    dailyCards: async (limit) => dailyCards.rows().toSorted(newestFirst).slice(0, limit),
    dailyCard: async (id) => dailyCards.get(id) ?? null,
    countView: async (programme, viewer, day) => {
      const seen = looks.get(programme) ?? new Set()
      looks.set(programme, seen.add(pairKey(viewer, day)))
    },
  }
}

type Dated = { readonly id: number; readonly createdAt: Instant }

const newestFirst = (a: Dated, b: Dated): number => b.createdAt - a.createdAt || b.id - a.id
