import { excerptOf } from '../../domain/excerpt.ts'
import type { Instant } from '../../domain/primitives.ts'
import type { BoardViews } from '../../ports/board.ts'
import type { Tables } from './database.ts'

export const boardViews = ({ faqEntries, notices }: Tables): BoardViews => ({
  faq: async ({ after, limit }) =>
    faqEntries
      .rows()
      .filter((entry) => after === null || byWriting(after, entry) < 0)
      .toSorted(byWriting)
      .slice(0, limit),
  faqEntry: async (id) => faqEntries.get(id) ?? null,
  notices: async ({ after, limit }) =>
    notices
      .rows()
      .filter((notice) => after === null || byWriting(notice, after) < 0)
      .toSorted((a, b) => byWriting(b, a))
      .slice(0, limit)
      .map(({ content, ...shown }) => ({ ...shown, excerpt: excerptOf(content) })),
  notice: async (id) => notices.get(id) ?? null,
})

type Dated = { readonly id: number; readonly createdAt: Instant }

const byWriting = (a: Dated, b: Dated): number => a.createdAt - b.createdAt || a.id - b.id
