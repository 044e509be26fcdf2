import type { Instant } from '../primitives.ts'
import { bestOf } from './best.ts'
import { chance } from './chance.ts'
import type { CreatorFacts } from './item.ts'
import { type Reason, reasonsFor } from './reasons.ts'
import type { RecommendationState } from './state.ts'
import { type Candidate, clamp, type Outlook, outlookOf, TERM, uncertainty } from './terms.ts'
import { PRIORS, TERMS, type Term, type TermValues, type Weights } from './weights.ts'

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

/** Scores are compared as far as all machines agree on logarithms. */
const PRECISION = 1e6
/** The place, from 0, that is kept for what hardly anybody has seen. */
const EXPLORED_PLACE = 3

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
  { limit = 20, among, explores = true }: RankOptions = {},
): readonly Ranked[] => {
  const outlook = outlookOf(state, creator, now, among)
  // Chance may make an item seem at most 4.5 times as well loved as it is: e to the power of 1.5.
  const luckOf = (candidate: Candidate): number =>
    weights.rate * clamp(chance(seed, creator.id, candidate.id) * uncertainty(candidate, outlook), 1.5)
  const factors = Float64Array.from(TERMS, (term) => weights[term])
  const [amounts, sums] = [new Float64Array(TERMS.length), new Float64Array(TERMS.length)]
  const scored = outlook.candidates.map((candidate): Scored => {
    measure(candidate, outlook, amounts)
    let score = luckOf(candidate)
    for (let place = 0; place < amounts.length; place += 1) {
      const value = (factors[place] ?? 0) * (amounts[place] ?? 0)
      score += value
      sums[place] = (sums[place] ?? 0) + value
    }
    return { candidate, score: Math.round(score * PRECISION) / PRECISION }
  })
  // Sixty looks of all creators together are hardly anybody.
  const best = bestOf(scored, limit, isBefore)
  const ahead = best.slice(0, EXPLORED_PLACE)
  const unseen = scored.filter((one) => one.candidate.examined < 60 && !ahead.includes(one))
  const explored = explores ? bestOf(unseen, 1, isBefore) : []
  const lifted = explored[0] === best[EXPLORED_PLACE] ? undefined : explored[0]
  const ordered = [...new Set([...ahead, ...explored, ...best])].slice(0, limit)
  return ordered.map((one) => {
    const terms = byTerm((term) => weights[term] * TERM[term](one.candidate, outlook))
    const gains = byTerm((term, place) => terms[term] - (sums[place] ?? 0) / scored.length)
    const reasons = reasonsFor(one.candidate, gains, outlook)
    return {
      id: one.candidate.id,
      score: one.score,
      terms: { ...terms, luck: luckOf(one.candidate) },
      reasons: one === lifted ? [{ code: 'explore' }, ...reasons.slice(0, 1)] : reasons,
    }
  })
}

/**
 * How much there is of each term, in the order of `TERMS`, each called by its name and put where the last one's was: so ten
 * thousand are weighed in some milliseconds.
 */
const measure = (candidate: Candidate, outlook: Outlook, amounts: Float64Array): void => {
  amounts[0] = TERM.rate(candidate, outlook)
  amounts[1] = TERM.text(candidate, outlook)
  amounts[2] = TERM.peers(candidate, outlook)
  amounts[3] = TERM.interest(candidate, outlook)
  amounts[4] = TERM.channel(candidate, outlook)
  amounts[5] = TERM.pay(candidate, outlook)
  amounts[6] = TERM.urgency(candidate, outlook)
  amounts[7] = TERM.fatigue(candidate, outlook)
  amounts[8] = TERM.pace(candidate, outlook)
}

type Scored = { readonly candidate: Candidate; readonly score: number }

/** Of equal scores the newer item, so that the order of the input does not matter. */
const isBefore = (one: Scored, other: Scored): boolean =>
  one.score > other.score || (one.score === other.score && one.candidate.id > other.candidate.id)

const byTerm = (numberOf: (term: Term, place: number) => number): TermValues => {
  const numbers = { ...PRIORS }
  for (const [place, term] of TERMS.entries()) numbers[term] = numberOf(term, place)
  return numbers
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
): readonly { readonly id: number; readonly features: TermValues }[] => {
  const outlook = outlookOf(state, creator, now)
  const candidates = outlook.candidates.filter(({ id }) => wanted.has(id))
  return candidates.map((one) => ({ id: one.id, features: byTerm((term) => TERM[term](one, outlook)) }))
}
