import { DAY_MS } from '../../src/domain/primitives.ts'
import type { MarketAction, Policy, Ranker } from './policy.ts'
import { chance, luckOf } from './random.ts'
import { BEGINNING, type World } from './world.ts'

/** The chance that whoever is shown a list looks at a position, 0 for the first. */
export const examination = (position: number): number => 1 / (1 + 0.15 * position)

/** What became of one market, from which all figures are computed. */
export type Outcome = {
  readonly world: World
  /** Sessions and the applications made in them, on days that count. */
  readonly sessions: number
  readonly applications: number
  /** By ad, until it closed or the market ended. */
  readonly applicants: Uint16Array
  readonly assigned: Uint8Array
  readonly assignedSmall: Uint8Array
  /** Impressions, each weighed with the chance that its position is looked at. */
  readonly exposure: Float64Array
  /** In the first 48 hours after the ad opened. */
  readonly earlyImpressions: Uint16Array
  readonly earlyApplications: Uint16Array
}

/** Hears everything that a server would, beside the policy. */
export type Listener = Pick<Ranker, 'published' | 'shown' | 'acted'>

const EARLY_MS = 2 * DAY_MS
const MILLISECONDS_TO_COMPLETE = 14 * DAY_MS
const LUCK = { looks: 1, opens: 2, applies: 3, choice: 4 }

export const run = (world: World, policy: Policy, listener: Listener = {}): Outcome => {
  const { constants, creators, ads, sessions, seed } = world
  const ranker = policy.start({ creators, ads, seed })
  const state = emptyMarket(world)
  const list = new Int32Array(constants.listLength)
  const eligible = new Int32Array(ads.count)
  let [sessionsCounted, applications, day] = [0, 0, 0]
  const act = (action: MarketAction, creator: number, ad: number, now: number): void => {
    ranker.acted?.(action, creator, ad, now)
    listener.acted?.(action, creator, ad, now)
  }
  const countsFrom = BEGINNING + constants.uncountedDays * DAY_MS
  const turn = turnTo(state, ranker, listener, act)
  for (let session = 0; session < sessions.at.length; session += 1) {
    const now = sessions.at[session] ?? 0
    const creator = sessions.creator[session] ?? 0
    for (; now >= BEGINNING + (day + 1) * DAY_MS; day += 1) {
      const midnight = BEGINNING + (day + 1) * DAY_MS
      turn(midnight)
      ranker.dayBegan?.(day + 1, midnight)
    }
    turn(now)
    const open = eligibleFor(state, creator, eligible)
    const length = ranker.rank(creator, now, eligible.subarray(0, open), list)
    const applied = visit(state, { creator, session, now, list, length }, ranker, listener, act)
    if (now < countsFrom) continue
    sessionsCounted += 1
    applications += applied
  }
  turn(BEGINNING + constants.days * DAY_MS)
  return { sessions: sessionsCounted, applications, ...state }
}

type Market = Omit<Outcome, 'sessions' | 'applications'> & {
  readonly live: number[]
  /** By creator and ad. */
  readonly hasApplied: Uint8Array
  readonly timesShown: Uint16Array
  readonly applicantsOf: readonly number[][]
  /** Ads in the order in which they close. */
  readonly closing: Uint16Array
}

const emptyMarket = (world: World): Market => {
  const { creators, ads } = world
  return {
    world,
    live: [],
    hasApplied: new Uint8Array(creators.count * ads.count),
    timesShown: new Uint16Array(creators.count * ads.count),
    applicantsOf: Array.from({ length: ads.count }, () => []),
    closing: Uint16Array.from(ads.opensAt.keys()).sort(
      (a, b) => (ads.closesAt[a] ?? 0) - (ads.closesAt[b] ?? 0) || a - b,
    ),
    applicants: new Uint16Array(ads.count),
    assigned: new Uint8Array(ads.count),
    assignedSmall: new Uint8Array(ads.count),
    exposure: new Float64Array(ads.count),
    earlyImpressions: new Uint16Array(ads.count),
    earlyApplications: new Uint16Array(ads.count),
  }
}

type Act = (action: MarketAction, creator: number, ad: number, now: number) => void

