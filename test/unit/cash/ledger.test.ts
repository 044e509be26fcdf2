import { describe, expect, it, test } from 'vitest'
import {
  EMPTY_BALANCE,
  forfeitPosting,
  openingPosting,
  openingReleasePosting,
  type Pocket,
  type Posting,
  payoutPosting,
  releasePosting,
  returnPosting,
  rewardPosting,
  statementKind,
  statementSide,
  withdrawalPosting,
} from '../../../src/domain/cash/ledger.ts'
import { toId, toWon } from '../../../src/domain/primitives.ts'
import { NOON } from '../../fixtures/instants.ts'

const MOVEMENT = { creatorId: toId<'Account'>(7), amount: toWon(50_000), at: NOON, title: '여름 크림' }
const PART = toId<'Participation'>(17)
const WITHDRAWAL = toId<'Withdrawal'>(4)

const REWARD = rewardPosting(PART, MOVEMENT)
const RELEASE = releasePosting(PART, MOVEMENT)
const FORFEIT = forfeitPosting(PART, MOVEMENT)
const REQUEST = withdrawalPosting(WITHDRAWAL, MOVEMENT)
const PAYOUT = payoutPosting(WITHDRAWAL, MOVEMENT)
const RETURN = returnPosting(WITHDRAWAL, MOVEMENT)
const ALL = [REWARD, RELEASE, FORFEIT, REQUEST, PAYOUT, RETURN]

describe('cash moves', () => {
  test.each<[what: string, posting: Posting, cause: string, from: Pocket, to: Pocket]>([
    ['an approved participation', REWARD, 'reward:17', 'agency', 'pending'],
    ['a hold that has passed', RELEASE, 'release:17', 'pending', 'withdrawable'],
    ['a reward taken back', FORFEIT, 'release:17', 'pending', 'agency'],
    ['a request', REQUEST, 'withdrawal:4', 'withdrawable', 'requested'],
    ['a bank transfer', PAYOUT, 'settle:4', 'requested', 'paid'],
    ['a bank transfer that failed', RETURN, 'settle:4', 'requested', 'withdrawable'],
  ])('for %s', (_, posting, cause, from, to) => {
    expect(posting).toStrictEqual({ ...MOVEMENT, cause, from, to })
  })

  it('for a reward once only: it is either released or forfeited', () => {
    expect(RELEASE.cause).toBe(FORFEIT.cause)
    expect(RELEASE.cause).not.toBe(REWARD.cause)
  })
  it('for a request once only: it is either paid or returned', () => {
    expect(PAYOUT.cause).toBe(RETURN.cause)
    expect(PAYOUT.cause).not.toBe(REQUEST.cause)
  })
  it('for every participation and withdrawal under a cause of its own', () => {
    const other = toId<'Participation'>(4)
    const causes = [...ALL, rewardPosting(other, MOVEMENT), releasePosting(other, MOVEMENT)].map(
      ({ cause }) => cause,
    )
    expect(new Set(causes).size).toBe(6)
  })
  it('from nothing at first', () => {
    expect(EMPTY_BALANCE).toEqual({ pending: 0, withdrawable: 0, requested: 0, paid: 0 })
  })
})

describe('the statement', () => {
  /** 보유 캐쉬. */
  const held = (pocket: Pocket): boolean => pocket === 'pending' || pocket === 'withdrawable'

  test.each(ALL.map((posting) => [posting.from, posting.to, posting] as const))(
    'of %s to %s shows what the creator holds more or less of, and nothing else',
    (from, to, posting) => {
      const more = held(to) && !held(from)
      const less = held(from) && !held(to)
      expect(statementSide(posting)).toBe(more ? 'in' : less ? 'out' : null)
    },
  )

  test.each<[what: string, posting: Posting, kind: ReturnType<typeof statementKind>]>([
    ['an approved participation', REWARD, 'reward'],
    ['a reward taken back', FORFEIT, 'forfeit'],
    ['a request', REQUEST, 'withdrawal'],
    ['a bank transfer that failed', RETURN, 'return'],
    ['cash of 2020 that waits', openingPosting('pending', MOVEMENT), 'opening'],
    ['cash of 2020 that can be withdrawn', openingPosting('withdrawable', MOVEMENT), 'opening'],
    ['a hold that has passed is no line', RELEASE, null],
    ['a bank transfer is no line', PAYOUT, null],
    ['a released opening is no line', openingReleasePosting(MOVEMENT), null],
  ])('%s: %s', (_what, posting, kind) => {
    expect(statementKind(posting)).toBe(kind)
  })

  const POCKETS: readonly Pocket[] = ['agency', 'pending', 'withdrawable', 'requested', 'paid']
  /** By pocket of origin, then in the order of POCKETS. From a pocket into itself nothing ever moves. */
  const SIDES: { readonly [P in Pocket]: readonly ('in' | 'out' | null | 'never')[] } = {
    agency: ['never', 'in', 'in', 'in', 'in'],
    pending: ['out', 'never', null, 'out', null],
    withdrawable: ['out', null, 'never', 'out', null],
    requested: ['out', null, 'in', 'never', null],
    paid: ['out', null, null, 'out', 'never'],
  }
  const pairs = POCKETS.flatMap((from) => POCKETS.map((to, n) => [from, to, SIDES[from][n]] as const))
  test.each(pairs.filter(([, , side]) => side !== 'never'))('%s to %s: %s', (from, to, side) => {
    expect(statementSide({ from, to })).toBe(side)
  })
})
