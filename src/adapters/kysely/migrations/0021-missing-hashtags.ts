import type { Migration } from '../dialect.ts'

/** Which required hashtags the newest check missed, so that creators learn what to put back. */
export const missingHashtags: Migration = {
  name: '0021-missing-hashtags',
  steps: ({ text, key, table }) => [
    // Beside the video, for few have one: it says something while the video is down for its hashtags, and nothing after.
    table(
      'video_missing_hashtags',
      `video_id ${key(11)} NOT NULL PRIMARY KEY,
      hashtags ${text} NOT NULL,
      FOREIGN KEY (video_id) REFERENCES video (id)`,
    ),
  ],
}
