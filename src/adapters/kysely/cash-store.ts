import type { Kysely, Selectable } from 'kysely'
import { match } from 'ts-pattern'
import { type Balance, type Pocket, type Posting, rewardMoved } from '../../domain/cash/ledger.ts'
import type { NewWithdrawal, Withdrawal, WithdrawalState } from '../../domain/cash/withdrawal.ts'
import { toId, toInstant, toWon } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { CashStore, PostRefusal, WithdrawalStore } from '../../ports/cash.ts'
import type { CashBalanceTable, CashPostingTable, Database, WithdrawalTable } from './database.ts'
import type { SqlDialect } from './dialect.ts'
import { mustHaveChanged, newId, oneOf, present } from './row.ts'

export const cashStore = (db: Kysely<Database>, dialect: SqlDialect): CashStore => ({
  open: async (creator) => {
    await db
      .insertInto('cash_balance')
      .values({ creator_id: creator, pending: 0, withdrawable: 0, requested: 0, paid: 0 })
      .execute()
  },
  find: async (creator) => {
    const query = db.selectFrom('cash_balance').selectAll().where('creator_id', '=', creator)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : balanceFromRow(row)
  },
  post: async (posting) => {
    const moved = await movement(db, posting).executeTakeFirst()
    if (moved.numUpdatedRows !== 1n) return err(await whyNot(db, posting))
    await db.insertInto('cash_posting').values(postingToRow(posting)).execute()
    await keepHeld(db, posting)
    return ok(undefined)
  },
})

/**
 * Checks and moves in one statement and before anything is inserted: two who move at the same time can neither take
 * the same won twice nor wait for each other in a circle.
 */
const movement = (db: Kysely<Database>, { creatorId, cause, from, to, amount }: Posting) => {
  let update = db
    .updateTable('cash_balance')
    .where('creator_id', '=', creatorId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('cash_posting')
            .select('cash_posting.id')
            // By reference: worked out after the row was locked, not before it was waited for.
            .whereRef('cash_posting.creator_id', '=', 'cash_balance.creator_id')
            .where('cash_posting.cause', '=', cause),
        ),
      ),
    )
  if (from !== 'agency') update = update.set(from, (eb) => eb(from, '-', amount)).where(from, '>=', amount)
  if (to !== 'agency') update = update.set(to, (eb) => eb(to, '+', amount))
  return update
}

/** Kept beside the postings, since those that wait are few among all that were ever released. */
const keepHeld = async (db: Kysely<Database>, posting: Posting): Promise<void> => {
  const moved = rewardMoved(posting)
  if (moved === null) return
  const held = { participation_id: moved.participation, creator_id: posting.creatorId }
  if (moved.isHeld) await db.insertInto('held_reward').values(held).execute()
  else
    await db
      .deleteFrom('held_reward')
      .where('participation_id', '=', held.participation_id)
      .where('creator_id', '=', held.creator_id)
      .execute()
}

const whyNot = async (db: Kysely<Database>, { creatorId, cause }: Posting): Promise<PostRefusal> => {
  const earlier = await db
    .selectFrom('cash_posting')
    .select('id')
    .where('creator_id', '=', creatorId)
    .where('cause', '=', cause)
    .executeTakeFirst()
  if (earlier !== undefined) return { kind: 'already-posted' }
  const pockets = await db
    .selectFrom('cash_balance')
    .select('creator_id')
    .where('creator_id', '=', creatorId)
    .executeTakeFirst()
  if (pockets === undefined) throw new Error(`the pockets of creator ${creatorId} were never opened`)
  return { kind: 'pocket-short' }
}

export const withdrawalStore = (db: Kysely<Database>, dialect: SqlDialect): WithdrawalStore => ({
  add: async (withdrawal) => {
    const insert = db.insertInto('withdrawal').values(newRow(withdrawal))
    return { ...withdrawal, id: newId<'Withdrawal'>(await insert.executeTakeFirstOrThrow()) }
  },
  find: async (id) => {
    const query = db.selectFrom('withdrawal').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : withdrawalFromRow(row)
  },
  of: (creator, limit) => withdrawalsOf(db, creator, limit),
  save: async (withdrawal) => {
    const update = db.updateTable('withdrawal').set(toRow(withdrawal)).where('id', '=', withdrawal.id)
    mustHaveChanged(await update.executeTakeFirst(), `withdrawal ${withdrawal.id}`)
  },
})

/** Newest first; also for views. */
export const withdrawalsOf = async (
  db: Kysely<Database>,
  creator: number,
  limit: number,
): Promise<readonly Withdrawal[]> => {
  const rows = await db
    .selectFrom('withdrawal')
    .selectAll()
    .where('creator_id', '=', creator)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(withdrawalFromRow)
}

export const balanceFromRow = (row: Selectable<CashBalanceTable>): Balance => ({
  pending: toWon(row.pending),
  withdrawable: toWon(row.withdrawable),
  requested: toWon(row.requested),
  paid: toWon(row.paid),
})

const POCKETS: readonly Pocket[] = ['agency', 'pending', 'withdrawable', 'requested', 'paid']

export const postingFromRow = (row: Selectable<CashPostingTable>): Posting => ({
  creatorId: toId<'Account'>(row.creator_id),
  cause: row.cause,
  from: oneOf(POCKETS, row.from_pocket, 'cash_posting.from_pocket'),
  to: oneOf(POCKETS, row.to_pocket, 'cash_posting.to_pocket'),
  amount: toWon(row.amount),
  at: toInstant(row.at),
  title: row.title,
})

const postingToRow = (posting: Posting) => ({
  creator_id: posting.creatorId,
  cause: posting.cause,
  from_pocket: posting.from,
  to_pocket: posting.to,
  amount: posting.amount,
  at: posting.at,
  title: posting.title,
})

type WithdrawalRow = Selectable<WithdrawalTable>

export const withdrawalFromRow = (row: WithdrawalRow): Withdrawal => ({
  id: toId<'Withdrawal'>(row.id),
  creatorId: toId<'Account'>(row.creator_id),
  amount: toWon(row.amount),
  requestedAt: toInstant(row.requested_at),
  ...stateFrom(row),
})

const stateFrom = (row: WithdrawalRow): WithdrawalState =>
  match(oneOf(['requested', 'paid', 'returned'], row.status, 'withdrawal.status'))
    .returnType<WithdrawalState>()
    .with('requested', (status) => ({ status }))
    .with('paid', (status) => ({
      status,
      at: toInstant(present(row.settled_at, 'withdrawal.settled_at')),
      bankReference: present(row.bank_reference, 'withdrawal.bank_reference'),
    }))
    .with('returned', (status) => ({
      status,
      at: toInstant(present(row.settled_at, 'withdrawal.settled_at')),
      reason: present(row.return_reason, 'withdrawal.return_reason'),
    }))
    .exhaustive()

const toRow = (withdrawal: Withdrawal) => ({
  ...newRow(withdrawal),
  settled_at: withdrawal.status === 'requested' ? null : withdrawal.at,
  bank_reference: withdrawal.status === 'paid' ? withdrawal.bankReference : null,
  return_reason: withdrawal.status === 'returned' ? withdrawal.reason : null,
})

const newRow = (withdrawal: Omit<NewWithdrawal, 'status'> & Pick<Withdrawal, 'status'>) => ({
  creator_id: withdrawal.creatorId,
  amount: withdrawal.amount,
  requested_at: withdrawal.requestedAt,
  status: withdrawal.status,
})
