import { Hono } from 'hono'
import { z } from 'zod'
import type { ListPayouts } from '../../application/cash/list-payouts.ts'
import type { RequestWithdrawal } from '../../application/cash/request-withdrawal.ts'
import type { SettleWithdrawal } from '../../application/cash/settle-withdrawal.ts'
import { formatDottedTime, formatIso } from '../../domain/calendar.ts'
import { type Posting, statementKind, statementSide } from '../../domain/cash/ledger.ts'
import type { Withdrawal } from '../../domain/cash/withdrawal.ts'
import { toId } from '../../domain/primitives.ts'
import type { CashViews } from '../../ports/cash.ts'
import { answer, refuse } from './dialect.ts'
import { access, type Session } from './session.ts'
import { body, filled, idNumber, param, query } from './validate.ts'
import { commandKey, PAGE_SIZE, page, within32Bits } from './wire.ts'

export type CashDeps = {
  readonly requestWithdrawal: RequestWithdrawal
  readonly settleWithdrawal: SettleWithdrawal
  readonly listPayouts: ListPayouts
  readonly cashViews: CashViews
}

/** The app has no paging: its history ends here. */
const HISTORY_MAX = 200

const settlementForm = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('pay'), bankReference: filled(64) }),
  z.object({ decision: z.literal('return'), reason: filled(500) }),
])

/** The creator's cash and withdrawals, and the operator's payouts. */
export const cashRoutes = (use: CashDeps) =>
  new Hono<Session>()
    .get('/', access('member'), async (c) => {
      const { id } = c.var.member
      const [balance, statement] = await Promise.all([
        use.cashViews.balance(id),
        use.cashViews.statement(id, HISTORY_MAX),
      ])
      return answer(c, '이용내역 조회 성공', {
        cash: within32Bits(balance.pending + balance.withdrawable),
        cashAllowed: within32Bits(balance.withdrawable),
        history: statement.map(line),
        pending: balance.pending,
        withdrawable: balance.withdrawable,
        requested: balance.requested,
        paid: balance.paid,
      })
    })
    .post('/withdraw', access('creator'), async (c) => {
      const key = await commandKey(c, 'request-withdrawal', null)
      const requested = await use.requestWithdrawal({ creatorId: c.var.member.id, key })
      return requested.ok
        ? answer(c, '인출하기 성공', withdrawalShown(requested.value))
        : refuse(c, requested.error)
    })
    .get('/withdrawals', access('creator'), async (c) => {
      const own = await use.cashViews.withdrawalsOf(c.var.member.id, HISTORY_MAX)
      return answer(c, '출금 내역 조회 성공', own.map(withdrawalShown))
    })
    .get('/withdrawals/requested', access('operator'), query(z.object(page)), async (c) => {
      const { cursor } = c.req.valid('query')
      const waiting = await use.listPayouts({
        after: cursor === null ? null : toId(cursor),
        limit: PAGE_SIZE,
      })
      return answer(
        c,
        '출금 신청 조회 성공',
        waiting.map(({ withdrawal, creatorName, payee }) => ({
          ...withdrawalShown(withdrawal),
          userIdx: withdrawal.creatorId,
          name: creatorName,
          payee,
        })),
      )
    })
    .put(
      '/withdrawals/:withdrawalIdx',
      access('operator'),
      param(z.object({ withdrawalIdx: idNumber })),
      body(settlementForm),
      async (c) => {
        const form = c.req.valid('json')
        const { withdrawalIdx } = c.req.valid('param')
        const settled = await use.settleWithdrawal({
          operator: c.var.member.id,
          withdrawalId: toId(withdrawalIdx),
          settlement:
            form.decision === 'pay'
              ? { type: 'pay', bankReference: form.bankReference }
              : { type: 'return', reason: form.reason },
          key: await commandKey(c, 'settle-withdrawal', { withdrawalIdx, form }),
        })
        return settled.ok
          ? answer(c, '출금 처리 성공', withdrawalShown(settled.value))
          : refuse(c, settled.error)
      },
    )

/** The app compares `isIn` with these two words, so that there a title alone tells a forfeit from a withdrawal. */
const line = (posting: Posting) => ({
  title: statementKind(posting) === 'forfeit' ? `회수: ${posting.title}` : posting.title,
  kind: statementKind(posting),
  isIn: statementSide(posting) === 'in' ? '적립' : '출금',
  price: String(posting.amount),
  date: formatDottedTime(posting.at),
})

const withdrawalShown = (withdrawal: Withdrawal) => ({
  withdrawalIdx: withdrawal.id,
  amount: withdrawal.amount,
  status: withdrawal.status,
  requestedAt: formatIso(withdrawal.requestedAt),
  settledAt: withdrawal.status === 'requested' ? null : formatIso(withdrawal.at),
  bankReference: withdrawal.status === 'paid' ? withdrawal.bankReference : null,
  reason: withdrawal.status === 'returned' ? withdrawal.reason : null,
})
