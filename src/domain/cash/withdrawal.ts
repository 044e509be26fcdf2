import { match } from 'ts-pattern'
import { type KoreanDay, koreanDayOf, koreanMonthOf, startOfDay } from '../calendar.ts'
import type { Id, Instant, Won } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'

/** A request to pay out everything withdrawable (인출). */
export type Withdrawal = {
  readonly id: Id<'Withdrawal'>
  readonly creatorId: Id<'Account'>
  readonly amount: Won
  readonly requestedAt: Instant
} & WithdrawalState
export type NewWithdrawal = Omit<Withdrawal, 'id'> & { readonly status: 'requested' }

export type WithdrawalState =
  | { readonly status: 'requested' }
  | { readonly status: 'paid'; readonly at: Instant; readonly bankReference: string }
  | { readonly status: 'returned'; readonly at: Instant; readonly reason: string }

export type WithdrawalRefusal =
  | { readonly kind: 'nothing-to-withdraw' }
  | { readonly kind: 'below-withdrawal-minimum'; readonly minimum: Won }
  | { readonly kind: 'withdrawal-too-soon'; readonly possibleFrom: Instant }
  | { readonly kind: 'withdrawal-limit-of-month'; readonly possibleFrom: Instant }

/** Both rules that the app tells its users hold: two in a Korean calendar month, and 14 days from one to the next. */
export const WITHDRAWALS_A_MONTH = 2
export const WITHDRAWAL_DISTANCE_DAYS = 14

/** Whether everything withdrawable may be asked for now. Returned requests do not count; days are Korean days of request. */
export const mayWithdraw = (
  withdrawable: Won,
  earlier: readonly Withdrawal[],
  minimum: Won,
  now: Instant,
): Result<Won, WithdrawalRefusal> => {
  if (withdrawable === 0) return err({ kind: 'nothing-to-withdraw' })
  if (withdrawable < minimum) return err({ kind: 'below-withdrawal-minimum', minimum })
  const counted = earlier.filter(({ status }) => status !== 'returned').map(({ requestedAt }) => requestedAt)
  const nextDay = counted.length === 0 ? null : koreanDayOf(newest(counted)) + WITHDRAWAL_DISTANCE_DAYS
  if (nextDay !== null && koreanDayOf(now) < nextDay)
    return err({
      kind: 'withdrawal-too-soon',
      possibleFrom: firstWithRoom(counted, startOfDay(nextDay as KoreanDay)),
    })
  return monthIsFull(counted, now)
    ? err({ kind: 'withdrawal-limit-of-month', possibleFrom: startOfNextMonth(now) })
    : ok(withdrawable)
}

const monthIsFull = (counted: readonly Instant[], at: Instant): boolean =>
  counted.filter((earlier) => koreanMonthOf(earlier) === koreanMonthOf(at)).length >= WITHDRAWALS_A_MONTH

/** What is promised must hold: 14 days after the 15th may fall into a month that already saw its two. */
const firstWithRoom = (counted: readonly Instant[], at: Instant): Instant =>
  monthIsFull(counted, at) ? startOfNextMonth(at) : at

const newest = (instants: readonly Instant[]): Instant => instants.reduce((a, b) => (a > b ? a : b))

const startOfNextMonth = (now: Instant): Instant => {
  let day = koreanDayOf(now)
  while (koreanMonthOf(startOfDay(day)) === koreanMonthOf(now)) day = (day + 1) as KoreanDay
  return startOfDay(day)
}

export type SettleRefusal =
  | { readonly kind: 'withdrawal-already-settled'; readonly status: 'paid' | 'returned' }
  | { readonly kind: 'payee-missing' }

export type Settlement =
  | { readonly type: 'pay'; readonly bankReference: string; readonly payeeKnown: boolean }
  | { readonly type: 'return'; readonly reason: string }

/** `requested` becomes `paid` (only with a payee account and the bank's reference) or goes back to withdrawable. */
export const settle = (
  withdrawal: Withdrawal,
  settlement: Settlement,
  now: Instant,
): Result<Withdrawal, SettleRefusal> => {
  const { id, creatorId, amount, requestedAt, status } = withdrawal
  if (status !== 'requested') return err({ kind: 'withdrawal-already-settled', status })
  return match(settlement)
    .returnType<Result<Withdrawal, SettleRefusal>>()
    .with({ type: 'pay', payeeKnown: false }, () => err({ kind: 'payee-missing' }))
    .with({ type: 'pay' }, ({ bankReference }) =>
      ok({ id, creatorId, amount, requestedAt, status: 'paid', at: now, bankReference }),
    )
    .with({ type: 'return' }, ({ reason }) =>
      ok({ id, creatorId, amount, requestedAt, status: 'returned', at: now, reason }),
    )
    .exhaustive()
}
