import { withdrawalPosting } from '../../domain/cash/ledger.ts'
import { mayWithdraw, type Withdrawal, type WithdrawalRefusal } from '../../domain/cash/withdrawal.ts'
import type { Id, Won } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { PostRefusal } from '../../ports/cash.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type RequestWithdrawalRefusal = WithdrawalRefusal | PostRefusal | KeyRefusal

export type RequestWithdrawal = (command: {
  readonly creatorId: Id<'Account'>
  readonly key: CommandKey | null
}) => Promise<Result<Withdrawal, RequestWithdrawalRefusal>>

/** How many earlier ones the rules look at: two a month, so these cover years. */
const EARLIER_READ = 100

/** What the statement calls it, as the app always has. */
const TITLE = '계좌출금'

/** Asks for everything withdrawable. The creator's pockets are locked first, so of simultaneous requests one is judged after the other. */
export const requestWithdrawal =
  ({
    once,
    clock,
    minimum,
  }: {
    readonly once: Once
    readonly clock: Clock
    readonly minimum: Won
  }): RequestWithdrawal =>
  ({ creatorId, key }) =>
    once<Withdrawal, WithdrawalRefusal | PostRefusal>(key, async ({ cash, withdrawals }) => {
      const now = clock.now()
      const balance = await cash.find(creatorId)
      if (balance === null) return err({ kind: 'nothing-to-withdraw' })
      const earlier = await withdrawals.of(creatorId, EARLIER_READ)
      const amount = mayWithdraw(balance.withdrawable, earlier, minimum, now)
      if (!amount.ok) return amount
      const withdrawal = await withdrawals.add({
        creatorId,
        amount: amount.value,
        requestedAt: now,
        status: 'requested',
      })
      const movement = { creatorId, amount: amount.value, at: now, title: TITLE }
      const posted = await cash.post(withdrawalPosting(withdrawal.id, movement))
      return posted.ok ? ok(withdrawal) : posted
    })
