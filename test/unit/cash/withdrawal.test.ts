import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { koreanDayOf, koreanMonthOf } from '../../../src/domain/calendar.ts'
import {
  mayWithdraw,
  type Settlement,
  settle,
  WITHDRAWAL_DISTANCE_DAYS,
  WITHDRAWALS_A_MONTH,
  type Withdrawal,
  type WithdrawalRefusal,
  type WithdrawalState,
} from '../../../src/domain/cash/withdrawal.ts'
import { HOUR_MS, type Instant, later, toId, toWon } from '../../../src/domain/primitives.ts'
import { inDays, NOON } from '../../fixtures/instants.ts'
import { at } from '../examples.ts'

const MINIMUM = toWon(1_000)
const PLENTY = toWon(70_000)

const requestedAt = (moment: Instant, state: WithdrawalState = { status: 'requested' }): Withdrawal => ({
  id: toId(4),
  creatorId: toId(7),
  amount: toWon(10_000),
  requestedAt: moment,
  ...state,
})
const PAID: WithdrawalState = { status: 'paid', at: NOON, bankReference: 'KB-1' }
const RETURNED: WithdrawalState = { status: 'returned', at: NOON, reason: '계좌 없음' }

const refusalOf = (
  earlier: readonly Withdrawal[],
  now: Instant,
  withdrawable = PLENTY,
): WithdrawalRefusal | null => {
  const may = mayWithdraw(withdrawable, earlier, MINIMUM, now)
  return may.ok ? null : may.error
}
const onDays = (...days: readonly string[]): readonly Withdrawal[] =>
  days.map((day) => requestedAt(at(`${day}T12:00:00+09:00`)))

describe('everything withdrawable', () => {
  it('may be asked for when nothing was asked for before', () => {
    expect(mayWithdraw(PLENTY, [], MINIMUM, NOON)).toEqual({ ok: true, value: PLENTY })
  })
  it('must be something', () => {
    expect(refusalOf([], NOON, toWon(0))).toEqual({ kind: 'nothing-to-withdraw' })
    expect(mayWithdraw(toWon(0), [], toWon(0), NOON)).toEqual({
      ok: false,
      error: { kind: 'nothing-to-withdraw' },
    })
  })
  it('must reach the minimum', () => {
    expect(refusalOf([], NOON, toWon(999))).toEqual({ kind: 'below-withdrawal-minimum', minimum: MINIMUM })
    expect(refusalOf([], NOON, MINIMUM)).toBeNull()
  })
  it('is refused for what it is before it is refused for when it is', () => {
    const yesterday = [requestedAt(inDays(-1))]
    expect(refusalOf(yesterday, NOON, toWon(0))).toEqual({ kind: 'nothing-to-withdraw' })
    expect(refusalOf(yesterday, NOON, toWon(1))).toMatchObject({ kind: 'below-withdrawal-minimum' })
  })
})

describe('from one withdrawal to the next', () => {
  const FIRST = at('2026-11-02T23:59:59.999+09:00')

  test.each([
    ['the same moment', FIRST, false],
    ['13 days later at the last moment', at('2026-11-15T14:59:59.999Z'), false],
    [
      'the beginning of the 14th day, though not 14 times 24 hours later',
      at('2026-11-15T15:00:00.000Z'),
      true,
    ],
    ['weeks later', at('2026-11-29T12:00:00+09:00'), true],
  ])('14 Korean days must pass: %s', (_, now, may) => {
    for (const state of [{ status: 'requested' }, PAID] as const)
      expect(refusalOf([requestedAt(FIRST, state)], now)).toEqual(
        may ? null : { kind: 'withdrawal-too-soon', possibleFrom: at('2026-11-16T00:00:00.000+09:00') },
      )
  })

  it('days are those of the request, from the newest one, in whatever order they come', () => {
    const dates = ['2026-09-01', '2026-11-10', '2026-10-05']
    for (const earlier of [dates, dates.toReversed()])
      expect(refusalOf(onDays(...earlier), at('2026-11-20T12:00:00+09:00'))).toEqual({
        kind: 'withdrawal-too-soon',
        possibleFrom: at('2026-11-24T00:00:00.000+09:00'),
      })
  })

  it('a returned one does not count', () => {
    expect(refusalOf([requestedAt(FIRST, RETURNED)], later(FIRST, 1))).toBeNull()
    expect(
      refusalOf([requestedAt(FIRST, RETURNED), requestedAt(inDays(-30, FIRST))], later(FIRST, 1)),
    ).toBeNull()
  })
})

