import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Pocket } from '../../domain/cash/ledger.ts'
import type { Books, Drift } from '../../ports/cash.ts'
import type { Database } from './database.ts'
import { wholeNumber } from './row.ts'

const DRIFTS_MAX = 1_000

/** Compares the books; expects a snapshot, so that no posting falls between two of the comparisons. */
export const booksIn = async (db: Kysely<Database>): Promise<Books> => {
  const sums = await db
    .selectFrom('cash_balance')
    .select(({ fn }) => [
      fn.countAll().as('creators'),
      fn.sum('pending').as('pending'),
      fn.sum('withdrawable').as('withdrawable'),
      fn.sum('requested').as('requested'),
      fn.sum('paid').as('paid'),
    ])
    .executeTakeFirstOrThrow()
  const postings = await db
    .selectFrom('cash_posting')
    .select(({ fn }) => fn.countAll().as('postings'))
    .executeTakeFirstOrThrow()
  const [pending, withdrawable, requested, paid] = [
    wholeNumber(sums.pending),
    wholeNumber(sums.withdrawable),
    wholeNumber(sums.requested),
    wholeNumber(sums.paid),
  ]
  const drift: Drift[] = []
  for (const { what, of, query } of COMPARISONS)
    if (drift.length < DRIFTS_MAX) {
      const { rows } = await query.execute(db)
      drift.push(
        ...rows.map((row) => ({
          what,
          subject: `${of}:${row.subject}`,
          expected: wholeNumber(row.expected),
          found: wholeNumber(row.found),
        })),
      )
    }
  return {
    creators: wholeNumber(sums.creators),
    postings: wholeNumber(postings.postings),
    totals: { agency: 0 - pending - withdrawable - requested - paid, pending, withdrawable, requested, paid },
    drift: drift.slice(0, DRIFTS_MAX),
  }
}

type DriftRow = {
  readonly subject: string | number
  readonly expected: number | string | null
  readonly found: number | string | null
}

const KEPT = sql`
  SELECT creator_id, 'pending' AS pocket, pending AS amount FROM cash_balance
  UNION ALL SELECT creator_id, 'withdrawable', withdrawable FROM cash_balance
  UNION ALL SELECT creator_id, 'requested', requested FROM cash_balance
  UNION ALL SELECT creator_id, 'paid', paid FROM cash_balance`

/** Each pocket against everything that ever moved in and out of it. */
const BALANCES = sql<DriftRow>`
  WITH moved AS (
    SELECT creator_id, to_pocket AS pocket, amount FROM cash_posting
    UNION ALL SELECT creator_id, from_pocket, -amount FROM cash_posting
  ),
  posted AS (SELECT creator_id, pocket, SUM(amount) AS amount FROM moved GROUP BY creator_id, pocket),
  kept AS (${KEPT})
  SELECT concat(kept.creator_id, ':', kept.pocket) AS subject,
    COALESCE(posted.amount, 0) AS expected, kept.amount AS found
  FROM kept LEFT JOIN posted ON posted.creator_id = kept.creator_id AND posted.pocket = kept.pocket
  WHERE kept.amount <> COALESCE(posted.amount, 0)
  ORDER BY kept.creator_id, kept.pocket LIMIT ${DRIFTS_MAX}`

const NEGATIVES = sql<DriftRow>`
  WITH kept AS (${KEPT})
  SELECT concat(creator_id, ':', pocket) AS subject, 0 AS expected, amount AS found
  FROM kept WHERE amount < 0 ORDER BY creator_id, pocket LIMIT ${DRIFTS_MAX}`

/** What a creator has asked for and not yet got is what lies in the pocket `requested`. */
const OPEN_AMOUNTS = sql<DriftRow>`
  SELECT subject, expected, found FROM (
    SELECT b.creator_id AS subject, b.requested AS found,
      (SELECT COALESCE(SUM(w.amount), 0) FROM withdrawal w
        WHERE w.creator_id = b.creator_id AND w.status = 'requested') AS expected
    FROM cash_balance b
  ) asked
  WHERE expected <> found ORDER BY subject LIMIT ${DRIFTS_MAX}`

/** Each withdrawal has, for one of its legs, exactly the posting that its state says. */
const leg = (
  expected: string,
  { cause, from, to }: { readonly cause: string; readonly from: Pocket; readonly to: Pocket },
): RawBuilder<DriftRow> => sql<DriftRow>`
  SELECT subject, expected, found FROM (
    SELECT w.id AS subject, ${sql.raw(expected)} AS expected,
      COALESCE((SELECT p.amount FROM cash_posting p WHERE p.creator_id = w.creator_id
        AND p.cause = concat(${sql.lit(cause)}, w.id)
        AND p.from_pocket = ${sql.lit(from)} AND p.to_pocket = ${sql.lit(to)}), 0) AS found
    FROM withdrawal w
  ) posted
  WHERE expected <> found ORDER BY subject LIMIT ${DRIFTS_MAX}`

const REQUESTS = leg('w.amount', { cause: 'withdrawal:', from: 'withdrawable', to: 'requested' })
const PAYOUTS = leg("CASE w.status WHEN 'paid' THEN w.amount ELSE 0 END", {
  cause: 'settle:',
  from: 'requested',
  to: 'paid',
})
const RETURNS = leg("CASE w.status WHEN 'returned' THEN w.amount ELSE 0 END", {
  cause: 'settle:',
  from: 'requested',
  to: 'withdrawable',
})

