import { koreanDayOf } from '../../src/domain/calendar.ts'
import { featuresOf, rank } from '../../src/domain/recommendation/rank.ts'
import type { RecommendationState } from '../../src/domain/recommendation/state.ts'
import type { Term, Weights } from '../../src/domain/recommendation/weights.ts'
import { PRIORS, TERMS } from '../../src/domain/recommendation/weights.ts'
import type { Policy, Question } from './policies.ts'

/** With the weights as they come, with those fitted on the first window, and the list as users see it. */
export const OWN_POLICIES = ['ours-priors', 'ours-fitted', 'ours-shown'] as const
export type OwnPolicyName = (typeof OWN_POLICIES)[number]

/** No figure asks for more. */
const PLACES = 20
/** As the ranking compares scores. */
const PRECISION = 1e6

/**
 * The first two leave out what the ranking adds for the sake of the market, chance and the place for the unseen; the third
 * has both. It and the second have the priors until weights are fitted.
 */
export const ownPolicies = (
  state: RecommendationState,
  fitted: () => Weights | null,
): Readonly<Record<OwnPolicyName, Policy>> => {
  const features = rememberingTheLast((question: Question) => featuresIn(state, question))
  const weighedBy =
    (weights: () => Weights): Policy =>
    (question) => {
      const known = features(question)
      return question.candidates.map(({ id }) => scoreOf(known.get(id), weights()))
    }
  return {
    'ours-priors': weighedBy(() => PRIORS),
    'ours-fitted': weighedBy(() => fitted() ?? PRIORS),
    'ours-shown': ({ at, creator, candidates }) => {
      const among = new Set(candidates.map(({ id }) => id))
      const list = rank(state, creator, at, koreanDayOf(at), fitted() ?? PRIORS, { limit: PLACES, among })
      const places = new Map(list.map(({ id }, place) => [id, place]))
      return candidates.map(({ id }) => -(places.get(id) ?? Number.POSITIVE_INFINITY))
    },
  }
}

type Features = Readonly<Record<Term, number>>

const featuresIn = (
  state: RecommendationState,
  { creator, at, candidates }: Question,
): ReadonlyMap<number, Features> => {
  const wanted = new Set(candidates.map(({ id }) => id))
  return new Map(featuresOf(state, creator, at, wanted).map(({ id, features }) => [id, features]))
}

/** What the ranking leaves out, such as an ad whose places are taken, is in no list. */
const scoreOf = (features: Features | undefined, weights: Weights): number => {
  if (features === undefined) return Number.NEGATIVE_INFINITY
  const score = TERMS.reduce((sum, term) => sum + weights[term] * features[term], 0)
  return Math.round(score * PRECISION) / PRECISION
}

/** Two policies look at the same question. */
const rememberingTheLast = <Asked, Answer>(answer: (asked: Asked) => Answer): ((asked: Asked) => Answer) => {
  let last: { readonly asked: Asked; readonly answer: Answer } | null = null
  return (asked) => {
    if (last?.asked !== asked) last = { asked, answer: answer(asked) }
    return last.answer
  }
}
