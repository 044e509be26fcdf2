import { toId } from '../../domain/primitives.ts'
import type { FaqStore, NoticeStore } from '../../ports/board.ts'
import type { Tables } from './database.ts'
import { replace } from './table.ts'

export const faqStore = ({ faqEntries }: Tables): FaqStore => ({
  add: async (entry) => {
    const added = { ...entry, id: toId<'FaqEntry'>(faqEntries.nextNumber()) }
    faqEntries.put(added.id, added)
    return added
  },
  find: async (id) => faqEntries.get(id) ?? null,
  save: async (entry) => replace(faqEntries, entry.id, entry),
  remove: async (id) => faqEntries.remove(id),
})

export const noticeStore = ({ notices }: Tables): NoticeStore => ({
  add: async (notice) => {
    const added = { ...notice, id: toId<'Notice'>(notices.nextNumber()) }
    notices.put(added.id, added)
    return added
  },
  find: async (id) => notices.get(id) ?? null,
  save: async (notice) => replace(notices, notice.id, notice),
  remove: async (id) => notices.remove(id),
})