describe('in one Korean month', () => {
  const FIRST_AND_15TH = onDays('2026-12-01', '2026-12-15')

  it('two are possible, a third is not before the next', () => {
    expect(refusalOf(onDays('2026-12-01'), at('2026-12-15T12:00:00+09:00'))).toBeNull()
    expect(refusalOf(FIRST_AND_15TH, at('2026-12-29T00:00:00+09:00'))).toEqual({
      kind: 'withdrawal-limit-of-month',
      possibleFrom: at('2027-01-01T00:00:00.000+09:00'),
    })
  })

  it('the month ends at 15:00Z', () => {
    expect(refusalOf(FIRST_AND_15TH, at('2026-12-31T14:59:59.999Z'))).toMatchObject({
      kind: 'withdrawal-limit-of-month',
    })
    expect(refusalOf(FIRST_AND_15TH, at('2026-12-31T15:00:00.000Z'))).toBeNull()
  })

  it('a request at the last moment of the month before counts there', () => {
    const earlier = [requestedAt(at('2026-11-30T14:59:59.999Z')), ...onDays('2026-12-15')]
    expect(refusalOf(earlier, at('2026-12-29T12:00:00+09:00'))).toBeNull()
    const inDecember = [requestedAt(at('2026-11-30T15:00:00.000Z')), ...onDays('2026-12-15')]
    expect(refusalOf(inDecember, at('2026-12-29T12:00:00+09:00'))).toMatchObject({
      kind: 'withdrawal-limit-of-month',
    })
  })

  it('returned ones leave room', () => {
    const earlier = FIRST_AND_15TH.map((withdrawal) => ({ ...withdrawal, ...RETURNED }))
    expect(refusalOf([...earlier, ...onDays('2026-12-02')], at('2026-12-29T12:00:00+09:00'))).toBeNull()
  })

  it('a day that is promised after a second one is not a day of the same full month', () => {
    expect(refusalOf(FIRST_AND_15TH, at('2026-12-20T12:00:00+09:00'))).toEqual({
      kind: 'withdrawal-too-soon',
      possibleFrom: at('2027-01-01T00:00:00.000+09:00'),
    })
  })
})

describe('a creator who asks again and again', () => {
  /** Tries after so many hours each, often enough to be granted soon; some of what was granted comes back later. */
  const tries = fc.array(fc.tuple(fc.integer({ min: 1, max: 72 }), fc.nat(7)), {
    minLength: 20,
    maxLength: 80,
  })
  const counted = (withdrawals: readonly Withdrawal[]) =>
    withdrawals.filter(({ status }) => status !== 'returned').map((each) => each.requestedAt)

  it('never gets more than two a month nor two within 14 days, and every promised day is kept', () => {
    fc.assert(
      fc.property(tries, fc.nat(365), (steps, startDay) => {
        let now = inDays(startDay)
        const granted: Withdrawal[] = []
        for (const [hours, luck] of steps) {
          now = later(now, hours * HOUR_MS)
          const refusal = refusalOf(granted, now)
          if (refusal === null) granted.push(requestedAt(now, luck === 0 ? RETURNED : PAID))
          else expectHonest(refusal, granted, now)
        }
        const days = counted(granted).map(koreanDayOf)
        for (const [n, day] of days.entries())
          expect(day - (days[n - 1] ?? -1_000_000)).toBeGreaterThanOrEqual(WITHDRAWAL_DISTANCE_DAYS)
        const months = Map.groupBy(counted(granted), koreanMonthOf)
        for (const inMonth of months.values()) expect(inMonth.length).toBeLessThanOrEqual(WITHDRAWALS_A_MONTH)
      }),
      { numRuns: 300 },
    )
  })

  const expectHonest = (refusal: WithdrawalRefusal, granted: readonly Withdrawal[], now: Instant): void => {
    if (!('possibleFrom' in refusal)) throw new Error(`not expected: ${refusal.kind}`)
    const since = counted(granted)
    const tooSoon = since.some((each) => koreanDayOf(now) - koreanDayOf(each) < WITHDRAWAL_DISTANCE_DAYS)
    const inThisMonth = since.filter((each) => koreanMonthOf(each) === koreanMonthOf(now))
    expect(tooSoon || inThisMonth.length >= WITHDRAWALS_A_MONTH).toBe(true)
    expect(refusal.possibleFrom).toBeGreaterThan(now)
    expect(refusalOf(granted, refusal.possibleFrom)).toBeNull()
    expect(refusalOf(granted, later(refusal.possibleFrom, -1))).not.toBeNull()
  }
})

describe('a requested withdrawal', () => {
  const REQUESTED = requestedAt(inDays(-1))
  const PAY: Settlement = { type: 'pay', bankReference: 'KB-20261122-1', payeeKnown: true }
  const RETURN: Settlement = { type: 'return', reason: '계좌를 찾을 수 없음' }

  it('is paid with the reference of the bank', () => {
    expect(settle(REQUESTED, PAY, NOON)).toStrictEqual({
      ok: true,
      value: { ...REQUESTED, status: 'paid', at: NOON, bankReference: 'KB-20261122-1' },
    })
  })
  it('is not paid when nobody knows where to', () => {
    expect(settle(REQUESTED, { ...PAY, payeeKnown: false }, NOON)).toEqual({
      ok: false,
      error: { kind: 'payee-missing' },
    })
  })
  it('is returned with a reason', () => {
    expect(settle(REQUESTED, RETURN, NOON)).toStrictEqual({
      ok: true,
      value: { ...REQUESTED, status: 'returned', at: NOON, reason: '계좌를 찾을 수 없음' },
    })
  })
  test.each([PAID, RETURNED])('is settled once: it is $status', (state) => {
    for (const settlement of [PAY, { ...PAY, payeeKnown: false }, RETURN])
      expect(settle({ ...REQUESTED, ...state }, settlement, NOON)).toEqual({
        ok: false,
        error: { kind: 'withdrawal-already-settled', status: state.status },
      })
  })
})
