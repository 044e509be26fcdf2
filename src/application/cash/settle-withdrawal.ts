import { payoutPosting, returnPosting } from '../../domain/cash/ledger.ts'
import { type SettleRefusal, settle, type Withdrawal } from '../../domain/cash/withdrawal.ts'
import { type NotificationFact, notice } from '../../domain/notification/notification.ts'
import type { Id } from '../../domain/primitives.ts'
import { err, type Result } from '../../domain/result.ts'
import type { PostRefusal } from '../../ports/cash.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CommandKey, KeyRefusal, Once } from '../idempotency/once.ts'

export type SettleWithdrawalRefusal =
  | SettleRefusal
  | PostRefusal
  | KeyRefusal
  | { readonly kind: 'withdrawal-not-found' }

export type SettleWithdrawal = (command: {
  readonly operator: Id<'Account'>
  readonly withdrawalId: Id<'Withdrawal'>
  readonly settlement:
    | { readonly type: 'pay'; readonly bankReference: string }
    | { readonly type: 'return'; readonly reason: string }
  readonly key: CommandKey | null
}) => Promise<Result<Withdrawal, SettleWithdrawalRefusal>>

const TITLES = { pay: '계좌출금 완료', return: '계좌출금 반환' } as const

/** An operator has paid a request out by bank, or gives it back. Each request is settled once; the creator is told. */
export const settleWithdrawal =
  ({ once, clock }: { readonly once: Once; readonly clock: Clock }): SettleWithdrawal =>
  ({ operator, withdrawalId, settlement, key }) =>
    once<Withdrawal, SettleWithdrawalRefusal>(
      key,
      async ({ withdrawals, payees, cash, notifications, audit }) => {
        const now = clock.now()
        const withdrawal = await withdrawals.find(withdrawalId)
        if (withdrawal === null) return err({ kind: 'withdrawal-not-found' })
        const { creatorId, amount } = withdrawal
        const payeeKnown = (await payees.find(creatorId)) !== null
        const settled = settle(
          withdrawal,
          settlement.type === 'pay' ? { ...settlement, payeeKnown } : settlement,
          now,
        )
        if (!settled.ok) return settled
        const movement = { creatorId, amount, at: now, title: TITLES[settlement.type] }
        const posted = await cash.post(
          settlement.type === 'pay'
            ? payoutPosting(withdrawalId, movement)
            : returnPosting(withdrawalId, movement),
        )
        if (!posted.ok) return posted
        await withdrawals.save(settled.value)
        const fact: NotificationFact =
          settlement.type === 'pay'
            ? { kind: 'withdrawn', amount }
            : { kind: 'withdrawal-returned', amount, note: settlement.reason }
        await notifications.add(notice(creatorId, fact, `${withdrawalId}`, now))
        await audit.append({
          at: now,
          by: operator,
          operation: `withdrawal-${settlement.type}`,
          subject: `withdrawal:${withdrawalId}`,
          before: withdrawal,
          after: settled.value,
        })
        return settled
      },
    )
