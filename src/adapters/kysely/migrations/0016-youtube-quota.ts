import type { Migration } from '../dialect.ts'

/** What was spent of YouTube's daily allowances: the row of a bucket and Pacific day is what all reservations have in common. */
export const youTubeQuota: Migration = {
  name: '0016-youtube-quota',
  steps: ({ integer, key, table }) => [
    table(
      'youtube_quota',
      `bucket ${key(20)} NOT NULL CHECK (bucket IN ('general', 'statistics')),
      day ${key(10)} NOT NULL,
      used ${integer} NOT NULL CHECK (used >= 0),
      closed_until ${integer} NOT NULL CHECK (closed_until >= 0),
      PRIMARY KEY (bucket, day)`,
    ),
  ],
}
