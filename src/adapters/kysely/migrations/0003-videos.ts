import type { Migration } from '../dialect.ts'

/** Proved videos and what was read of them. */
export const videos: Migration = {
  name: '0003-videos',
  steps: ({ id, integer, text, key, table, index, refuse }) => [
    table(
      'video',
      `id ${key(11)} NOT NULL PRIMARY KEY,
      participation_id ${integer} NOT NULL,
      published_at ${integer} NOT NULL,
      thumbnail_url ${text},
      state ${key(20)} NOT NULL CHECK (state IN ('live', 'missing', 'down')),
      last_good_at ${integer} NOT NULL,
      first_missed_at ${integer},
      down_since ${integer},
      down_cause ${key(40)},
      CHECK ((state = 'missing') = (first_missed_at IS NOT NULL)),
      CHECK ((state = 'down') = (down_since IS NOT NULL)),
      CHECK ((state = 'down') = (down_cause IS NOT NULL)),
      FOREIGN KEY (participation_id) REFERENCES participation (id)`,
    ),
    index('video_of_participation', 'video', 'participation_id'),
    table(
      'video_pause',
      `id ${id},
      video_id ${key(11)} NOT NULL,
      began_at ${integer} NOT NULL,
      ended_at ${integer} NOT NULL,
      cause ${key(40)} NOT NULL,
      FOREIGN KEY (video_id) REFERENCES video (id)`,
    ),
    index('video_pause_of', 'video_pause', 'video_id, began_at'),
    table(
      'observation',
      `id ${id},
      video_id ${key(11)} NOT NULL,
      at ${integer} NOT NULL,
      views ${integer},
      likes ${integer},
      comments ${integer},
      privacy ${key(20)} NOT NULL,
      source ${key(20)} NOT NULL,
      run ${key(128)} NOT NULL,
      UNIQUE (video_id, run),
      FOREIGN KEY (video_id) REFERENCES video (id)`,
    ),
    index('observation_series', 'observation', 'video_id, at, id'),
    // Deleting is left to the purge that YouTube's policy asks for; correcting is not.
    refuse('UPDATE', 'observation'),
  ],
}
