import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../src/domain/account/account.ts'
import { koreanDayOf, parseInstant, startOfDay } from '../../../src/domain/calendar.ts'
import { type Id, type Instant, later, toWon } from '../../../src/domain/primitives.ts'
import {
  aHouse,
  aKey,
  allAtOnce,
  anOperator,
  attempt,
  everythingIn,
  granted,
  nobody,
  type TestHouse,
} from '../../fixtures/house.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { demand, kept, storedCompletion, storedCreator, storedEarnings } from '../../fixtures/stored.ts'

let house: TestHouse
let haneul: Account
beforeEach(async () => {
  house = aHouse()
  haneul = await kept(house, (stores) => storedCreator(stores))
})

afterEach(async () => {
  expect((await house.views.cash.books()).drift).toEqual([])
})

const earn = (amount: number) => kept(house, (stores) => storedEarnings(stores, { creator: haneul, amount }))
const request = (use = house) => use.requestWithdrawal({ creatorId: haneul.id, key: null })
const requestAt = async (at: Instant) => {
  house.clock.set(at)
  await earn(10_000)
  return request()
}
const refusalAt = async (at: Instant) => {
  house.clock.set(at)
  await earn(10_000)
  return attempt(house, () => request())
}
const korean = (text: string): Instant => {
  const at = parseInstant(text, 'from')
  if (at === undefined) throw new Error(`not a date: ${text}`)
  return at
}

describe('a withdrawal', () => {
  test('asks for everything withdrawable, and for nothing that is pending', async () => {
    await earn(30_000)
    await earn(12_345)
    await kept(house, (stores) => storedCompletion(stores, { creator: haneul, reward: 50_000 }))
    const withdrawal = demand(await request())
    expect(withdrawal).toEqual({
      id: withdrawal.id,
      creatorId: haneul.id,
      amount: 42_345,
      requestedAt: NOON,
      status: 'requested',
    })
    expect(await house.cashViews.balance(haneul.id)).toEqual({
      pending: 50_000,
      withdrawable: 0,
      requested: 42_345,
      paid: 0,
    })
    expect(await house.cashViews.withdrawalsOf(haneul.id, 10)).toEqual([withdrawal])
  })

  test('shows in the statement as 계좌출금', async () => {
    await earn(30_000)
    const { id } = demand(await request())
    expect((await house.cashViews.statement(haneul.id, 1))[0]).toEqual({
      creatorId: haneul.id,
      cause: `withdrawal:${id}`,
      from: 'withdrawable',
      to: 'requested',
      amount: 30_000,
      at: NOON,
      title: '계좌출금',
    })
  })

  test('may be asked for without a payee account', async () => {
    await earn(1)
    demand(await request())
  })

  test('changes cash and withdrawals, and nothing else', async () => {
    await earn(1)
    expect((await attempt(house, () => request())).changed).toEqual(['balances', 'postings', 'withdrawals'])
  })

  test('64 times at once is one', async () => {
    await earn(50_000)
    expect(granted(await allAtOnce(64, () => request()))).toBe(1)
    expect(await house.cashViews.balance(haneul.id)).toMatchObject({ withdrawable: 0, requested: 50_000 })
    expect(house.tables.withdrawals.rows()).toHaveLength(1)
  })

  test('64 times at once under one key is one, and each gets its answer', async () => {
    await earn(50_000)
    const keyed = () => house.requestWithdrawal({ creatorId: haneul.id, key: aKey() })
    const answers = await allAtOnce(64, keyed)
    expect(granted(answers)).toBe(64)
    expect(new Set(answers.map((answer) => demand(answer).id)).size).toBe(1)
    expect(house.tables.withdrawals.rows()).toHaveLength(1)
  })

  test('sent again under its key weeks later is still that one', async () => {
    const keyed = () => house.requestWithdrawal({ creatorId: haneul.id, key: aKey() })
    await earn(50_000)
    const first = await keyed()
    await earn(10_000)
    house.clock.set(inDays(20))
    const before = everythingIn(house)
    expect(await keyed()).toEqual(first)
    expect(everythingIn(house)).toEqual(before)
  })
})