/** Lets ads open and close, advertisers choose and creators deliver, up to an instant. */
const turnTo = (state: Market, ranker: Ranker, listener: Listener, act: Act): ((now: number) => void) => {
  const { ads } = state.world
  const deliveries: { readonly creator: number; readonly ad: number; readonly at: number }[] = []
  let [opened, closed, delivered] = [0, 0, 0]
  const until = (now: number): number =>
    Math.min(
      now,
      ads.opensAt[opened] ?? now,
      ads.closesAt[state.closing[closed] ?? ads.count] ?? now,
      deliveries[delivered]?.at ?? now,
    )
  const step = (at: number): void => {
    const opening = opened < ads.count && (ads.opensAt[opened] ?? 0) <= at
    const ad = state.closing[closed]
    if (opening) {
      state.live.push(opened)
      ranker.published?.(opened)
      listener.published?.(opened)
      opened += 1
    } else if (ad !== undefined && (ads.closesAt[ad] ?? 0) <= at) {
      state.live.splice(state.live.indexOf(ad), 1)
      for (const creator of chosenFor(state, ad)) {
        act('assigned', creator, ad, at)
        deliveries.push({ creator, ad, at: at + MILLISECONDS_TO_COMPLETE })
      }
      closed += 1
    } else {
      const delivery = deliveries[delivered]
      if (delivery === undefined) return
      act('completed', delivery.creator, delivery.ad, at)
      delivered += 1
    }
  }
  const hasMore = (now: number): boolean =>
    (ads.opensAt[opened] ?? Number.POSITIVE_INFINITY) <= now ||
    (ads.closesAt[state.closing[closed] ?? ads.count] ?? Number.POSITIVE_INFINITY) <= now ||
    (deliveries[delivered]?.at ?? Number.POSITIVE_INFINITY) <= now
  return (now) => {
    while (hasMore(now)) step(until(now))
  }
}

/** When an ad closes, its advertiser takes the larger channels among the applicants, as far as it can tell and has places. */
const chosenFor = (state: Market, ad: number): readonly number[] => {
  const { creators, ads, constants, seed } = state.world
  const luck = chance(seed ^ LUCK.choice, ad)
  const chosen = (state.applicantsOf[ad] ?? [])
    .toSorted((a, b) => a - b)
    .map((creator) => ({
      creator,
      worth: Math.log(1 + (creators.subscribers[creator] ?? 0)) + constants.choiceNoise * luck.normal(),
    }))
    .sort((a, b) => b.worth - a.worth)
    .slice(0, ads.capacity[ad])
    .map(({ creator }) => creator)
  state.assigned[ad] = chosen.length
  state.assignedSmall[ad] = chosen.filter((creator) => creators.isSmall[creator] === 1).length
  return chosen
}

const eligibleFor = (state: Market, creator: number, into: Int32Array): number => {
  const { creators, ads } = state.world
  const subscribers = creators.subscribers[creator] ?? 0
  const row = creator * ads.count
  let found = 0
  for (const ad of state.live)
    if ((ads.minimum[ad] ?? 0) <= subscribers && state.hasApplied[row + ad] === 0) {
      into[found] = ad
      found += 1
    }
  return found
}

type Visit = {
  readonly creator: number
  readonly session: number
  readonly now: number
  readonly list: Int32Array
  readonly length: number
}

/** What a creator does with a list: looks at some positions, opens some of those ads, and applies to some of these. */
const visit = (state: Market, seen: Visit, ranker: Ranker, listener: Listener, act: Act): number => {
  const { ads, seed } = state.world
  const { creator, session, now, list, length } = seen
  let applied = 0
  for (let position = 0; position < length; position += 1) {
    const ad = list[position] ?? 0
    const pair = creator * ads.count + ad
    const isEarly = now < (ads.opensAt[ad] ?? 0) + EARLY_MS ? 1 : 0
    const likes = likingOf(state, creator, ad)
    state.timesShown[pair] = (state.timesShown[pair] ?? 0) + 1
    state.exposure[ad] = (state.exposure[ad] ?? 0) + examination(position)
    state.earlyImpressions[ad] = (state.earlyImpressions[ad] ?? 0) + isEarly
    ranker.shown?.(creator, ad, position, now)
    listener.shown?.(creator, ad, position, now)
    if (luckOf(seed ^ LUCK.looks, session, position) >= examination(position)) continue
    // Opening and then applying are equally likely, so that both together come out as the liking.
    const each = Math.sqrt(likes)
    if (luckOf(seed ^ LUCK.opens, session, ad) >= each) continue
    act('viewed', creator, ad, now)
    if (luckOf(seed ^ LUCK.applies, session, ad) >= each) continue
    state.hasApplied[pair] = 1
    state.applicantsOf[ad]?.push(creator)
    state.applicants[ad] = (state.applicants[ad] ?? 0) + 1
    state.earlyApplications[ad] = (state.earlyApplications[ad] ?? 0) + isEarly
    act('applied', creator, ad, now)
    applied += 1
  }
  return applied
}

/** The chance that a creator who looks at an ad applies to it. */
export const likingOf = (
  state: Pick<Market, 'world' | 'timesShown'>,
  creator: number,
  ad: number,
): number => {
  const { creators, ads, constants } = state.world
  const categories = creators.categoryTaste.length / creators.count
  const topics = creators.topicTaste.length / creators.count
  const logOdds =
    constants.willingness +
    (creators.categoryTaste[creator * categories + (ads.category[ad] ?? 0)] ?? 0) +
    (creators.topicTaste[creator * topics + (ads.topic[ad] ?? 0)] ?? 0) +
    (ads.appeal[ad] ?? 0) -
    constants.fatigue * Math.log(1 + (state.timesShown[creator * ads.count + ad] ?? 0))
  return 1 / (1 + Math.exp(-logOdds))
}
