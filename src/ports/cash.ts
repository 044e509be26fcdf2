import type { Balance, Pocket, Posting } from '../domain/cash/ledger.ts'
import type { NewWithdrawal, Withdrawal } from '../domain/cash/withdrawal.ts'
import type { Id, Won } from '../domain/primitives.ts'
import type { Result } from '../domain/result.ts'
import type { SealedPayee } from './account.ts'

export type PostRefusal = { readonly kind: 'already-posted' } | { readonly kind: 'pocket-short' }

export type CashStore = {
  /** Opens a creator's pockets, all empty. Once for each creator, at sign-up. */
  readonly open: (creator: Id<'Account'>) => Promise<void>
  /** Locks the creator's pockets for the rest of the transaction. Null when they were never opened. */
  readonly find: (creator: Id<'Account'>) => Promise<Balance | null>
  /**
   * Moves the amount in one conditional, relative statement and appends the posting. Refused, with nothing changed,
   * when the cause was posted before or the pocket holds less. Throws when the creator's pockets were never opened.
   */
  readonly post: (posting: Posting) => Promise<Result<void, PostRefusal>>
}

export type WithdrawalStore = {
  readonly add: (withdrawal: NewWithdrawal) => Promise<Withdrawal>
  /** Locks the withdrawal for the rest of the transaction. */
  readonly find: (id: Id<'Withdrawal'>) => Promise<Withdrawal | null>
  /** The newest `limit` ones, newest first. Exact only while the creator's pockets are locked. */
  readonly of: (creator: Id<'Account'>, limit: number) => Promise<readonly Withdrawal[]>
  readonly save: (withdrawal: Withdrawal) => Promise<void>
}

/** Where the books do not agree. An empty list is what `crecker reconcile` must show. */
export type Drift = {
  readonly what:
    | 'balance'
    | 'negative-balance'
    | 'withdrawal'
    | 'reward'
    | 'held-reward'
    | 'open-amount'
    | 'places'
    | 'snapshot'
  readonly subject: string
  readonly expected: number
  readonly found: number
}

export type Books = {
  readonly creators: number
  readonly postings: number
  /** Sums over all creators, in won; the agency's is what the others hold, with the sign turned. */
  readonly totals: Readonly<Record<Pocket, number>>
  readonly drift: readonly Drift[]
}

export type CashViews = {
  readonly balance: (creator: Id<'Account'>) => Promise<Balance>
  /** The newest `limit` postings that a creator sees as earned or taken out, newest first. */
  readonly statement: (creator: Id<'Account'>, limit: number) => Promise<readonly Posting[]>
  /** Newest first. */
  readonly withdrawalsOf: (creator: Id<'Account'>, limit: number) => Promise<readonly Withdrawal[]>
  /** Requests that wait to be paid, oldest first, after `after`. */
  readonly requested: (page: {
    readonly after: Id<'Withdrawal'> | null
    readonly limit: number
  }) => Promise<readonly WithdrawalToPay[]>
  /**
   * Compares, in one snapshot: each balance with the sum of its postings; each withdrawal with its postings; each
   * completed participation with its reward, and one that came rewarded from the 2020 server with none; what is listed
   * as held with the rewards that were credited and neither released nor forfeited; each
   * ad's count of taken places with its participations; each snapshot with its posting, and each release or forfeit of
   * a reward that has a snapshot with one of its own: earlier rewards have none. At most 1,000 drifts are listed.
   */
  readonly books: () => Promise<Books>
  /** Opening cash of the 2020 server that is pending and was never released, by creator, after `after`. */
  readonly heldOpenings: (page: {
    readonly after: Id<'Account'> | null
    readonly limit: number
  }) => Promise<readonly { readonly creatorId: Id<'Account'>; readonly amount: Won }[]>
}

export type WithdrawalToPay = {
  readonly withdrawal: Withdrawal
  readonly creatorName: string
  readonly payee: SealedPayee | null
}

export type WithdrawalPolicy = { readonly minimum: Won }
