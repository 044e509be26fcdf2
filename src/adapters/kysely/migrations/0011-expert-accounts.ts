import type { Migration } from '../dialect.ts'

/** Who answers under which expert's profile, and the orders in which experts, questions and consultations are listed. */
export const expertAccounts: Migration = {
  name: '0011-expert-accounts',
  steps: ({ integer, table, index }) => [
    table(
      'expert_account',
      `expert_id ${integer} NOT NULL PRIMARY KEY,
      account_id ${integer} NOT NULL UNIQUE,
      FOREIGN KEY (expert_id) REFERENCES expert (id),
      FOREIGN KEY (account_id) REFERENCES account (id)`,
    ),
    index('expert_busiest', 'expert', 'cases_handled DESC, id'),
    index('question_of_author_latest', 'question', 'author_id, asked_at, id'),
    index('consultation_of_author', 'question', 'author_id, consultation_requested_at, id'),
    index('consultation_of_expert', 'question', 'answered_by, consultation_requested_at, id'),
    index('consultation_latest', 'question', 'consultation_requested_at, id'),
  ],
}
