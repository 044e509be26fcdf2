import type { Kysely } from 'kysely'
import { EMPTY_BALANCE } from '../../domain/cash/ledger.ts'
import { toId, toWon } from '../../domain/primitives.ts'
import type { CashViews } from '../../ports/cash.ts'
import { payeeFromRow } from './account-store.ts'
import { booksIn } from './cash-books.ts'
import { balanceFromRow, postingFromRow, withdrawalFromRow, withdrawalsOf } from './cash-store.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { inSnapshot } from './transact.ts'

/** The books are compared as a whole, which may take `slow` some time. */
export const cashViews = (db: Kysely<Database>, slow: Kysely<Database>): CashViews => {
  const balances = balanceQuery(db)
  const shownPostings = shownPostingsQuery(db)
  return {
    balance: async (creator) => {
      const [row] = await balances({ creator })
      return row === undefined ? EMPTY_BALANCE : balanceFromRow(row)
    },
    statement: async (creator, limit) => (await shownPostings({ creator, limit })).map(postingFromRow),
    ...rareViews(db, slow),
  }
}

const rareViews = (
  db: Kysely<Database>,
  slow: Kysely<Database>,
): Omit<CashViews, 'balance' | 'statement'> => ({
  withdrawalsOf: (creator, limit) => withdrawalsOf(db, creator, limit),
  requested: async ({ after, limit }) => {
    const rows = await db
      .selectFrom('withdrawal')
      .innerJoin('account', 'account.id', 'withdrawal.creator_id')
      .leftJoin('payee', 'payee.owner_id', 'withdrawal.creator_id')
      .selectAll('withdrawal')
      .select(['account.name', 'payee.bank', 'payee.masked_number', 'payee.sealed'])
      .where('withdrawal.status', '=', 'requested')
      .where('withdrawal.id', '>', after ?? 0)
      .orderBy('withdrawal.id')
      .limit(limit)
      .execute()
    return rows.map(({ name, bank, masked_number, sealed, ...row }) => ({
      withdrawal: withdrawalFromRow(row),
      creatorName: name,
      payee:
        bank === null || masked_number === null || sealed === null
          ? null
          : payeeFromRow({ bank, masked_number, sealed }),
    }))
  },
  books: () => inSnapshot(slow, booksIn),
  heldOpenings: async ({ after, limit }) => {
    const rows = await openingsHeld(db, after, limit).execute()
    return rows.map((row) => ({ creatorId: toId<'Account'>(row.creator_id), amount: toWon(row.amount) }))
  },
})

/** The rule of `statementSide`, for the database: earned, taken out, or come back. */
const shownPostingsQuery = (db: Kysely<Database>) =>
  prepared<{ readonly creator: number; readonly limit: number }>(db)((value) =>
    db
      .selectFrom('cash_posting')
      .selectAll()
      .where('creator_id', '=', value('creator'))
      .where(({ or, and, eb }) =>
        or([
          eb('from_pocket', '=', 'agency'),
          eb('to_pocket', 'in', ['requested', 'agency']),
          and([eb('from_pocket', '=', 'requested'), eb('to_pocket', '=', 'withdrawable')]),
        ]),
      )
      .orderBy('id', 'desc')
      .limit(value('limit')),
  )

const balanceQuery = (db: Kysely<Database>) =>
  prepared<{ readonly creator: number }>(db)((value) =>
    db.selectFrom('cash_balance').selectAll().where('creator_id', '=', value('creator')),
  )

/** By way of the pockets, so that both postings are found by their unique key. */
const openingsHeld = (db: Kysely<Database>, after: number | null, limit: number) =>
  db
    .selectFrom('cash_balance')
    .innerJoin('cash_posting', (join) =>
      join
        .onRef('cash_posting.creator_id', '=', 'cash_balance.creator_id')
        .on('cash_posting.cause', '=', 'opening:pending'),
    )
    .select(['cash_posting.creator_id', 'cash_posting.amount'])
    .where('cash_balance.creator_id', '>', after ?? 0)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('cash_posting as released')
            .select('released.id')
            .whereRef('released.creator_id', '=', 'cash_balance.creator_id')
            .where('released.cause', '=', 'opening:released'),
        ),
      ),
    )
    .orderBy('cash_balance.creator_id')
    .limit(limit)
