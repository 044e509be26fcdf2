import type { NewFaqEntry } from '../../domain/board/faq-entry.ts'
import type { NewNotice } from '../../domain/board/notice.ts'
import type { Instant } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Row2020 } from '../../ports/import-2020.ts'
import { type Reason, textOf, timeOf } from './read-row.ts'

/** A row of `faq` or of `Notice`: both held two texts, and a moment that may be missing. */
export const boardEntryFrom2020 = (row: Row2020, now: Instant): Result<NewFaqEntry & NewNotice, Reason> => {
  const title = textOf(row, 'title')
  if (title.trim() === '') return err('it has no title')
  return ok({
    title,
    content: textOf(row, 'content'),
    createdAt: timeOf(row, 'createAt') ?? now,
    updatedAt: timeOf(row, 'updateAt'),
  })
}
