import type { Migration } from '../dialect.ts'

export const notifications: Migration = {
  name: '0005-notifications',
  steps: ({ id, integer, text, key, table, index }) => [
    table(
      'notification',
      `id ${id},
      account_id ${integer} NOT NULL,
      about ${key(255)} NOT NULL,
      fact ${text} NOT NULL,
      at ${integer} NOT NULL,
      read_at ${integer},
      UNIQUE (account_id, about),
      FOREIGN KEY (account_id) REFERENCES account (id)`,
    ),
    index('notification_of_account', 'notification', 'account_id, id'),
    index('notification_unread', 'notification', 'account_id, read_at'),
  ],
}
