import { DAY_MS, type Instant } from '../primitives.ts'
import { comparisonOf, type Liked, likingOf } from './comparison.ts'
import { type CreatorFacts, type Item, isWithinReach } from './item.ts'
import { indexIn, markIn, minuteOf, type Packed } from './packed.ts'
import { fading, type Peers, peersOf } from './peers.ts'
import { at, type KnownItem, knownCreator, type RecommendationState, settledBy, strengthIn } from './state.ts'
import { tokensOf } from './text.ts'
import type { Term } from './weights.ts'

/** An item that this creator may act on. */
export type Candidate = KnownItem & { readonly facts: Item }

/** As many looks as the mean rate counts before an item's own does. */
const RATE_SHRINKAGE = 30
/** As many strangers as count before an item's own actors do. */
const PEERS_SHRINKAGE = 5
/** Applicants for each place by the end with which an ad is neither pushed nor held back: more of them are soon in vain. */
const APPLICANTS_A_PLACE = 1 / 2
/** As many applicants, had and hoped for, as count before an ad's own do: where few apply anywhere, taste leads. */
const PACE_SHRINKAGE = 5
const URGENT_DAYS = 3

/** Each says how much there is of something good; `Weights` say how much that counts. */
export const TERM: Readonly<Record<Term, (candidate: Candidate, outlook: Outlook) => number>> = {
  /** How many of those who see it act on it, against the mean; 0 while nobody has seen it. */
  rate: (item, { rateMean }) => Math.log(rateOf(item, rateMean) / rateMean),
  /** How like it is to what the creator chose before. */
  text: ({ index }, { text }) => text.likenesses[index] ?? 0,
  /** Whether creators alike chose it more than others did, as far as there are enough to tell. */
  peers: ({ index, acted }, { peers, peersMean }) => {
    if (peersMean === 0) return 0
    const expected = PEERS_SHRINKAGE * peersMean
    return Math.log(((peers.likenesses[index] ?? 0) + expected) / (acted + PEERS_SHRINKAGE) / peersMean)
  },
  /** Whether it is of the declared category, which tells the less the more the creator has chosen. */
  interest: ({ facts }, { creator, doubt }) => (facts.category === creator.interest ? doubt : 0),
  /** How like it is to the name of the creator's channel. */
  channel: ({ index }, { channel }) => channel.likenesses[index] ?? 0,
  /** Where its reward stands among those of its category. */
  pay: ({ index }, { comparison }) => comparison.payRanks[index] ?? 0,
  urgency: ({ facts }, { now }) => Math.exp(-(facts.closesAt - now) / DAY_MS / URGENT_DAYS),
  /** Below 0: what was shown again and again and not chosen makes room for others. */
  fatigue: ({ index }, { shown }) => -Math.log(1 + (shown[index] ?? 0)),
  /** Above 0 for an ad that lies behind the applicants it may hope for by now, below for one that has more; never below without any. */
  pace: ({ acted, facts }, { now }) => {
    if (facts.capacity === null) return 0
    const elapsed = Math.max(0.05, (now - facts.opensAt) / Math.max(1, facts.closesAt - facts.opensAt))
    const hoped = APPLICANTS_A_PLACE * facts.capacity * elapsed
    return clamp(Math.log((hoped + PACE_SHRINKAGE) / (acted + PACE_SHRINKAGE)), 1)
  },
}

/** In units of the rate term: the less an item was seen, the more chance may move it. */
export const uncertainty = (item: Candidate, { rateMean }: Outlook): number => {
  const rate = Math.min(0.99, rateOf(item, rateMean))
  return Math.sqrt((rate * (1 - rate)) / (item.examined + RATE_SHRINKAGE + 1)) / rate
}

export const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value))

const rateOf = ({ acted, examined }: KnownItem, mean: number): number =>
  (acted + RATE_SHRINKAGE * mean) / (examined + RATE_SHRINKAGE)

/** What one creator's candidates are looked at with, at one moment. */
export type Outlook = ReturnType<typeof outlookOf>

/** Lists are by the index of an item. */
export const outlookOf = (
  state: RecommendationState,
  creator: CreatorFacts,
  now: Instant,
  among?: ReadonlySet<number>,
) => {
  const { items, vocabulary } = state
  const known = knownCreator(state, creator.id)
  const minute = minuteOf(now)
  const settled = settledBy(state, known)
  const comparison = comparisonOf(state)
  // Most items are over: of these nothing but a number is looked at. Who may not act on something, or is done with it, is
  // never shown it, whatever it would weigh.
  const candidates = items.filter(
    (item, index): item is Candidate =>
      (comparison.closings[index] ?? 0) >= now &&
      item.facts !== null &&
      isWithinReach(item.facts, creator, now) &&
      !settled.has(index) &&
      among?.has(item.id) !== false,
  )
  const strengthOf = (line: Packed): number => strengthIn(state, line) * fading(line, minute)
  const liked = known.history.map((line): Liked => [at(items, indexIn(line)).tokens, strengthOf(line)])
  const text = likingOf(comparison, liked, now)
  // Nothing is recommended for being like itself.
  for (const line of known.history) text.likenesses[indexIn(line)] = 0
  const title = tokensOf(creator.channelTitle ?? '').flatMap((token) => vocabulary.get(token) ?? [])
  const peers = peersOf(state, known, minute)
  const shown = new Uint8Array(items.length)
  for (const line of known.shown) shown[indexIn(line)] = markIn(line)
  return {
    now,
    creator,
    vocabulary,
    candidates,
    comparison,
    /** What the creator cares for, as chosen items tell it, and as the name of the channel does. */
    text,
    /** Five choices tell as much of a creator as what they declared. */
    doubt: 5 / (5 + liked.length),
    channel: likingOf(comparison, [[title, 1]], now),
    peers,
    /** How often each was shown to this creator. */
    shown,
    ...meansOf(candidates, peers),
  }
}

/** The mean rate to begin with, as much as one item that was seen often. */
const RATE_AT_FIRST = 0.05

const meansOf = (candidates: readonly Candidate[], { likenesses }: Peers) => {
  let [alike, all, acted, seen] = [0, 0, 0, 0]
  for (const item of candidates) {
    alike += likenesses[item.index] ?? 0
    all += item.acted
    acted += item.acted / (item.examined + RATE_SHRINKAGE)
    seen += item.examined / (item.examined + RATE_SHRINKAGE)
  }
  return {
    /** How much likeness to expect of one who acts on something. */
    peersMean: all === 0 ? 0 : alike / all,
    /**
     * At the least the rate at which the shrunk rates of all have that rate as their mean: so the term of an item that
     * nobody has seen is never below the mean of the term.
     */
    rateMean: Math.max(acted / Math.max(seen, 1e-9), (acted + RATE_AT_FIRST) / (seen + 1)),
  }
}
