import type { Migration } from '../dialect.ts'

/** Which programmes have not ended, and whose scraps go when a programme is taken away. */
export const newsLists: Migration = {
  name: '0013-news-lists',
  steps: ({ index }) => [
    index('support_programme_open', 'support_programme', 'recruit_to, id'),
    index('scrap_of_programme', 'scrap', 'programme_id'),
  ],
}
