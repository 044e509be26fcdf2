import type { Instant } from '../primitives.ts'
import { bestOf } from './best.ts'
import { chance } from './chance.ts'
import type { CreatorFacts } from './item.ts'
import { type Reason, reasonsFor } from './reasons.ts'
import { at, type RecommendationState } from './state.ts'
import { type Candidate, clamp, type Outlook, outlookOf, TERM, uncertainty } from './terms.ts'
import { TERMS, type Term, type Weights } from './weights.ts'

export type Ranked = {
  readonly id: number
  readonly score: number
  /** The terms as they were weighed, and chance; together they are the score. */
  readonly terms: Readonly<Record<Term | 'luck', number>>
  readonly reasons: readonly Reason[]
}

export type RankOptions = {
  readonly limit?: number
  /** Nothing else is ranked: what the store says that this creator may act on, which knows of places that are taken. */
  readonly among?: ReadonlySet<number>
  /** Whether one place is kept for what hardly anybody has seen. */
  readonly explores?: boolean
}

const LIMIT = 20
/** The place, from 0, that is kept, and how little something must have been seen for it. */
const EXPLORED_PLACE = 3
const UNSEEN_BELOW = 60
const LUCK_MOST = 1.5
/** Scores are compared as far as all machines agree on logarithms. */
const PRECISION = 1e6

/**
 * The best items for a creator at this moment, with the reasons. Depends on nothing but what it is given: the same log,
 * creator, moment and seed give the same order; another seed gives another chance to what few have seen.
 */
export const rank = (
  state: RecommendationState,
  creator: CreatorFacts,
  now: Instant,
  seed: number,
  weights: Weights,
  { limit = LIMIT, among, explores = true }: RankOptions = {},
): readonly Ranked[] => {
  const outlook = outlookOf(state, creator, now, among)
  const weighed = weighedIn(outlook, weights, seed)
  const scores = scoresOf(weighed)
  const means = TERMS.map((term) => [term, meanOf(weighed[term])] as const)
  const { best, explored } = placesFor(outlook.candidates, scores, limit, explores)
  return best.map((place) => {
    const candidate = at(outlook.candidates, place)
    const { luck, ...terms } = partsAt(weighed, place)
    const gains = new Map(means.map(([term, mean]) => [term, terms[term] - mean]))
    const reasons = reasonsFor(candidate, gains, state, outlook)
    return {
      id: candidate.id,
      score: scores[place] ?? 0,
      terms: { ...terms, luck },
      reasons: place === explored ? [{ code: 'explore' }, ...reasons.slice(0, 1)] : reasons,
    }
  })
}

/** The terms and chance, for each candidate in their order. */
type Weighed = Readonly<Record<Term | 'luck', Float64Array>>

/**
 * One candidate after the other, each term called by its name: all of a candidate is fetched from memory once, and nothing
 * is made on the way, which is what it takes to weigh ten thousand of them in some milliseconds.
 */
const weighedIn = (outlook: Outlook, weights: Weights, seed: number): Weighed => {
  const { candidates, creator } = outlook
  const none = (): Float64Array => new Float64Array(candidates.length)
  const weighed = {
    rate: none(),
    text: none(),
    peers: none(),
    interest: none(),
    channel: none(),
    pay: none(),
    urgency: none(),
    fatigue: none(),
    pace: none(),
    luck: none(),
  }
  let place = 0
  for (const candidate of candidates) {
    const luck = chance(seed, creator.id, candidate.id) * uncertainty(candidate, outlook)
    weighed.rate[place] = weights.rate * TERM.rate(candidate, outlook)
    weighed.text[place] = weights.text * TERM.text(candidate, outlook)
    weighed.peers[place] = weights.peers * TERM.peers(candidate, outlook)
    weighed.interest[place] = weights.interest * TERM.interest(candidate, outlook)
    weighed.channel[place] = weights.channel * TERM.channel(candidate, outlook)
    weighed.pay[place] = weights.pay * TERM.pay(candidate, outlook)
    weighed.urgency[place] = weights.urgency * TERM.urgency(candidate, outlook)
    weighed.fatigue[place] = weights.fatigue * TERM.fatigue(candidate, outlook)
    weighed.pace[place] = weights.pace * TERM.pace(candidate, outlook)
    weighed.luck[place] = weights.rate * clamp(luck, LUCK_MOST)
    place += 1
  }
  return weighed
}

const scoresOf = (weighed: Weighed): Float64Array => {
  const scores = new Float64Array(weighed.luck.length)
  for (const parts of Object.values(weighed))
    for (let place = 0; place < scores.length; place += 1)
      scores[place] = (scores[place] ?? 0) + (parts[place] ?? 0)
  for (let place = 0; place < scores.length; place += 1)
    scores[place] = Math.round((scores[place] ?? 0) * PRECISION) / PRECISION
  return scores
}

const meanOf = (values: Float64Array): number => {
  let sum = 0
  for (let place = 0; place < values.length; place += 1) sum += values[place] ?? 0
  return sum / values.length
}

const partsAt = (weighed: Weighed, place: number): Readonly<Record<Term | 'luck', number>> => {
  const parts = { ...ONES, luck: weighed.luck[place] ?? 0 }
  for (const term of TERMS) parts[term] = weighed[term][place] ?? 0
  return parts
}

const ONES: Weights = {
  rate: 1,
  text: 1,
  peers: 1,
  interest: 1,
  channel: 1,
  pay: 1,
  urgency: 1,
  fatigue: 1,
  pace: 1,
}

/**
 * What a ranking weighs, without weights and without chance, of those of a creator's candidates that are wanted: so that
 * weights can be learned.
 */
export const featuresOf = (
  state: RecommendationState,
  creator: CreatorFacts,
  now: Instant,
  wanted: ReadonlySet<number>,
): readonly { readonly id: number; readonly features: Readonly<Record<Term, number>> }[] => {
  const outlook = outlookOf(state, creator, now)
  const candidates = outlook.candidates.filter(({ id }) => wanted.has(id))
  const weighed = weighedIn({ ...outlook, candidates }, ONES, 0)
  return candidates.map(({ id }, place) => {
    const { luck: _, ...features } = partsAt(weighed, place)
    return { id, features }
  })
}

/** The best in order, by their places among the candidates; one belongs to the best of what hardly anybody has seen. */
const placesFor = (
  candidates: readonly Candidate[],
  scores: Float64Array,
  limit: number,
  explores: boolean,
): { readonly best: readonly number[]; readonly explored: number | null } => {
  const scoreOf = (place: number): number => scores[place] ?? 0
  // Of equal scores the newer item, so that the order of the input does not matter.
  const isBefore = (one: number, other: number): boolean =>
    scoreOf(one) > scoreOf(other) ||
    (scoreOf(one) === scoreOf(other) && at(candidates, one).id > at(candidates, other).id)
  const places = [...candidates.keys()]
  const best = bestOf(places, limit, isBefore)
  if (!explores || limit <= EXPLORED_PLACE) return { best, explored: null }
  const before = best.slice(0, EXPLORED_PLACE)
  const unseen = places.filter((place) => at(candidates, place).examined < UNSEEN_BELOW)
  const chosen = bestOf(unseen, EXPLORED_PLACE + 1, isBefore).find((one) => !before.includes(one))
  if (chosen === undefined) return { best, explored: null }
  const behind = best.slice(EXPLORED_PLACE).filter((one) => one !== chosen)
  return { best: [...before, chosen, ...behind].slice(0, limit), explored: chosen }
}
