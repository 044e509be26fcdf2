import type { Instant } from '../primitives.ts'
import { bestOf } from './best.ts'
import { chance } from './chance.ts'
import type { CreatorFacts } from './item.ts'
import { type Reason, reasonsFor } from './reasons.ts'
import type { RecommendationState } from './state.ts'
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
  const luckOf = (candidate: Candidate): number =>
    weights.rate * clamp(chance(seed, creator.id, candidate.id) * uncertainty(candidate, outlook), LUCK_MOST)
  const weighed = TERMS.map((term) => weighTerm(term, weights[term], outlook))
  const scored = outlook.candidates.map((candidate, place): Scored => {
    const score = weighed.reduce((sum, { values }) => sum + (values[place] ?? 0), luckOf(candidate))
    return { candidate, place, score: Math.round(score * PRECISION) / PRECISION }
  })
  const { best, explored } = placesFor(scored, limit, explores)
  return best.map(({ candidate, place, score }) => {
    const gains = new Map(weighed.map(({ term, values, mean }) => [term, (values[place] ?? 0) - mean]))
    const reasons = reasonsFor(candidate, gains, state, outlook)
    return {
      id: candidate.id,
      score,
      terms: { ...termsAt(weighed, place), luck: luckOf(candidate) },
      reasons: candidate === explored ? [{ code: 'explore' }, ...reasons.slice(0, 1)] : reasons,
    }
  })
}

type Weighed = { readonly term: Term; readonly values: Float64Array; readonly mean: number }

/** A term of all candidates, in their order. */
const weighTerm = (term: Term, weight: number, outlook: Outlook): Weighed => {
  const values = new Float64Array(outlook.candidates.length)
  const amountOf = TERM[term]
  let [place, sum] = [0, 0]
  for (const candidate of outlook.candidates) {
    const value = weight * amountOf(candidate, outlook)
    values[place] = value
    sum += value
    place += 1
  }
  return { term, values, mean: sum / values.length }
}

const termsAt = (weighed: readonly Weighed[], place: number): Readonly<Record<Term, number>> => {
  const terms = {
    rate: 0,
    text: 0,
    peers: 0,
    interest: 0,
    channel: 0,
    pay: 0,
    urgency: 0,
    fatigue: 0,
    pace: 0,
  }
  for (const { term, values } of weighed) terms[term] = values[place] ?? 0
  return terms
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
  const weighed = TERMS.map((term) => weighTerm(term, 1, { ...outlook, candidates }))
  return candidates.map(({ id }, place) => ({ id, features: termsAt(weighed, place) }))
}

type Scored = { readonly candidate: Candidate; readonly place: number; readonly score: number }

/** The best in order; one place among them belongs to the best of what hardly anybody has seen. */
const placesFor = (
  scored: readonly Scored[],
  limit: number,
  explores: boolean,
): { readonly best: readonly Scored[]; readonly explored: Candidate | null } => {
  const best = bestOf(scored, limit, isBefore)
  if (!explores || limit <= EXPLORED_PLACE) return { best, explored: null }
  const before = best.slice(0, EXPLORED_PLACE)
  const unseen = scored.filter(({ candidate }) => candidate.examined < UNSEEN_BELOW)
  const chosen = bestOf(unseen, EXPLORED_PLACE + 1, isBefore).find((one) => !before.includes(one))
  if (chosen === undefined) return { best, explored: null }
  const behind = best.slice(EXPLORED_PLACE).filter((one) => one !== chosen)
  return { best: [...before, chosen, ...behind].slice(0, limit), explored: chosen.candidate }
}

/** Of equal scores the newer item, so that the order of the input does not matter. */
const isBefore = (one: Scored, other: Scored): boolean =>
  one.score > other.score || (one.score === other.score && one.candidate.id > other.candidate.id)