describe('a withdrawal is refused and changes nothing', () => {
  test('with nothing withdrawable', async () => {
    await kept(house, (stores) => storedCompletion(stores, { creator: haneul }))
    expect(await attempt(house, () => request())).toEqual({
      refusal: { kind: 'nothing-to-withdraw' },
      changed: [],
    })
  })

  test('by somebody who has no pockets', async () => {
    const command = { creatorId: nobody, key: null }
    expect(await attempt(house, () => house.requestWithdrawal(command))).toEqual({
      refusal: { kind: 'nothing-to-withdraw' },
      changed: [],
    })
  })

  test('below the minimum, and not at it', async () => {
    const strict = aHouse({ withdrawalMinimum: toWon(10_000) })
    haneul = await kept(strict, (stores) => storedCreator(stores))
    const earnThere = (amount: number) =>
      kept(strict, (stores) => storedEarnings(stores, { creator: haneul, amount }))
    await earnThere(9_999)
    expect(await attempt(strict, () => request(strict))).toEqual({
      refusal: { kind: 'below-withdrawal-minimum', minimum: 10_000 },
      changed: [],
    })
    await earnThere(1)
    demand(await request(strict))
  })

  test('within 14 days of the last one, counted in Korean days', async () => {
    demand(await requestAt(korean('2026-11-02 23:30')))
    const possibleFrom = korean('2026-11-16')
    expect(await refusalAt(later(possibleFrom, -1))).toEqual({
      refusal: { kind: 'withdrawal-too-soon', possibleFrom },
      changed: [],
    })
    demand(await requestAt(possibleFrom))
  })

  test('the third time in a Korean month', async () => {
    for (const day of ['2026-12-01 00:00', '2026-12-15 00:00']) demand(await requestAt(korean(day)))
    const possibleFrom = korean('2027-01-01')
    expect(await refusalAt(korean('2026-12-29'))).toEqual({
      refusal: { kind: 'withdrawal-limit-of-month', possibleFrom },
      changed: [],
    })
    demand(await requestAt(possibleFrom))
  })

  test('under its key also later, when it would be possible', async () => {
    const keyed = () => house.requestWithdrawal({ creatorId: haneul.id, key: aKey() })
    expect((await attempt(house, keyed)).changed).toEqual(['commandKeys'])
    await earn(10_000)
    expect(await attempt(house, keyed)).toEqual({ refusal: { kind: 'nothing-to-withdraw' }, changed: [] })
  })
})

describe('a withdrawal that was returned', () => {
  const giveBack = async (withdrawalId: Id<'Withdrawal'>) => {
    const operator = await anOperator(house)
    const settlement = { type: 'return', reason: '계좌번호가 맞지 않습니다.' } as const
    demand(await house.settleWithdrawal({ operator, withdrawalId, settlement, key: null }))
  }

  test('does not count: the same cash can be asked for again on the same day', async () => {
    await earn(50_000)
    const { id } = demand(await request())
    await giveBack(id)
    expect(demand(await request()).amount).toBe(50_000)
    expect(house.tables.withdrawals.rows().map(({ status }) => status)).toEqual(['returned', 'requested'])
  })

  test('does not count for the month either', async () => {
    demand(await requestAt(korean('2026-12-01')))
    const { id } = demand(await requestAt(korean('2026-12-15')))
    await giveBack(id)
    demand(await requestAt(korean('2026-12-16')))
  })
})

test('one creator’s withdrawal does not count for another', async () => {
  demand(await requestAt(NOON))
  haneul = await kept(house, (stores) => storedCreator(stores))
  demand(await requestAt(startOfDay(koreanDayOf(inDays(1)))))
})
