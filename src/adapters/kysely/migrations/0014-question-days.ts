import type { Migration } from '../dialect.ts'

/** How many questions each member has asked on each Korean day: the row that all decisions about one more have in common. */
export const questionDays: Migration = {
  name: '0014-question-days',
  steps: ({ integer, table }) => [
    table(
      'question_day',
      `author_id ${integer} NOT NULL,
      korean_day ${integer} NOT NULL,
      asked ${integer} NOT NULL CHECK (asked >= 1),
      PRIMARY KEY (author_id, korean_day),
      FOREIGN KEY (author_id) REFERENCES account (id)`,
    ),
  ],
}
