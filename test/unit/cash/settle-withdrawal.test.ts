import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import type { Withdrawal } from '../../../src/domain/cash/withdrawal.ts'
import { type Id, toId } from '../../../src/domain/primitives.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  audited,
  granted,
  type TestHouse,
  toldTo,
} from '../../fixtures/house.ts'
import { inDays } from '../../fixtures/instants.ts'
import { demand, kept, storedCreator, storedEarnings } from '../../fixtures/stored.ts'

const pay = { type: 'pay', bankReference: '이체-2026-0042' } as const
const giveBack = { type: 'return', reason: '계좌번호가 맞지 않습니다.' } as const
const payee = { bank: '국민은행', number: '123456-01-987654', holder: '김하늘' }

let house: TestHouse
let operator: Id<'Account'>
let haneul: Account
let withdrawal: Withdrawal
beforeEach(async () => {
  house = aHouse()
  operator = await anOperator(house)
  haneul = await kept(house, async (stores) => {
    const creator = await storedCreator(stores)
    await storedEarnings(stores, { creator, amount: 50_000 })
    return creator
  })
  withdrawal = demand(await house.requestWithdrawal({ creatorId: haneul.id, key: null }))
  house.clock.set(inDays(1))
})

afterEach(async () => {
  expect((await house.views.cash.books()).drift).toEqual([])
})

const settle = (settlement: typeof pay | typeof giveBack, over = {}) =>
  house.settleWithdrawal({ operator, withdrawalId: withdrawal.id, settlement, key: null, ...over })
const withPayee = () => house.registerPayee({ accountId: haneul.id, payee })
const balance = () => house.cashViews.balance(haneul.id)

/** The payee was registered first, which is in the audit too. */
const settlements = () => audited(house).filter(({ operation }) => operation.startsWith('withdrawal-'))

describe('a payout', () => {
  test('keeps the reference of the bank, and the cash is gone', async () => {
    await withPayee()
    expect(demand(await settle(pay))).toEqual({
      ...withdrawal,
      status: 'paid',
      at: inDays(1),
      bankReference: pay.bankReference,
    })
    expect(await balance()).toEqual({ pending: 0, withdrawable: 0, requested: 0, paid: 50_000 })
    expect(await toldTo(house, haneul)).toEqual([{ kind: 'withdrawn', amount: 50_000 }])
  })

  test('is in the audit with before and after', async () => {
    await withPayee()
    const paid = demand(await settle(pay))
    expect(settlements()).toEqual([
      {
        at: inDays(1),
        by: operator,
        operation: 'withdrawal-pay',
        subject: `withdrawal:${withdrawal.id}`,
        before: withdrawal,
        after: paid,
      },
    ])
  })

  test('without a payee account is refused and changes nothing', async () => {
    expect(await attempt(house, () => settle(pay))).toEqual({
      refusal: { kind: 'payee-missing' },
      changed: [],
    })
    expect(await balance()).toMatchObject({ requested: 50_000, paid: 0 })
  })

  test('is possible as soon as the payee account is there', async () => {
    expect((await settle(pay)).ok).toBe(false)
    await withPayee()
    expect((await settle(pay)).ok).toBe(true)
  })
})

describe('a return', () => {
  test('makes the cash withdrawable again, and the creator is told why', async () => {
    expect(demand(await settle(giveBack))).toEqual({
      ...withdrawal,
      status: 'returned',
      at: inDays(1),
      reason: giveBack.reason,
    })
    expect(await balance()).toEqual({ pending: 0, withdrawable: 50_000, requested: 0, paid: 0 })
    expect(await toldTo(house, haneul)).toEqual([
      { kind: 'withdrawal-returned', amount: 50_000, note: giveBack.reason },
    ])
    expect(audited(house)).toMatchObject([{ by: operator, operation: 'withdrawal-return' }])
  })

  test('lets the creator ask again at once, and be paid then', async () => {
    demand(await settle(giveBack))
    await withPayee()
    withdrawal = demand(await house.requestWithdrawal({ creatorId: haneul.id, key: null }))
    demand(await settle(pay))
    expect(await balance()).toMatchObject({ withdrawable: 0, paid: 50_000 })
  })
})

describe('a request', () => {
  test('that is not there cannot be settled', async () => {
    const withdrawalId = toId<'Withdrawal'>(404)
    for (const settlement of [pay, giveBack])
      expect(await attempt(house, () => settle(settlement, { withdrawalId }))).toEqual({
        refusal: { kind: 'withdrawal-not-found' },
        changed: [],
      })
  })

  test.each([
    ['paid', pay],
    ['returned', giveBack],
  ] as const)('that is %s is settled for good', async (status, first) => {
    await withPayee()
    demand(await settle(first))
    for (const settlement of [pay, giveBack])
      expect(await attempt(house, () => settle(settlement))).toEqual({
        refusal: { kind: 'withdrawal-already-settled', status },
        changed: [],
      })
  })

  test('paid and returned at once, 64 times, is settled once', async () => {
    await withPayee()
    const answers = await allAtOnce(64, (index) => settle(index % 2 === 0 ? pay : giveBack))
    expect(granted(answers)).toBe(1)
    expect(await toldTo(house, haneul)).toHaveLength(1)
    expect(settlements()).toHaveLength(1)
  })

  test('settled again under the same key is answered alike and told once', async () => {
    await withPayee()
    const first = await settle(pay, { key: aKey() })
    house.clock.set(inDays(2))
    expect(await settle(pay, { key: aKey() })).toEqual(first)
    expect(await toldTo(house, haneul)).toHaveLength(1)
  })
})
