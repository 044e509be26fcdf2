/**
 * The ledger as a few plain rules, written down a second time and without the code under test: what three creators hold,
 * what they were told, and what each command must answer.
 */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Of each creator and ad there is one submitted participation; that of creator c in ad a has the number 8c + a. */
export const AD_TERMS = [
  { reward: 50_000, holdDays: 28 },
  { reward: 4_000, holdDays: 14 },
  { reward: 0, holdDays: 0 },
  { reward: 12_345, holdDays: 0 },
  { reward: 100_000, holdDays: 28 },
  { reward: 9_999, holdDays: 0 },
  { reward: 20_000, holdDays: 14 },
  { reward: 30_001, holdDays: 0 },
] as const
/** Whether they have told where they are paid to. */
export const PAYEE_KNOWN = [true, true, false] as const
export const PARTS = AD_TERMS.length * PAYEE_KNOWN.length
export const MINIMUM_WON = 10_000

export type Command =
  | { readonly type: 'approve'; readonly part: number }
  | { readonly type: 'forfeit'; readonly part: number }
  /** The job. `watched`: all videos were seen in order just before. */
  | { readonly type: 'release'; readonly watched: boolean }
  | { readonly type: 'withdraw'; readonly creator: number }
  | { readonly type: 'pay'; readonly request: number }
  | { readonly type: 'return'; readonly request: number }
  | { readonly type: 'tick'; readonly hours: number }

/** A command with the idempotency key that its client gave it. */
export type Order = { readonly command: Command; readonly key: string | null }

/** `done`, the kind of the refusal, or what a job counted; with the withdrawal that it is about, if there is one. */
export type Verdict = { readonly said: string; readonly request: number | null }

type Pockets = {
  readonly pending: number
  readonly withdrawable: number
  readonly requested: number
  readonly paid: number
}

type Part = {
  readonly creator: number
  readonly reward: number
  readonly holdDays: number
  readonly stage: 'submitted' | 'completed' | 'released' | 'forfeited'
  readonly completedAt: number
}

export type Request = {
  /** Given by the database; null until it was seen. */
  readonly id: number | null
  readonly creator: number
  readonly amount: number
  readonly requestedAt: number
  readonly status: 'requested' | 'paid' | 'returned'
}

type Creator = {
  readonly pockets: Pockets
  /** What the statement shows, oldest first: above 0 came in, below 0 went out. */
  readonly statement: readonly number[]
  /** Notifications so far. */
  readonly told: number
}

export type Ledger = {
  readonly now: number
  readonly publishedAt: number
  /** When the videos were last seen in order. */
  readonly watchedAt: number
  readonly creators: readonly Creator[]
  readonly parts: readonly Part[]
  readonly requests: readonly Request[]
  readonly postings: number
  readonly keys: ReadonlyMap<string, { readonly input: string; readonly verdict: Verdict }>
}

export const emptyLedger = (publishedAt: number): Ledger => ({
  // The first of a month, so that three withdrawals can come to fall into one.
  now: publishedAt + 9 * DAY_MS,
  publishedAt,
  watchedAt: publishedAt,
  creators: PAYEE_KNOWN.map(() => ({
    pockets: { pending: 0, withdrawable: 0, requested: 0, paid: 0 },
    statement: [],
    told: 0,
  })),
  parts: PAYEE_KNOWN.flatMap((_, creator) =>
    AD_TERMS.map((terms) => ({ ...terms, creator, stage: 'submitted' as const, completedAt: 0 })),
  ),
  requests: [],
  postings: 0,
  keys: new Map(),
})

/** Whose key it is and for which command: keys of others never meet. */
export const scopeOf = (command: Command): string =>
  command.type === 'withdraw' ? `creator-${command.creator}:withdraw` : `operator:${command.type}`

/**
 * What becomes of an order: the answer, and the ledger after each of its transactions. Nobody may ever see another one,
 * wherever the process dies.
 */
export type Outcome = { readonly verdict: Verdict; readonly states: readonly Ledger[] }

