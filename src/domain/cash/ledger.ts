import { type Id, type Instant, toId, toWon, type Won } from '../primitives.ts'

/**
 * Cash (캐시) moves between pockets and is never made or lost: the agency's pocket may go below zero, the creator's
 * never. What the app calls 보유 캐쉬 is pending + withdrawable; 인출 가능 is withdrawable.
 */
export type Pocket = 'agency' | 'pending' | 'withdrawable' | 'requested' | 'paid'

/** A creator's own pockets. The agency's is derived: it is what all others hold, with the sign turned. */
export type Balance = {
  readonly pending: Won
  readonly withdrawable: Won
  readonly requested: Won
  readonly paid: Won
}

/** One movement, for ever: postings are appended and never changed. */
export type Posting = {
  readonly creatorId: Id<'Account'>
  /** Unique for each creator, so that nothing is ever paid twice: `reward:17`, `withdrawal:4`. */
  readonly cause: string
  readonly from: Pocket
  readonly to: Pocket
  /** Always above 0. */
  readonly amount: Won
  readonly at: Instant
  /** What the statement shows, such as the ad's title. */
  readonly title: string
}

type Movement = {
  readonly creatorId: Id<'Account'>
  readonly amount: Won
  readonly at: Instant
  readonly title: string
}

/** A participation was approved. */
export const rewardPosting = (participation: Id<'Participation'>, movement: Movement): Posting => ({
  ...movement,
  cause: `reward:${participation}`,
  from: 'agency',
  to: 'pending',
})

/** The video was live for long enough. */
export const releasePosting = (participation: Id<'Participation'>, movement: Movement): Posting => ({
  ...movement,
  cause: `release:${participation}`,
  from: 'pending',
  to: 'withdrawable',
})

/** An operator takes a pending reward back, with a reason. */
export const forfeitPosting = (participation: Id<'Participation'>, movement: Movement): Posting => ({
  ...movement,
  // The same cause as a release: a reward is either released or forfeited, whichever comes first.
  cause: `release:${participation}`,
  from: 'pending',
  to: 'agency',
})

/** Whose reward a posting credits (`isHeld`), or releases or forfeits, as its cause tells; null for any other posting. */
export const rewardMoved = ({
  cause,
}: Pick<Posting, 'cause'>): {
  readonly participation: Id<'Participation'>
  readonly isHeld: boolean
} | null => {
  const [, move, id] = /^(reward|release):(\d+)$/.exec(cause) ?? []
  return id === undefined
    ? null
    : { participation: toId<'Participation'>(Number(id)), isHeld: move === 'reward' }
}

/** The creator asked for everything withdrawable. */
export const withdrawalPosting = (withdrawal: Id<'Withdrawal'>, movement: Movement): Posting => ({
  ...movement,
  cause: `withdrawal:${withdrawal}`,
  from: 'withdrawable',
  to: 'requested',
})

/** The bank transfer was made. */
export const payoutPosting = (withdrawal: Id<'Withdrawal'>, movement: Movement): Posting => ({
  ...movement,
  cause: `settle:${withdrawal}`,
  from: 'requested',
  to: 'paid',
})

/** The bank transfer could not be made. */
export const returnPosting = (withdrawal: Id<'Withdrawal'>, movement: Movement): Posting => ({
  ...movement,
  // The same cause as a payout: a request is either paid or returned, whichever comes first.
  cause: `settle:${withdrawal}`,
  from: 'requested',
  to: 'withdrawable',
})

/** What the statement shows for cash that came from 2020. */
export const OPENING_TITLE = '이전 서비스에서 옮겨 온 캐쉬'

/**
 * What a member of the 2020 server held there, brought over once. What that server let them withdraw is withdrawable
 * here at once; the rest is pending until an operator releases it, since nobody can tell any more what it waits for.
 */
export const openingPosting = (part: 'pending' | 'withdrawable', movement: Movement): Posting => ({
  ...movement,
  cause: `opening:${part}`,
  from: 'agency',
  to: part,
})

/** An operator decides that the pending part of an opening may be withdrawn. */
export const openingReleasePosting = (movement: Movement): Posting => ({
  ...movement,
  cause: 'opening:released',
  from: 'pending',
  to: 'withdrawable',
})

export const EMPTY_BALANCE: Balance = {
  pending: toWon(0),
  withdrawable: toWon(0),
  requested: toWon(0),
  paid: toWon(0),
}

/** Postings that a creator sees as earned (적립) or taken out (출금); the others move cash between their own pockets. */
export const statementSide = ({ from, to }: Pick<Posting, 'from' | 'to'>): 'in' | 'out' | null => {
  if (from === 'agency' && to !== 'agency') return 'in'
  if (to === 'requested' || to === 'agency') return 'out'
  return from === 'requested' && to === 'withdrawable' ? 'in' : null
}

/** What a line of the statement is. */
export type StatementKind = 'opening' | 'reward' | 'forfeit' | 'withdrawal' | 'return'

/** Null for what is no line of it: a release and a payout move cash between the creator's own pockets. */
export const statementKind = (posting: Pick<Posting, 'cause' | 'from' | 'to'>): StatementKind | null => {
  const side = statementSide(posting)
  if (side === null) return null
  if (side === 'out') return posting.to === 'agency' ? 'forfeit' : 'withdrawal'
  if (posting.from !== 'agency') return 'return'
  return posting.cause.startsWith('opening:') ? 'opening' : 'reward'
}
