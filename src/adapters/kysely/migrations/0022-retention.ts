import type { Migration } from '../dialect.ts'

/**
 * What was known of a video when money was decided on, which stays: earlier decisions have none, since nobody wrote it
 * down. The ages by which everything else is purged. And the addresses of pictures of videos go, which nobody read.
 */
export const retention: Migration = {
  name: '0022-retention',
  steps: ({ integer, text, key, table, index, refuse }) => [
    table(
      'decision_snapshot',
      `participation_id ${integer} NOT NULL,
      decision ${key(20)} NOT NULL CHECK (decision IN ('completed', 'released', 'forfeited')),
      at ${integer} NOT NULL,
      video_id ${key(11)} NOT NULL,
      published_at ${integer} NOT NULL,
      paused_ms ${integer} NOT NULL CHECK (paused_ms >= 0),
      last_good_at ${integer} NOT NULL,
      observed_at ${integer},
      views ${integer},
      likes ${integer},
      comments ${integer},
      privacy ${key(20)},
      source ${key(20)},
      decided_by ${integer},
      reason ${text},
      state ${key(20)} NOT NULL CHECK (state IN ('live', 'missing', 'down')),
      cause ${key(40)},
      missing_hashtags ${text} NOT NULL,
      PRIMARY KEY (participation_id, decision),
      CHECK ((observed_at IS NULL) = (source IS NULL)),
      CHECK (observed_at IS NOT NULL OR (views IS NULL AND likes IS NULL AND comments IS NULL AND privacy IS NULL)),
      FOREIGN KEY (participation_id) REFERENCES participation (id),
      CHECK ((decision = 'forfeited') = (reason IS NOT NULL)),
      CHECK (decision <> 'forfeited' OR decided_by IS NOT NULL),
      CHECK ((state = 'down') = (cause IS NOT NULL)),
      FOREIGN KEY (video_id) REFERENCES video (id),
      FOREIGN KEY (decided_by) REFERENCES account (id)`,
    ),
    refuse('UPDATE', 'decision_snapshot'),
    refuse('DELETE', 'decision_snapshot'),
    {
      name: 'addresses of pictures go',
      statement: 'UPDATE video SET thumbnail_url = NULL WHERE thumbnail_url IS NOT NULL',
    },
    index('observation_age', 'observation', 'at'),
    index('video_last_read', 'video_pace', 'read_at, video_id'),
    index('channel_last_read', 'channel_reading', 'read_at'),
    index('ad_view_day', 'ad_view', 'korean_day'),
    index('support_programme_view_day', 'support_programme_view', 'korean_day'),
    index('question_view_day', 'question_view', 'korean_day'),
    index('question_day_past', 'question_day', 'korean_day'),
    // Operators list those whose video is down, page by page.
    index('video_down', 'video', 'state, participation_id'),
  ],
}
