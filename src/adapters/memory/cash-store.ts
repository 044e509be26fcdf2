import type { Balance, Pocket, Posting } from '../../domain/cash/ledger.ts'
import { EMPTY_BALANCE } from '../../domain/cash/ledger.ts'
import { toId, toWon } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { CashStore, WithdrawalStore } from '../../ports/cash.ts'
import { pairKey, type Tables } from './database.ts'
import { insert, replace } from './table.ts'

export const cashStore = ({ balances, postings }: Tables): CashStore => ({
  open: async (creator) => insert(balances, creator, EMPTY_BALANCE),
  find: async (creator) => balances.get(creator) ?? null,
  post: async (posting) => {
    mustBeSound(posting)
    const before = balances.get(posting.creatorId)
    if (before === undefined) throw new Error(`account ${posting.creatorId} has no pockets`)
    const key = pairKey(posting.creatorId, posting.cause)
    if (postings.get(key) !== undefined) return err({ kind: 'already-posted' })
    const { from, to, amount } = posting
    if (from !== 'agency' && before[from] < amount) return err({ kind: 'pocket-short' })
    balances.put(posting.creatorId, move(move(before, from, -amount), to, amount))
    postings.put(key, posting)
    return ok(undefined)
  },
})

/** The agency's pocket is what all others hold, with the sign turned: it is kept nowhere. */
const move = (balance: Balance, pocket: Pocket, amount: number): Balance =>
  pocket === 'agency' ? balance : { ...balance, [pocket]: toWon(balance[pocket] + amount) }

/** What was paid is gone, so nothing is posted from there. */
const mustBeSound = ({ from, to, amount, cause }: Posting): void => {
  if (amount <= 0 || from === to || from === 'paid')
    throw new RangeError(`no posting: ${cause}, ${amount} from ${from} to ${to}`)
}

export const withdrawalStore = ({ withdrawals }: Tables): WithdrawalStore => ({
  add: async (withdrawal) => {
    const added = { ...withdrawal, id: toId<'Withdrawal'>(withdrawals.nextNumber()) }
    withdrawals.put(added.id, added)
    return added
  },
  find: async (id) => withdrawals.get(id) ?? null,
  of: async (creator, limit) =>
    withdrawals
      .rows()
      .filter(({ creatorId }) => creatorId === creator)
      .toReversed()
      .slice(0, limit),
  save: async (withdrawal) => replace(withdrawals, withdrawal.id, withdrawal),
})