export const outcomeOf = (ledger: Ledger, { command, key }: Order): Outcome => {
  if (key === null) return judged(ledger, command)
  const name = `${scopeOf(command)}:${key}`
  const input = JSON.stringify(command)
  const earlier = ledger.keys.get(name)
  if (earlier !== undefined)
    return earlier.input === input
      ? { verdict: earlier.verdict, states: [ledger] }
      : refused(ledger, 'idempotency-key-reused')
  const { verdict, states } = judged(ledger, command)
  const after = states.at(-1) ?? ledger
  return { verdict, states: [{ ...after, keys: new Map([...after.keys, [name, { input, verdict }]]) }] }
}

const judged = (ledger: Ledger, command: Command): Outcome => {
  switch (command.type) {
    case 'approve':
      return approve(ledger, command.part)
    case 'forfeit':
      return forfeit(ledger, command.part)
    case 'release':
      return release(command.watched ? { ...ledger, watchedAt: ledger.now } : ledger)
    case 'withdraw':
      return withdraw(ledger, command.creator)
    case 'pay':
      return settle(ledger, command.request, 'paid')
    case 'return':
      return settle(ledger, command.request, 'returned')
    case 'tick':
      return done({ ...ledger, now: ledger.now + command.hours * HOUR_MS })
  }
}

const refused = (ledger: Ledger, said: string): Outcome => ({
  verdict: { said, request: null },
  states: [ledger],
})

const done = (after: Ledger, request: number | null = null): Outcome => ({
  verdict: { said: 'done', request },
  states: [after],
})

const approve = (ledger: Ledger, number: number): Outcome => {
  const part = ledger.parts[number]
  if (part === undefined) return refused(ledger, 'participation-not-found')
  if (part.stage !== 'submitted') return refused(ledger, 'move-not-possible')
  const completed = withPart(ledger, number, { ...part, stage: 'completed', completedAt: ledger.now })
  const told = withCreator(completed, part.creator, { told: 1 })
  return done(
    part.reward === 0
      ? told
      : posted(told, part.creator, { pockets: { pending: part.reward }, shown: part.reward }),
  )
}

const isHeld = ({ stage, reward }: Part): boolean => stage === 'completed' && reward > 0

const forfeit = (ledger: Ledger, number: number): Outcome => {
  const part = ledger.parts[number]
  if (part === undefined) return refused(ledger, 'participation-not-found')
  if (!isHeld(part)) return refused(ledger, 'reward-not-pending')
  const forfeited = withPart(ledger, number, { ...part, stage: 'forfeited' })
  const told = withCreator(forfeited, part.creator, { told: 1 })
  return done(posted(told, part.creator, { pockets: { pending: -part.reward }, shown: -part.reward }))
}

const release = (ledger: Ledger): Outcome => {
  const fresh = ledger.now - ledger.watchedAt <= DAY_MS
  const isDue = ({ holdDays, completedAt }: Part) =>
    fresh && ledger.now >= Math.max(ledger.publishedAt + holdDays * DAY_MS, completedAt)
  const states = [ledger]
  let waiting = 0
  for (const [number, part] of ledger.parts.entries()) {
    if (!isHeld(part)) continue
    const latest = states.at(-1) ?? ledger
    if (isDue(part)) states.push(released(latest, number, part))
    else waiting += 1
  }
  return { verdict: { said: `released ${states.length - 1}, waiting ${waiting}`, request: null }, states }
}

const released = (ledger: Ledger, number: number, part: Part): Ledger => {
  const told = withCreator(withPart(ledger, number, { ...part, stage: 'released' }), part.creator, {
    told: 1,
  })
  return posted(told, part.creator, { pockets: { pending: -part.reward, withdrawable: part.reward } })
}

const withdraw = (ledger: Ledger, creator: number): Outcome => {
  const amount = ledger.creators[creator]?.pockets.withdrawable ?? 0
  if (amount === 0) return refused(ledger, 'nothing-to-withdraw')
  if (amount < MINIMUM_WON) return refused(ledger, 'below-withdrawal-minimum')
  const earlier = ledger.requests.filter((own) => own.creator === creator && own.status !== 'returned')
  const tooSoon = earlier.some(({ requestedAt }) => koreanDay(ledger.now) - koreanDay(requestedAt) < 14)
  if (tooSoon) return refused(ledger, 'withdrawal-too-soon')
  const thisMonth = earlier.filter(({ requestedAt }) => koreanMonth(requestedAt) === koreanMonth(ledger.now))
  if (thisMonth.length >= 2) return refused(ledger, 'withdrawal-limit-of-month')
  const request: Request = { id: null, creator, amount, requestedAt: ledger.now, status: 'requested' }
  const asked = { ...ledger, requests: [...ledger.requests, request] }
  return done(
    posted(asked, creator, { pockets: { withdrawable: -amount, requested: amount }, shown: -amount }),
    ledger.requests.length,
  )
}

