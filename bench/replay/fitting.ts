import type { Instant } from '../../src/domain/primitives.ts'
import type { InterestEvent } from '../../src/domain/recommendation/event.ts'
import { fitWeights, type TrainingRow, type Verdict } from '../../src/domain/recommendation/fit-weights.ts'
import type { CreatorFacts } from '../../src/domain/recommendation/item.ts'
import { featuresOf } from '../../src/domain/recommendation/rank.ts'
import type { RecommendationState } from '../../src/domain/recommendation/state.ts'
import {
  emptyTraining,
  learnFrom,
  rowsOf,
  TRAINING_ROWS_MAX,
} from '../../src/domain/recommendation/training.ts'
import { PRIORS, type Weights } from '../../src/domain/recommendation/weights.ts'
import type { Log } from './log.ts'
import { lotOf, type Question } from './policies.ts'

/** Collects what the weights are fitted on while the first window passes, and fits them once at its end. */
export type Fitting = {
  /** What happens in one instant, before anybody hears of it. */
  readonly look: (moment: readonly [InterestEvent, ...InterestEvent[]]) => void
  /** A question whose answer is this item. */
  readonly hear: (question: Question, item: number) => void
  /** Null before the end of the window, and where there was too little to learn from. */
  readonly weights: () => Weights | null
  readonly outcome: () => Fitted
}

export type Fitted = {
  readonly rowsFrom: 'impressions' | 'samples'
  /** Null when the log ends before the window does. */
  readonly verdict: Verdict | null
}

type Options = { readonly fitUntil: Instant; readonly seed: number }
type FactsOf = (creator: CreatorFacts['id']) => CreatorFacts

export const fittingOn = (
  log: Log,
  state: RecommendationState,
  factsOf: FactsOf,
  options: Options,
): Fitting => {
  const { fitUntil } = options
  const hasImpressions = log.events.some(({ kind, at }) => kind === 'shown' && at < fitUntil)
  const rows = hasImpressions ? impressionRows(log, factsOf, fitUntil) : sampledRows(state, options.seed)
  let verdict: Verdict | null = null
  return {
    look: (moment) => {
      if (moment[0].at < fitUntil) rows.look(moment)
      else verdict ??= fitWeights(rows.all(), { priors: PRIORS, inUse: PRIORS })
    },
    hear: (question, item) => {
      if (question.at < fitUntil) rows.hear(question, item)
    },
    weights: () => (verdict?.kind === 'fitted' ? verdict.weights : null),
    outcome: () => ({ rowsFrom: hasImpressions ? 'impressions' : 'samples', verdict }),
  }
}

type Rows = Pick<Fitting, 'look' | 'hear'> & { readonly all: () => readonly TrainingRow[] }

/** Made as the product makes them: an impression is answered by an application within two days. */
const impressionRows = ({ events, items }: Log, factsOf: FactsOf, until: Instant): Rows => {
  const from = events[0]?.at ?? until
  const training = emptyTraining('ad', items, { from, until, rowsMax: TRAINING_ROWS_MAX })
  return {
    look: (moment) => {
      // In the log of a product a list stands before what is done with it, even in the same millisecond.
      const lists = moment.filter(({ kind }) => kind === 'shown')
      const actions = moment.filter(({ kind }) => kind !== 'shown')
      for (const event of [...lists, ...actions]) learnFrom(training, event, factsOf)
    },
    hear: () => undefined,
    all: () => rowsOf(training, factsOf),
  }
}

/** The chosen item is held against so many of those that were open and not chosen. */
const SAMPLE = 20

/** Nothing tells what was seen: of each first action one row that is answered, and others that are not. */
const sampledRows = (state: RecommendationState, seed: number): Rows => {
  const rows: TrainingRow[] = []
  return {
    look: () => undefined,
    hear: (question, chosen) => {
      const { at, creator, candidates } = question
      const others = candidates
        .filter(({ id }) => id !== chosen)
        .map((item) => ({ id: item.id, lot: lotOf(item, question, seed) }))
        .sort((one, other) => one.lot - other.lot)
        .slice(0, SAMPLE)
      const wanted = new Set([chosen, ...others.map(({ id }) => id)])
      for (const { id, features } of featuresOf(state, creator, at, wanted))
        rows.push({ at, position: 0, features, answeredAt: id === chosen ? at : null })
    },
    all: () => rows,
  }
}
