import type { Refusal } from '../../../src/adapters/http/refusal-wording.ts'
import { DAY_MS } from '../../../src/domain/primitives.ts'
import { inDays } from '../../fixtures/instants.ts'
import type { Member } from '../../fixtures/test-house.ts'
import type { BusyHouse } from './busy-house.ts'
import { type Asked, type CasesOf, UNKNOWN_ID } from './refusal-case.ts'
import type { RefusalOfAds } from './refusals-of-ads.ts'
import type { RefusalOfBoard } from './refusals-of-board.ts'
import type { RefusalOfExperts } from './refusals-of-experts.ts'
import type { RefusalOfMembers } from './refusals-of-members.ts'
import type { RefusalOfNews } from './refusals-of-news.ts'

const withdraw = (who: Member): Asked => ({ who, method: 'POST', path: '/api/cash/withdraw' })
const settle = ({ operator }: BusyHouse, id: number, json: object): Asked => ({
  who: operator,
  method: 'PUT',
  path: `/api/cash/withdrawals/${id}`,
  sent: { json },
})
const PAID = { decision: 'pay', bankReference: '이체-2026-0042' }
const forfeit = ({ operator, minji }: BusyHouse, { adId }: { readonly adId: number }): Asked => ({
  who: operator,
  method: 'PUT',
  path: '/api/userad/forfeit',
  sent: { json: { userIdx: minji.account.id, adIdx: adId, reason: '영상이 삭제되었습니다.' } },
})

export const REFUSALS_OF_CASH: CasesOf<
  Exclude<
    Refusal['kind'],
    RefusalOfMembers | RefusalOfAds | RefusalOfBoard | RefusalOfNews | RefusalOfExperts
  >
> = {
  'nothing-to-withdraw': [
    { when: 'nothing was earned', ask: ({ junho }) => withdraw(junho) },
    {
      when: 'everything was withdrawn',
      ask: async (house) => {
        await house.as(house.minji).post('/api/cash/withdraw')
        return withdraw(house.minji)
      },
    },
    {
      when: 'the reward is still held',
      ask: async (house) => {
        await house.completion(house.junho, {})
        return withdraw(house.junho)
      },
    },
  ],
  'below-withdrawal-minimum': [
    {
      when: 'a won is missing',
      options: () => ({ withdrawalMinimum: 30_001 }),
      ask: ({ minji }) => withdraw(minji),
    },
  ],
  'withdrawal-too-soon': [
    {
      when: 'the last one was 13 days ago',
      ask: async (house) => {
        await house.as(house.minji).post('/api/cash/withdraw')
        await house.earnings(house.minji, { amount: 5_000 })
        house.clock.pass(13 * DAY_MS)
        return withdraw(house.minji)
      },
    },
  ],
  'withdrawal-limit-of-month': [
    {
      when: 'it is the third of November',
      ask: async (house) => {
        // The first was on the 2nd.
        house.clock.set(inDays(-6))
        await house.as(house.minji).post('/api/cash/withdraw')
        await house.earnings(house.minji, { amount: 5_000 })
        house.clock.set(inDays(8))
        return withdraw(house.minji)
      },
    },
  ],
  'withdrawal-not-found': [{ when: 'there is none', ask: (house) => settle(house, UNKNOWN_ID, PAID) }],
  'withdrawal-already-settled': [
    {
      when: 'a paid one is paid again',
      ask: async (house) => {
        await house.as(house.operator).put(`/api/cash/withdrawals/${house.withdrawal.id}`, { json: PAID })
        return settle(house, house.withdrawal.id, PAID)
      },
    },
    {
      when: 'a returned one is paid',
      ask: async (house) => {
        const json = { decision: 'return', reason: '계좌번호가 맞지 않습니다.' }
        await house.as(house.operator).put(`/api/cash/withdrawals/${house.withdrawal.id}`, { json })
        return settle(house, house.withdrawal.id, PAID)
      },
    },
  ],
  'payee-missing': [
    {
      when: 'no account was registered',
      ask: async (house) => {
        await house.earnings(house.junho, { amount: 5_000 })
        await house.as(house.junho).post('/api/cash/withdraw')
        const [own] = await house.persistence.views.cash.withdrawalsOf(house.junho.account.id, 1)
        return settle(house, own?.id ?? 0, PAID)
      },
    },
  ],
  'reward-not-pending': [
    { when: 'nothing is completed', ask: (house) => forfeit(house, house.parts.submitted) },
    {
      when: 'it was forfeited before',
      ask: async (house) => {
        const asked = forfeit(house, house.parts.completed)
        await house.as(house.operator).put(asked.path, asked.sent)
        return asked
      },
    },
    { when: 'it was released', ask: (house) => forfeit(house, house.earned) },
  ],
  'already-posted': { notHere: 'whatever is posted has been judged in the same transaction' },
  'pocket-short': { notHere: 'whatever is posted has been judged in the same transaction' },
}
