import type { Migration } from '../dialect.ts'

/** When YouTube last told of each channel, and when it is to be asked again. */
export const channelReading: Migration = {
  name: '0019-channel-reading',
  steps: ({ integer, table, index }) => [
    table(
      'channel_reading',
      `owner_id ${integer} NOT NULL PRIMARY KEY,
      read_at ${integer} NOT NULL,
      due_at ${integer},
      FOREIGN KEY (owner_id) REFERENCES channel (owner_id)`,
    ),
    // Nobody wrote down when these were read, so they are due at once.
    {
      name: 'readings of earlier channels',
      statement: `INSERT INTO channel_reading (owner_id, read_at, due_at)
        SELECT owner_id, 0, CASE WHEN status IN ('pending', 'verified') THEN 0 END FROM channel
        WHERE channel_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM channel_reading WHERE channel_reading.owner_id = channel.owner_id)`,
    },
    index('channel_reading_due', 'channel_reading', 'due_at, owner_id'),
  ],
}
