import type { Migration } from '../dialect.ts'

/** What creators were shown and what they did, from which recommendations are learned. */
export const interestLog: Migration = {
  name: '0024-interest-log',
  steps: ({ id, integer, key, table, index }) => [
    // No foreign keys: a line is history, and outlives the programme that it is about. A reference to the account would
    // have every batch of lines lock the accounts of all who looked, and wait for whoever changes one of them. Names of
    // lists are not listed here, so that one more needs no migration; an older server leaves out those it does not know.
    table(
      'interest_event',
      `id ${id},
      at ${integer} NOT NULL,
      creator_id ${integer} NOT NULL CHECK (creator_id > 0),
      item_kind ${key(20)} NOT NULL CHECK (item_kind IN ('ad', 'programme')),
      item_id ${integer} NOT NULL CHECK (item_id > 0),
      kind ${key(20)} NOT NULL
        CHECK (kind IN ('shown', 'viewed', 'scrapped', 'applied', 'assigned', 'completed', 'dismissed')),
      list ${key(40)},
      position ${integer} CHECK (position >= 0),
      CHECK ((kind = 'shown') = (list IS NOT NULL)),
      CHECK ((kind = 'shown') = (position IS NOT NULL))`,
    ),
    // Lines of a kind are forgotten at an age of its own. The newest of a kind stand at its end, so writing stays cheap.
    index('interest_event_age', 'interest_event', 'kind, at'),
  ],
}
