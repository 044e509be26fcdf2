import type { Migration } from '../dialect.ts'

/** Which rewards wait for their release. */
export const heldRewards: Migration = {
  name: '0023-held-rewards',
  steps: ({ integer, table }) => [
    // As the postings tell, one for each that credits a reward; so no foreign key to what the books find to be missing.
    table(
      'held_reward',
      `participation_id ${integer} NOT NULL,
      creator_id ${integer} NOT NULL,
      PRIMARY KEY (participation_id, creator_id),
      FOREIGN KEY (creator_id) REFERENCES cash_balance (creator_id)`,
    ),
    {
      name: 'earlier rewards that are held',
      statement: `INSERT INTO held_reward (participation_id, creator_id)
        SELECT participation.id, participation.creator_id FROM participation
        WHERE participation.status = 'completed'
          AND EXISTS (SELECT 1 FROM cash_posting WHERE cash_posting.creator_id = participation.creator_id
            AND cash_posting.cause = concat('reward:', participation.id))
          AND NOT EXISTS (SELECT 1 FROM cash_posting WHERE cash_posting.creator_id = participation.creator_id
            AND cash_posting.cause = concat('release:', participation.id))
          AND NOT EXISTS (SELECT 1 FROM held_reward WHERE held_reward.participation_id = participation.id
            AND held_reward.creator_id = participation.creator_id)`,
    },
  ],
}
