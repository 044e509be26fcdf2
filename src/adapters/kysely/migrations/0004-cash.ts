import type { Migration } from '../dialect.ts'

/** Pockets, the postings between them, and withdrawals. */
export const cash: Migration = {
  name: '0004-cash',
  steps: ({ id, integer, text, key, table, index, refuse }) => [
    table(
      'cash_balance',
      `creator_id ${integer} NOT NULL PRIMARY KEY,
      pending ${integer} NOT NULL CHECK (pending >= 0),
      withdrawable ${integer} NOT NULL CHECK (withdrawable >= 0),
      requested ${integer} NOT NULL CHECK (requested >= 0),
      paid ${integer} NOT NULL CHECK (paid >= 0),
      FOREIGN KEY (creator_id) REFERENCES account (id)`,
    ),
    // What was paid is gone: nothing is ever posted from that pocket.
    table(
      'cash_posting',
      `id ${id},
      creator_id ${integer} NOT NULL,
      cause ${key(100)} NOT NULL,
      from_pocket ${key(20)} NOT NULL CHECK (from_pocket IN ('agency', 'pending', 'withdrawable', 'requested')),
      to_pocket ${key(20)} NOT NULL CHECK (to_pocket IN ('agency', 'pending', 'withdrawable', 'requested', 'paid')),
      amount ${integer} NOT NULL CHECK (amount > 0),
      at ${integer} NOT NULL,
      title ${text} NOT NULL,
      UNIQUE (creator_id, cause),
      CHECK (from_pocket <> to_pocket),
      FOREIGN KEY (creator_id) REFERENCES cash_balance (creator_id)`,
    ),
    index('cash_posting_statement', 'cash_posting', 'creator_id, id'),
    refuse('UPDATE', 'cash_posting'),
    refuse('DELETE', 'cash_posting'),
    table(
      'withdrawal',
      `id ${id},
      creator_id ${integer} NOT NULL,
      amount ${integer} NOT NULL CHECK (amount > 0),
      requested_at ${integer} NOT NULL,
      status ${key(20)} NOT NULL CHECK (status IN ('requested', 'paid', 'returned')),
      settled_at ${integer},
      bank_reference ${text},
      return_reason ${text},
      CHECK ((status = 'requested') = (settled_at IS NULL)),
      CHECK ((status = 'paid') = (bank_reference IS NOT NULL)),
      CHECK ((status = 'returned') = (return_reason IS NOT NULL)),
      FOREIGN KEY (creator_id) REFERENCES account (id)`,
    ),
    index('withdrawal_of_creator', 'withdrawal', 'creator_id, id'),
    index('withdrawal_in_status', 'withdrawal', 'status, id'),
  ],
}
