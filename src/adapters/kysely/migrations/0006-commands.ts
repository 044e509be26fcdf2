import type { Migration } from '../dialect.ts'

/** What commands leave behind: answers under their keys, attempts, and who did what. */
export const commands: Migration = {
  name: '0006-commands',
  steps: ({ id, integer, text, key, table, index, refuse }) => [
    table(
      'command_key',
      `scope ${key(200)} NOT NULL,
      command_key ${key(255)} NOT NULL,
      input_hash ${key(128)} NOT NULL,
      answer ${text} NOT NULL,
      at ${integer} NOT NULL,
      PRIMARY KEY (scope, command_key)`,
    ),
    index('command_key_age', 'command_key', 'at'),
    table(
      'throttle',
      `subject ${key(400)} NOT NULL PRIMARY KEY,
      attempts ${integer} NOT NULL,
      ends_at ${integer} NOT NULL`,
    ),
    index('throttle_over', 'throttle', 'ends_at'),
    table(
      'audit_entry',
      `id ${id},
      at ${integer} NOT NULL,
      by_account ${integer},
      operation ${key(100)} NOT NULL,
      subject ${key(200)} NOT NULL,
      before_state ${text} NOT NULL,
      after_state ${text} NOT NULL,
      FOREIGN KEY (by_account) REFERENCES account (id)`,
    ),
    index('audit_entry_of_subject', 'audit_entry', 'subject, id'),
    refuse('UPDATE', 'audit_entry'),
    refuse('DELETE', 'audit_entry'),
  ],
}