const settle = (ledger: Ledger, number: number, status: 'paid' | 'returned'): Outcome => {
  const request = ledger.requests[number]
  if (request === undefined) return refused(ledger, 'withdrawal-not-found')
  if (request.status !== 'requested') return refused(ledger, 'withdrawal-already-settled')
  const { creator, amount } = request
  if (status === 'paid' && PAYEE_KNOWN[creator] !== true) return refused(ledger, 'payee-missing')
  const settled = { ...ledger, requests: ledger.requests.with(number, { ...request, status }) }
  const told = withCreator(settled, creator, { told: 1 })
  const moved = status === 'paid' ? { paid: amount } : { withdrawable: amount }
  const pockets = { requested: -amount, ...moved }
  return done(posted(told, creator, status === 'paid' ? { pockets } : { pockets, shown: amount }), number)
}

const posted = (
  ledger: Ledger,
  creator: number,
  change: { readonly pockets: Partial<Pockets>; readonly shown?: number },
): Ledger => ({ ...withCreator(ledger, creator, change), postings: ledger.postings + 1 })

const withCreator = (
  ledger: Ledger,
  creator: number,
  change: { readonly pockets?: Partial<Pockets>; readonly shown?: number; readonly told?: number },
): Ledger => ({
  ...ledger,
  creators: ledger.creators.map((before, number) => {
    if (number !== creator) return before
    const { pending = 0, withdrawable = 0, requested = 0, paid = 0 } = change.pockets ?? {}
    return {
      pockets: {
        pending: before.pockets.pending + pending,
        withdrawable: before.pockets.withdrawable + withdrawable,
        requested: before.pockets.requested + requested,
        paid: before.pockets.paid + paid,
      },
      statement: change.shown === undefined ? before.statement : [...before.statement, change.shown],
      told: before.told + (change.told ?? 0),
    }
  }),
})

const withPart = (ledger: Ledger, number: number, part: Part): Ledger => ({
  ...ledger,
  parts: ledger.parts.with(number, part),
})

/** Korea is nine hours ahead of UTC, all year round. */
const koreanDay = (at: number): number => Math.floor((at + 9 * HOUR_MS) / DAY_MS)
const koreanMonth = (at: number): string => new Date(at + 9 * HOUR_MS).toISOString().slice(0, 7)

/** What anybody can see of a ledger from outside. */
export type Sight = {
  readonly creators: readonly (Creator & {
    readonly completed: number
    /** Oldest first. */
    readonly requests: readonly Omit<Request, 'creator'>[]
  })[]
  readonly postings: number
  readonly drift: readonly unknown[]
}

export const sightOf = (ledger: Ledger): Sight => ({
  creators: ledger.creators.map((creator, number) => ({
    ...creator,
    completed: ledger.parts.filter((part) => part.creator === number && part.stage !== 'submitted').length,
    requests: ledger.requests.filter((own) => own.creator === number).map(({ creator: _, ...rest }) => rest),
  })),
  postings: ledger.postings,
  drift: [],
})

/** The ledger with the ids that the database gave to its newest withdrawals. */
export const withIdsFrom = (ledger: Ledger, sight: Sight): Ledger => {
  const ids = sight.creators.map(({ requests }) => requests.map(({ id }) => id))
  const seen = ledger.creators.map(() => 0)
  return {
    ...ledger,
    requests: ledger.requests.map((request) => {
      const position = seen[request.creator] ?? 0
      seen[request.creator] = position + 1
      return request.id === null ? { ...request, id: ids[request.creator]?.[position] ?? null } : request
    }),
  }
}
