import type { Migration } from '../dialect.ts'

/** Frequent questions, notices, and the pictures of the home screen. */
export const board: Migration = {
  name: '0012-board',
  steps: ({ id, integer, text, table, index }) => [
    table(
      'faq_entry',
      `id ${id},
      title ${text} NOT NULL,
      content ${text} NOT NULL,
      created_at ${integer} NOT NULL,
      updated_at ${integer}`,
    ),
    index('faq_entry_order', 'faq_entry', 'created_at, id'),
    table(
      'notice',
      `id ${id},
      title ${text} NOT NULL,
      content ${text} NOT NULL,
      created_at ${integer} NOT NULL,
      updated_at ${integer}`,
    ),
    index('notice_order', 'notice', 'created_at, id'),
    // Each banner takes a place of its own, so that the unique key limits their number on every server.
    table(
      'home_banner',
      `id ${id},
      place ${integer} NOT NULL UNIQUE CHECK (place >= 1),
      image ${text} NOT NULL,
      created_at ${integer} NOT NULL`,
    ),
  ],
}
