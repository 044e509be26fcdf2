import type { Migration } from '../dialect.ts'

/** What was taken over from the 2020 server: once each, and what it became. */
export const import2020: Migration = {
  name: '0010-import-2020',
  steps: ({ integer, key, table, index }) => [
    table(
      'import_2020',
      `kind ${key(40)} NOT NULL,
      old_id ${integer} NOT NULL,
      new_id ${integer} NOT NULL,
      PRIMARY KEY (kind, old_id)`,
    ),
    // The books and the release of rewards ask whether a participation came rewarded.
    index('import_2020_became', 'import_2020', 'kind, new_id'),
  ],
}
