import { excerptOf } from '../../domain/excerpt.ts'
import { hasNotEnded, type SupportProgramme } from '../../domain/news/support-programme.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import type { NewsViews, SupportProgrammeCard } from '../../ports/news.ts'
import { pairKey, type Tables } from './database.ts'
import { countLook, looksAt } from './looks.ts'

export const newsViews = (tables: Tables): NewsViews => {
  const { supportProgrammes, dailyCards } = tables
  return {
    supportProgrammes: async ({ after, limit }) =>
      newestFirst(supportProgrammes.rows(), after, limit)?.map((programme) =>
        programmeCard(tables, programme),
      ) ?? null,
    openProgrammes: async ({ now, order, limit }) =>
      supportProgrammes
        .rows()
        .filter(({ recruitment }) => hasNotEnded(recruitment, now))
        .map((programme) => programmeCard(tables, programme))
        .sort(order === 'popular' ? (a, b) => b.views - a.views || b.id - a.id : byCreation)
        .slice(0, limit),
    supportProgramme: async (id) => {
      const programme = supportProgrammes.get(id)
      return programme === undefined ? null : { programme, views: viewsOf(tables, id) }
    },
    dailyCards: async ({ after, limit }) =>
      newestFirst(dailyCards.rows(), after, limit)?.map(({ content, ...shown }) => ({
        ...shown,
        excerpt: excerptOf(content),
      })) ?? null,
    dailyCard: async (id) => dailyCards.get(id) ?? null,
    countView: async (programme, viewer, day) =>
      supportProgrammes.get(programme) !== undefined &&
      countLook(tables, ['programme', programme], viewer, day),
  }
}

export const programmeCard = (tables: Tables, programme: SupportProgramme): SupportProgrammeCard => {
  const { contents, ...shown } = programme
  return { ...shown, excerpt: excerptOf(contents), views: viewsOf(tables, programme.id) }
}

const viewsOf = (tables: Tables, id: Id<'SupportProgramme'>): number =>
  (tables.earlierViews.get(pairKey('programme', id)) ?? 0) + looksAt(tables, 'programme', id)

type Dated = { readonly id: number; readonly createdAt: Instant }

const byCreation = (a: Dated, b: Dated): number => b.createdAt - a.createdAt || b.id - a.id

/** The page behind the row with the id `after`; null when there is none. */
const newestFirst = <Row extends Dated>(
  rows: readonly Row[],
  after: number | null,
  limit: number,
): readonly Row[] | null => {
  const ordered = rows.toSorted(byCreation)
  if (after === null) return ordered.slice(0, limit)
  const last = ordered.findIndex(({ id }) => id === after)
  return last === -1 ? null : ordered.slice(last + 1, last + 1 + limit)
}
