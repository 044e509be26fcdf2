import type { Instant } from '../../src/domain/primitives.ts'
import type { Acted, Action, InterestEvent } from '../../src/domain/recommendation/event.ts'
import { type CreatorFacts, isWithinReach } from '../../src/domain/recommendation/item.ts'
import { describeItem, emptyState, foldEvent } from '../../src/domain/recommendation/state.ts'
import { type Crowd, emptyCrowd } from './crowd.ts'
import { type Fitted, fittingOn } from './fitting.ts'
import { liveItems } from './live-items.ts'
import type { Log } from './log.ts'
import { type Rank, rankOf } from './metrics.ts'
import { OWN_POLICIES, ownPolicies } from './own-policies.ts'
import { SIMPLE_POLICIES, simplePolicies } from './policies.ts'

export const POLICIES = [...SIMPLE_POLICIES, ...OWN_POLICIES] as const
export type PolicyName = (typeof POLICIES)[number]

export type ReplayOptions = {
  readonly policies: readonly PolicyName[]
  /** What a user does with an item that a list should have foreseen; the first time of each pair is a test. */
  readonly sought: ReadonlySet<Action>
  /** Tests from here on. */
  readonly from: Instant
  /** Nothing that happens from here on moves the weights. */
  readonly fitUntil: Instant
  readonly halfLifeMs: number
  readonly seed: number
}

export type Tested = {
  readonly at: Instant
  readonly creator: number
  readonly item: number
  readonly candidates: number
  /** At most two users had acted on the item before. */
  readonly isCold: boolean
  readonly ranks: ReadonlyMap<PolicyName, Rank>
}

/** First actions in the time of the tests that are none, by cause. */
export type Untested = {
  /** The user had not acted on anything before. */
  newUser: number
  /** The item begins with it. */
  birth: number
  /** The item was not open to the user, as the files have it. */
  notLive: number
}

export type Replayed = Fitted & { readonly tests: readonly Tested[]; readonly untested: Readonly<Untested> }

const COLD_ACTORS = 2

/**
 * Lets the log pass in order of time. Before the first action of a user on an item, everything that is open to the user at
 * that moment is ranked by each policy; then all of them hear of it. Events of one instant do not know of each other: that
 * an item is shown is no hint at what is done with it in the same moment.
 */
export const replay = (
  log: Log,
  options: ReplayOptions,
  progress: (share: number) => void = () => undefined,
): Replayed => {
  const categoryOf = (item: number): string => log.items[item - 1]?.category ?? ''
  const crowd = emptyCrowd({ ...options, categoryOf })
  const state = emptyState('ad')
  const live = liveItems(log.items, (item) => describeItem(state, item))
  const factsOf = (creator: Acted['creator']) => factsAt(log, crowd, creator)
  const fitting = fittingOn(log, state, factsOf, options)
  const policies = {
    ...simplePolicies(crowd, options.seed),
    ...ownPolicies(state, fitting.weights),
  }
  const tests: Tested[] = []
  const untested: Untested = { newUser: 0, birth: 0, notLive: 0 }

  const ask = ({ at, creator: user, item }: Acted): void => {
    const creator = factsOf(user)
    const candidates = [...live.all()].filter(
      (one) => isWithinReach(one, creator, at) && !crowd.hasTouched(user, one.id),
    )
    const target = candidates.findIndex(({ id }) => id === item)
    const cause = whyNoTest(log, crowd, { user, item, at, target })
    if (cause !== null) {
      if (at >= options.from) untested[cause] += 1
      return
    }
    const question = { at, creator, candidates }
    fitting.hear(question, item)
    if (at < options.from) return
    tests.push({
      at,
      creator: user,
      item,
      candidates: candidates.length,
      isCold: crowd.actorsOf(item) <= COLD_ACTORS,
      ranks: new Map(options.policies.map((name) => [name, rankOf(policies[name](question), target)])),
    })
  }

  let passed = 0
  for (const moment of momentsOf(log.events)) {
    live.turnTo(moment[0].at)
    fitting.look(moment)
    for (const event of firstActions(moment, options.sought, crowd)) ask(event)
    for (const event of moment) {
      if (event.kind !== 'shown') crowd.note(event)
      foldEvent(state, event)
    }
    passed += moment.length
    progress(passed / log.events.length)
  }
  return { tests, untested, ...fitting.outcome() }
}

/** What is known of a user at this moment; who declared nothing is taken at what they did first. */
const factsAt = (log: Log, crowd: Crowd, creator: Acted['creator']): CreatorFacts => {
  const facts = log.users[creator - 1]
  return {
    id: creator,
    interest: facts?.interest ?? crowd.declaredOf(creator),
    subscribers: facts?.subscribers ?? null,
    channelTitle: facts?.channelTitle ?? null,
  }
}

type Sought = { readonly user: number; readonly item: number; readonly at: Instant; readonly target: number }

const whyNoTest = (log: Log, crowd: Crowd, { user, item, at, target }: Sought): keyof Untested | null => {
  const logged = log.items[item - 1]
  if (crowd.historyOf(user) === 0) return 'newUser'
  if (logged?.isBornInLog === true && logged.opensAt === at) return 'birth'
  return target < 0 ? 'notLive' : null
}

/** Events of one instant together. */
function* momentsOf(events: readonly InterestEvent[]): Generator<[InterestEvent, ...InterestEvent[]]> {
  let moment: [InterestEvent, ...InterestEvent[]] | null = null
  for (const event of events) {
    if (moment !== null && moment[0].at === event.at) moment.push(event)
    else {
      if (moment !== null) yield moment
      moment = [event]
    }
  }
  if (moment !== null) yield moment
}

/** Of each pair that has not been together before, the first sought action. */
const firstActions = (
  moment: readonly InterestEvent[],
  sought: ReadonlySet<Action>,
  crowd: Crowd,
): readonly Acted[] => {
  const seen = new Set<string>()
  return moment.filter((event): event is Acted => {
    if (event.kind === 'shown' || !sought.has(event.kind)) return false
    const pair = `${event.creator} ${event.item}`
    if (seen.has(pair) || crowd.hasTouched(event.creator, event.item)) return false
    seen.add(pair)
    return true
  })
}
