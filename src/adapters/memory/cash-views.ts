import { EMPTY_BALANCE, statementSide } from '../../domain/cash/ledger.ts'
import type { CashViews } from '../../ports/cash.ts'
import { booksOf } from './cash-books.ts'
import { withdrawalStore } from './cash-store.ts'
import { pairKey, type Tables } from './database.ts'

export const cashViews = (tables: Tables): CashViews => ({
  balance: async (creator) => tables.balances.get(creator) ?? EMPTY_BALANCE,
  statement: async (creator, limit) =>
    tables.postings
      .rows()
      .filter((posting) => posting.creatorId === creator && statementSide(posting) !== null)
      .toReversed()
      .slice(0, limit),
  withdrawalsOf: withdrawalStore(tables).of,
  requested: async ({ after, limit }) =>
    tables.withdrawals
      .rows()
      .filter(({ id, status }) => status === 'requested' && id > (after ?? 0))
      .slice(0, limit)
      .map((withdrawal) => ({
        withdrawal,
        creatorName: tables.accounts.get(withdrawal.creatorId)?.name ?? '',
        payee: tables.payees.get(withdrawal.creatorId) ?? null,
      })),
  books: async () => booksOf(tables),
  heldOpenings: async ({ after, limit }) =>
    tables.balances
      .entries()
      .filter(([creator]) => creator > (after ?? 0))
      .toSorted(([a], [b]) => a - b)
      .flatMap(([creatorId]) => {
        const opening = tables.postings.get(pairKey(creatorId, 'opening:pending'))
        const released = tables.postings.get(pairKey(creatorId, 'opening:released'))
        return opening === undefined || released !== undefined ? [] : [{ creatorId, amount: opening.amount }]
      })
      .slice(0, limit),
})
