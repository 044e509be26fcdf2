import type { Migration } from '../dialect.ts'

/** When each tracked video is read next, what of its hold nobody watched, and what YouTube took back of its views. */
export const videoPace: Migration = {
  name: '0017-video-pace',
  steps: ({ id, integer, key, table, index, refuse }) => [
    // Beside the video, for it is written with every read: rows are short, and those who look at a video do not wait.
    table(
      'video_pace',
      `video_id ${key(11)} NOT NULL PRIMARY KEY,
      promised_by ${integer} NOT NULL,
      wanted_at ${integer} NOT NULL,
      check_by ${integer} NOT NULL,
      read_at ${integer},
      views ${integer},
      views_per_day ${integer},
      unchanged_reads ${integer} NOT NULL CHECK (unchanged_reads >= 0),
      FOREIGN KEY (video_id) REFERENCES video (id)`,
    ),
    index('video_promised', 'video_pace', 'promised_by, video_id'),
    index('video_wanted', 'video_pace', 'wanted_at, video_id'),
    index('video_to_check', 'video_pace', 'check_by, video_id'),
    {
      name: 'earlier videos are due',
      statement: `INSERT INTO video_pace (video_id, promised_by, wanted_at, check_by, unchanged_reads)
        SELECT video.id, 0, 0, 0, 0 FROM video
        INNER JOIN participation
          ON participation.id = video.participation_id AND participation.video_id = video.id
        WHERE participation.status IN ('submitted', 'completed')
          AND NOT EXISTS (SELECT 1 FROM video_pace WHERE video_pace.video_id = video.id)`,
    },
    // As if they were sent back now: nobody has watched them since.
    {
      name: 'what was sent back earlier does not count',
      statement: `UPDATE video SET state = 'down', first_missed_at = NULL, down_cause = 'sent-back',
          down_since = (SELECT since FROM participation WHERE participation.id = video.participation_id)
        WHERE state <> 'down' AND participation_id IN
          (SELECT id FROM participation WHERE status = 'assigned' AND changes_asked IS NOT NULL)`,
    },
    // In an outage all first misses begin anew at once.
    index('video_in_state', 'video', 'state'),
    table(
      'correction',
      `id ${id},
      video_id ${key(11)} NOT NULL,
      at ${integer} NOT NULL,
      kind ${key(20)} NOT NULL,
      from_views ${integer} NOT NULL,
      to_views ${integer},
      CHECK ((kind = 'hidden') = (to_views IS NULL)),
      FOREIGN KEY (video_id) REFERENCES video (id)`,
    ),
    index('correction_of', 'correction', 'video_id, at, id'),
    index('correction_by_age', 'correction', 'at'),
    // Deleting is left to the purge, as with observations.
    refuse('UPDATE', 'correction'),
  ],
}
