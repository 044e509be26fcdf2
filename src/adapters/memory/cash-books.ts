import type { Balance, Pocket, Posting } from '../../domain/cash/ledger.ts'
import type { Withdrawal } from '../../domain/cash/withdrawal.ts'
import type { Books, Drift } from '../../ports/cash.ts'
import { pairKey, type Tables } from './database.ts'

const DRIFTS_MAX = 1000
const POCKETS: readonly (keyof Balance)[] = ['pending', 'withdrawable', 'requested', 'paid']

/** Compares what is kept twice: balances, withdrawals and rewards with the postings that made them. */
export const booksOf = (tables: Tables): Books => {
  const postings = tables.postings.rows()
  const balances = tables.balances.rows()
  const held = zero()
  for (const pocket of POCKETS) held[pocket] = sum(balances.map((balance) => balance[pocket]))
  const drift = [
    ...balanceDrifts(tables, postings),
    ...openAmountDrifts(tables),
    ...withdrawalDrifts(tables),
    ...rewardDrifts(tables, postings),
  ]
  return {
    creators: balances.length,
    postings: postings.length,
    totals: { ...held, agency: 0 - sum(Object.values(held)) },
    drift: drift.slice(0, DRIFTS_MAX),
  }
}

const zero = (): Record<Pocket, number> => ({ agency: 0, pending: 0, withdrawable: 0, requested: 0, paid: 0 })

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

/** Only where the two numbers differ. */
const differing = (drifts: readonly Drift[]): readonly Drift[] =>
  drifts.filter(({ expected, found }) => expected !== found)

const balanceDrifts = ({ balances }: Tables, postings: readonly Posting[]): readonly Drift[] => {
  const byCreator = Map.groupBy(postings, ({ creatorId }) => creatorId)
  return balances.entries().flatMap(([creator, balance]) => {
    const sums = zero()
    for (const { from, to, amount } of byCreator.get(creator) ?? []) {
      sums[from] -= amount
      sums[to] += amount
    }
    return POCKETS.flatMap((pocket) => {
      const subject = `creator:${creator}:${pocket}`
      const found = balance[pocket]
      return [
        ...differing([{ what: 'balance', subject, expected: sums[pocket], found }]),
        ...differing([{ what: 'negative-balance', subject, expected: Math.max(0, found), found }]),
      ]
    })
  })
}

/** What a creator has asked for and not yet got is what lies in the pocket `requested`. */
const openAmountDrifts = ({ balances, withdrawals }: Tables): readonly Drift[] => {
  const open = Map.groupBy(
    withdrawals.rows().filter(({ status }) => status === 'requested'),
    ({ creatorId }) => creatorId,
  )
  return differing(
    balances.entries().map(([creator, { requested }]) => ({
      what: 'open-amount',
      subject: `creator:${creator}`,
      expected: sum((open.get(creator) ?? []).map(({ amount }) => amount)),
      found: requested,
    })),
  )
}

/** Each was requested with its own amount, and settled with the same to where its state says, or not yet. */
const withdrawalDrifts = ({ withdrawals, postings }: Tables): readonly Drift[] =>
  withdrawals.rows().flatMap((withdrawal) => {
    const { id, creatorId, amount, status } = withdrawal
    const moved = (cause: string, from: Pocket, to: readonly Pocket[]): number => {
      const posting = postings.get(pairKey(creatorId, cause))
      return posting?.from === from && to.includes(posting.to) ? posting.amount : 0
    }
    const subject = `withdrawal:${id}`
    return differing([
      { what: 'withdrawal', subject, expected: amount, found: moved(subject, 'withdrawable', ['requested']) },
      {
        what: 'withdrawal',
        subject,
        expected: status === 'requested' ? 0 : amount,
        found: moved(`settle:${id}`, 'requested', SETTLED_TO[status]),
      },
    ])
  })

const SETTLED_TO: Readonly<Record<Withdrawal['status'], readonly Pocket[]>> = {
  requested: ['paid', 'withdrawable'],
  paid: ['paid'],
  returned: ['withdrawable'],
}

/** Each completed participation earned its reward once, and nothing else did. */
const rewardDrifts = (tables: Tables, postings: readonly Posting[]): readonly Drift[] => {
  const earned = tables.participations
    .rows()
    .flatMap((part) =>
      part.status === 'completed'
        ? [{ id: part.id, key: pairKey(part.creatorId, `reward:${part.id}`), expected: part.terms.reward }]
        : [],
    )
  const keys = new Set(earned.map(({ key }) => key))
  return differing([
    ...earned.map(({ id, key, expected }): Drift => {
      const posting = tables.postings.get(key)
      const isReward = posting?.from === 'agency' && posting.to === 'pending'
      return {
        what: 'reward',
        subject: `participation:${id}`,
        expected,
        found: isReward ? posting.amount : 0,
      }
    }),
    ...postings
      .filter(({ cause }) => cause.startsWith('reward:'))
      .filter(({ creatorId, cause }) => !keys.has(pairKey(creatorId, cause)))
      .map(
        ({ cause, amount }): Drift => ({
          what: 'reward',
          subject: `posting:${cause}`,
          expected: 0,
          found: amount,
        }),
      ),
  ])
}
