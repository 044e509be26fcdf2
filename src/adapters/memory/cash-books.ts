import type { Balance, Pocket, Posting } from '../../domain/cash/ledger.ts'
import type { Id } from '../../domain/primitives.ts'
import type { RewardDecision } from '../../domain/video/snapshot.ts'
import type { Books, Drift } from '../../ports/cash.ts'
import { pairKey, type Tables } from './database.ts'
import { rewardedBefore } from './imported-store.ts'

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
    ...snapshotDrifts(tables),
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

/** For each of its legs, a withdrawal has exactly the posting that its state says. */
const withdrawalDrifts = ({ withdrawals, postings }: Tables): readonly Drift[] =>
  withdrawals.rows().flatMap(({ id, creatorId, amount, status }) => {
    const leg = (expected: number, cause: string, from: Pocket, to: Pocket): Drift => {
      const posting = postings.get(pairKey(creatorId, cause))
      const found = posting?.from === from && posting.to === to ? posting.amount : 0
      return { what: 'withdrawal', subject: `withdrawal:${id}`, expected, found }
    }
    return differing([
      leg(amount, `withdrawal:${id}`, 'withdrawable', 'requested'),
      leg(status === 'paid' ? amount : 0, `settle:${id}`, 'requested', 'paid'),
      leg(status === 'returned' ? amount : 0, `settle:${id}`, 'requested', 'withdrawable'),
    ])
  })

/**
 * Each completed participation was rewarded with what its terms froze, here or before it came from the 2020 server,
 * and nothing else was.
 */
const rewardDrifts = (tables: Tables, postings: readonly Posting[]): readonly Drift[] => {
  const rewardedElsewhere = rewardedBefore(tables)
  const earned = tables.participations.rows().flatMap((part) => {
    const subject = `reward:${part.id}`
    const key = pairKey(part.creatorId, subject)
    if (part.status !== 'completed') return []
    return [{ key, subject, expected: rewardedElsewhere.has(part.id) ? 0 : part.terms.reward }]
  })
  const keys = new Set(earned.map(({ key }) => key))
  const strays = postings
    .filter(({ cause }) => cause.startsWith('reward:'))
    .filter(({ creatorId, cause }) => !keys.has(pairKey(creatorId, cause)))
  return differing([
    ...earned.map(({ key, subject, expected }): Drift => {
      const posting = tables.postings.get(key)
      const found = posting?.from === 'agency' && posting.to === 'pending' ? posting.amount : 0
      return { what: 'reward', subject, expected, found }
    }),
    ...strays.map(
      ({ cause, amount }): Drift => ({ what: 'reward', subject: cause, expected: 0, found: amount }),
    ),
  ])
}

/**
 * What was known when money was decided on is kept with the posting, and never without it. Rewards that were credited
 * before snapshots were kept may be released without one.
 */
const snapshotDrifts = (tables: Tables): readonly Drift[] => {
  const kept = tables.snapshots.rows()
  const creatorOf = (id: Id<'Participation'>) => tables.participations.get(id)?.creatorId ?? 0
  const strays = kept.map(({ participationId: id, decision }): Drift => {
    const cause = decision === 'completed' ? `reward:${id}` : `release:${id}`
    const posting = tables.postings.get(pairKey(creatorOf(id), cause))
    const expected = posting?.to === POCKET_AFTER[decision] ? 1 : 0
    return { what: 'snapshot', subject: `participation:${id}:${decision}`, expected, found: 1 }
  })
  const missing = kept.flatMap(({ participationId: id, decision }): readonly Drift[] => {
    const posting = tables.postings.get(pairKey(creatorOf(id), `release:${id}`))
    if (decision !== 'completed' || posting === undefined) return []
    const decided = posting.to === 'agency' ? 'forfeited' : 'released'
    const found = tables.snapshots.get(pairKey(id, decided)) === undefined ? 0 : 1
    return [{ what: 'snapshot', subject: `participation:${id}:${decided}`, expected: 1, found }]
  })
  return differing([...strays, ...missing])
}

const POCKET_AFTER: Readonly<Record<RewardDecision, Pocket>> = {
  completed: 'pending',
  released: 'withdrawable',
  forfeited: 'agency',
}