/** Each completed participation was rewarded with what its terms froze; here, or before it came from the 2020 server. */
const REWARDS = sql<DriftRow>`
  SELECT subject, expected, found FROM (
    SELECT part.id AS subject,
      CASE WHEN EXISTS (SELECT 1 FROM import_2020 came
        WHERE came.kind = 'rewarded-participation' AND came.new_id = part.id)
      THEN 0 ELSE part.terms_reward END AS expected,
      COALESCE((SELECT p.amount FROM cash_posting p WHERE p.creator_id = part.creator_id
        AND p.cause = concat('reward:', part.id)
        AND p.from_pocket = 'agency' AND p.to_pocket = 'pending'), 0) AS found
    FROM participation part WHERE part.status = 'completed'
  ) rewarded
  WHERE expected <> found ORDER BY subject LIMIT ${DRIFTS_MAX}`

/** And nothing else was. */
const STRAY_REWARDS = sql<DriftRow>`
  SELECT substr(p.cause, 8) AS subject, 0 AS expected, p.amount AS found FROM cash_posting p
  WHERE p.cause LIKE 'reward:%' AND NOT EXISTS (
    SELECT 1 FROM participation part WHERE part.creator_id = p.creator_id AND part.status = 'completed'
      AND p.cause = concat('reward:', part.id))
  ORDER BY p.id LIMIT ${DRIFTS_MAX}`

/** What is not listed as held would never be released when it is due. */
const HELD_REWARDS = sql<DriftRow>`
  SELECT subject, expected, found FROM (
    SELECT part.id AS subject,
      CASE WHEN EXISTS (SELECT 1 FROM cash_posting p
          WHERE p.creator_id = part.creator_id AND p.cause = concat('reward:', part.id))
        AND NOT EXISTS (SELECT 1 FROM cash_posting p
          WHERE p.creator_id = part.creator_id AND p.cause = concat('release:', part.id))
      THEN 1 ELSE 0 END AS expected,
      CASE WHEN held.participation_id IS NULL THEN 0 ELSE 1 END AS found
    FROM participation part
    LEFT JOIN held_reward held ON held.participation_id = part.id AND held.creator_id = part.creator_id
    WHERE part.status = 'completed' OR held.participation_id IS NOT NULL
  ) listed
  WHERE expected <> found ORDER BY subject LIMIT ${DRIFTS_MAX}`

/** An assignment relies on this count, and a reward on the assignment. */
const PLACES = sql<DriftRow>`
  SELECT subject, expected, found FROM (
    SELECT ad.id AS subject, COALESCE(places.taken, -1) AS found, (
      SELECT COUNT(*) FROM participation part
      WHERE part.ad_id = ad.id AND part.status IN ('assigned', 'submitted', 'completed')
    ) AS expected
    FROM ad LEFT JOIN ad_places places ON places.ad_id = ad.id
  ) counted
  WHERE expected <> found ORDER BY subject LIMIT ${DRIFTS_MAX}`

/** What was known when money was decided on is kept with the posting, and never without it. */
const STRAY_SNAPSHOTS = sql<DriftRow>`
  SELECT concat(kept.participation_id, ':', kept.decision) AS subject, 0 AS expected, 1 AS found
  FROM decision_snapshot kept
  JOIN participation part ON part.id = kept.participation_id
  LEFT JOIN cash_posting p ON p.creator_id = part.creator_id
    AND p.cause = CASE kept.decision WHEN 'completed' THEN concat('reward:', part.id) ELSE concat('release:', part.id) END
    AND p.to_pocket = CASE kept.decision
      WHEN 'completed' THEN 'pending' WHEN 'released' THEN 'withdrawable' ELSE 'agency' END
  WHERE p.id IS NULL
  ORDER BY kept.participation_id, kept.decision LIMIT ${DRIFTS_MAX}`

/** Rewards that were credited before snapshots were kept may be released without one. */
const MISSING_SNAPSHOTS = sql<DriftRow>`
  SELECT subject, 1 AS expected, 0 AS found FROM (
    SELECT credited.participation_id AS id,
      concat(credited.participation_id, ':', CASE p.to_pocket WHEN 'agency' THEN 'forfeited' ELSE 'released' END) AS subject
    FROM decision_snapshot credited
    JOIN participation part ON part.id = credited.participation_id
    JOIN cash_posting p ON p.creator_id = part.creator_id AND p.cause = concat('release:', part.id)
    LEFT JOIN decision_snapshot kept ON kept.participation_id = part.id
      AND kept.decision = CASE p.to_pocket WHEN 'agency' THEN 'forfeited' ELSE 'released' END
    WHERE credited.decision = 'completed' AND kept.participation_id IS NULL
  ) decided
  ORDER BY id LIMIT ${DRIFTS_MAX}`

const COMPARISONS: readonly {
  readonly what: Drift['what']
  readonly of: string
  readonly query: RawBuilder<DriftRow>
}[] = [
  { what: 'balance', of: 'creator', query: BALANCES },
  { what: 'negative-balance', of: 'creator', query: NEGATIVES },
  { what: 'open-amount', of: 'creator', query: OPEN_AMOUNTS },
  { what: 'withdrawal', of: 'withdrawal', query: REQUESTS },
  { what: 'withdrawal', of: 'withdrawal', query: PAYOUTS },
  { what: 'withdrawal', of: 'withdrawal', query: RETURNS },
  { what: 'reward', of: 'reward', query: REWARDS },
  { what: 'reward', of: 'reward', query: STRAY_REWARDS },
  { what: 'held-reward', of: 'reward', query: HELD_REWARDS },
  { what: 'places', of: 'ad', query: PLACES },
  { what: 'snapshot', of: 'participation', query: STRAY_SNAPSHOTS },
  { what: 'snapshot', of: 'participation', query: MISSING_SNAPSHOTS },
]
