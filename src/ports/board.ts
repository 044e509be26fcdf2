import type { FaqEntry, NewFaqEntry } from '../domain/board/faq-entry.ts'
import type { NewNotice, Notice } from '../domain/board/notice.ts'
import type { Id } from '../domain/primitives.ts'

export type FaqStore = {
  readonly add: (entry: NewFaqEntry) => Promise<FaqEntry>
  /** Locks the entry for the rest of the transaction. */
  readonly find: (id: Id<'FaqEntry'>) => Promise<FaqEntry | null>
  readonly save: (entry: FaqEntry) => Promise<void>
  /** Does nothing when there is none. */
  readonly remove: (id: Id<'FaqEntry'>) => Promise<void>
}

export type NoticeStore = {
  readonly add: (notice: NewNotice) => Promise<Notice>
  /** Locks the notice for the rest of the transaction. */
  readonly find: (id: Id<'Notice'>) => Promise<Notice | null>
  readonly save: (notice: Notice) => Promise<void>
  /** Does nothing when there is none. */
  readonly remove: (id: Id<'Notice'>) => Promise<void>
}

/** Where a page goes on: after this one in the order of the list. Null begins the list. */
type PageAfter<Entry extends { readonly createdAt: unknown; readonly id: unknown }> = {
  readonly after: Pick<Entry, 'createdAt' | 'id'> | null
  readonly limit: number
}

/** A notice as lists show it. */
export type NoticeListed = Omit<Notice, 'content'> & {
  /** How its content begins. */
  readonly excerpt: string
}

export type BoardViews = {
  /** In the order in which they were written, the first one first. */
  readonly faq: (page: PageAfter<FaqEntry>) => Promise<readonly FaqEntry[]>
  readonly faqEntry: (id: Id<'FaqEntry'>) => Promise<FaqEntry | null>
  /** Newest first, and of one instant the later one first. */
  readonly notices: (page: PageAfter<Notice>) => Promise<readonly NoticeListed[]>
  readonly notice: (id: Id<'Notice'>) => Promise<Notice | null>
}
