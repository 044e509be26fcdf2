import { DAY_MS, type Instant } from '../primitives.ts'
import { examination } from './event.ts'
import { TERMS, type Term, type Weights } from './weights.ts'

/** One item that a creator was shown, as the ranking saw it at that moment, and what came of it. */
export type TrainingRow = {
  readonly at: Instant
  /** 0 is the first place of its list. */
  readonly position: number
  readonly features: Readonly<Record<Term, number>>
  /** When the creator did what every recommendation hopes for; null when they did not in time. */
  readonly answeredAt: Instant | null
}

/** Fewer impressions than these teach chance rather than taste. */
export const PRIORS_BELOW = 2_000

/**
 * How hard each weight is held to its prior, in answers: about as much as a term tells of itself in some hundred
 * impressions, so that a term that hardly varies stays where it was and one that matters moves within days.
 */
const PULL = 5

export type Verdict =
  /** Nothing was fitted: too few impressions, or creators who all did the same. The weights in use stay. */
  | { readonly kind: 'too-few-impressions' | 'all-alike'; readonly impressions: number }
  /** Losses are nats for each impression that was held out: the smaller, the less surprising was what creators did. */
  | {
      readonly kind: 'fitted'
      readonly weights: Weights
      readonly isBetter: boolean
      readonly impressions: number
      /** As many of them were held out. */
      readonly heldOut: number
      readonly lossBefore: number
      readonly lossAfter: number
    }

/**
 * Fits weights to what creators did: logistic regression whose weights are pulled to `priors` and never negative, with
 * the place in the list as a known offset. The newest day (of less than a week, a seventh) is held out: nothing that
 * happened in it moves the weights, and they are only better when they foretell it better than those `inUse`.
 *
 * How much pace counts is not learned: it is what the platform owes to advertisers, and creators know nothing of it. It is
 * fitted along, so that no other term answers for it; see `owedPace` for what it becomes.
 *
 * It stops after every step, some milliseconds of work, so that whoever serves requests can let them go first.
 */
export function* fittingWeights(
  rows: readonly TrainingRow[],
  { priors, inUse }: { readonly priors: Weights; readonly inUse: Weights },
): Generator<void, Verdict> {
  const usable = rows.filter(isUsable)
  if (usable.length < PRIORS_BELOW) return { kind: 'too-few-impressions', impressions: usable.length }
  const heldOutFrom = beginOfHeldOut(usable)
  yield
  const trainedOn = examplesOf(
    usable.filter(({ at }) => at < heldOutFrom),
    // An application in the held-out time was not known before it, whenever its impression was.
    ({ answeredAt }) => answeredAt !== null && answeredAt < heldOutFrom,
  )
  yield
  const heldOut = examplesOf(
    usable.filter(({ at }) => at >= heldOutFrom),
    ({ answeredAt }) => answeredAt !== null,
  )
  yield
  if (isAllAlike(trainedOn) || isAllAlike(heldOut)) return { kind: 'all-alike', impressions: usable.length }
  const start = [...TERMS.map((term) => inUse[term]), baseRate(trainedOn)]
  const before = yield* descend(trainedOn, start, {
    pullTo: start,
    mayMove: isBesideTaste,
  })
  const pullTo = [...TERMS.map((term) => priors[term]), 0]
  const after = yield* descend(trainedOn, before, { pullTo, mayMove: () => true })
  const lossBefore = meanLoss(heldOut, before)
  const lossAfter = meanLoss(heldOut, after)
  return {
    kind: 'fitted',
    weights: { ...weightsOf(after), pace: owedPace(weightsOf(after), priors) },
    isBetter: lossAfter < lossBefore,
    impressions: usable.length,
    heldOut: heldOut.count,
    lossBefore,
    lossAfter,
  }
}

/** `fittingWeights` at one go, for those who keep nobody waiting. */
export const fitWeights = (...of: Parameters<typeof fittingWeights>): Verdict => {
  const fitting = fittingWeights(...of)
  for (;;) {
    const step = fitting.next()
    if (step.done === true) return step.value
  }
}

/** Every term lies far within this; beyond it, and where there is no number at all, something is broken. */
const FEATURE_MAX = 1_000

const isUsable = ({ features, position }: TrainingRow): boolean =>
  Number.isFinite(position) && position >= 0 && TERMS.every((term) => Math.abs(features[term]) <= FEATURE_MAX)

const beginOfHeldOut = (rows: readonly TrainingRow[]): number => {
  let [oldest, newest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { at } of rows) [oldest, newest] = [Math.min(oldest, at), Math.max(newest, at)]
  return newest - Math.min(DAY_MS, (newest - oldest) / 7)
}

/** Rows as numbers: in each a value for every term, and behind them the 1 that the intercept weighs. */
type Examples = {
  readonly count: number
  readonly values: Float64Array
  readonly offsets: Float64Array
  /** 1 for those that were answered, else 0. */
  readonly answers: Float64Array
}
/** The intercept says how often anything is answered at all. It has no prior: it differs from place to place. */
const INTERCEPT = TERMS.length
const COLUMNS = TERMS.length + 1
const PACE = TERMS.indexOf('pace')
/** These are fitted anew for the weights in use as well, may be negative, and are kept of neither. */
const isBesideTaste = (column: number): boolean => column === INTERCEPT || column === PACE
/** A weight for every column. */
type Point = readonly number[]

const examplesOf = (rows: readonly TrainingRow[], isAnswered: (row: TrainingRow) => boolean): Examples => {
  const values = new Float64Array(rows.length * COLUMNS)
  let next = 0
  for (const { features } of rows) {
    for (const term of TERMS) values[next++] = features[term]
    values[next++] = 1
  }
  return {
    count: rows.length,
    values,
    offsets: Float64Array.from(rows, ({ position }) => Math.log(examination(position))),
    answers: Float64Array.from(rows, (row) => (isAnswered(row) ? 1 : 0)),
  }
}

const answered = ({ answers }: Examples): number => answers.reduce((sum, answer) => sum + answer, 0)

const isAllAlike = (examples: Examples): boolean => [0, examples.count].includes(answered(examples))

const baseRate = (examples: Examples): number =>
  Math.log(answered(examples) / (examples.count - answered(examples)))

const STEPS_MAX = 50
const HALVINGS_MAX = 30
/** Steps that gain less nats than this over all rows are no longer worth taking. */
const GAIN_MIN = 1e-7

type Bounds = {
  /** Where each column is pulled to; the intercept is pulled nowhere. */
  readonly pullTo: Point
  readonly mayMove: (column: number) => boolean
}

/**
 * Newton's method, kept at 0 or above: a weight that lies at 0 and would like to be negative rests for this step, the
 * others go to where the curve has its foot, and what falls below 0 on the way is put at 0. It is free again as soon as
 * it would like to grow. A step that leads uphill is halved until it does not. The loss is convex, so where no step
 * helps any more is the best point there is.
 */
function* descend(examples: Examples, from: Point, bounds: Bounds): Generator<void, Point> {
  let point = from
  for (let step = 0; step < STEPS_MAX; step++) {
    const { loss, slope, curvature } = surveyAt(examples, point, bounds.pullTo)
    yield
    const moving = COLUMN_NUMBERS.filter(
      (column) =>
        bounds.mayMove(column) && (isBesideTaste(column) || at(point, column) > 0 || at(slope, column) < 0),
    )
    const direction = solve(curvature, slope, moving)
    const next = downhill(
      point,
      direction,
      (tried) => lossAt(examples, tried, bounds.pullTo) < loss - GAIN_MIN,
    )
    if (next === null) return point
    point = next
    yield
  }
  return point
}

const downhill = (point: Point, direction: Point, isLower: (tried: Point) => boolean): Point | null => {
  let length = 1
  for (let halving = 0; halving < HALVINGS_MAX; halving++) {
    const tried = point.map((value, column) => {
      const moved = value - length * at(direction, column)
      return isBesideTaste(column) ? moved : Math.max(0, moved)
    })
    if (isLower(tried)) return tried
    length /= 2
  }
  return null
}

const COLUMN_NUMBERS: readonly number[] = Array.from({ length: COLUMNS }, (_, column) => column)

/** The loss over all rows and the pull, how it slopes in each column, and how it curves in each pair of columns. */
const surveyAt = (examples: Examples, point: Point, pullTo: Point) => {
  const { count, values, answers } = examples
  const slope = new Float64Array(COLUMNS)
  const curvature = new Float64Array(COLUMNS * COLUMNS)
  for (let row = 0; row < count; row++) {
    const expected = 1 / (1 + Math.exp(-logitOf(examples, row, point)))
    const surprise = expected - at(answers, row)
    const spread = expected * (1 - expected)
    for (let column = 0; column < COLUMNS; column++) {
      const value = at(values, row * COLUMNS + column)
      add(slope, column, surprise * value)
      for (let other = 0; other <= column; other++)
        add(curvature, column * COLUMNS + other, spread * value * at(values, row * COLUMNS + other))
    }
  }
  for (let column = 0; column < INTERCEPT; column++) {
    add(slope, column, PULL * (at(point, column) - at(pullTo, column)))
    add(curvature, column * COLUMNS + column, PULL)
  }
  return { loss: lossAt(examples, point, pullTo), slope, curvature }
}

const lossAt = (examples: Examples, point: Point, pullTo: Point): number => {
  let pulled = 0
  for (let column = 0; column < INTERCEPT; column++)
    pulled += (PULL / 2) * (at(point, column) - at(pullTo, column)) ** 2
  return totalLoss(examples, point) + pulled
}

const meanLoss = (examples: Examples, point: Point): number => totalLoss(examples, point) / examples.count

const totalLoss = (examples: Examples, point: Point): number => {
  let total = 0
  for (let row = 0; row < examples.count; row++) {
    const logit = logitOf(examples, row, point)
    // log(1 + e^x) without e^x, which overflows: the chance that it would have been the other way, in nats.
    const against = at(examples.answers, row) === 1 ? -logit : logit
    total += Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)))
  }
  return total
}

const logitOf = ({ values, offsets }: Examples, row: number, point: Point): number => {
  let logit = at(offsets, row)
  for (let column = 0; column < COLUMNS; column++)
    logit += at(point, column) * at(values, row * COLUMNS + column)
  return logit
}

/** The direction d with curvature · d = slope in the columns that move, by Cholesky's method; 0 in the others. */
const solve = (curvature: Float64Array, slope: Float64Array, moving: readonly number[]): Point => {
  const lower: number[][] = []
  const between: number[] = []
  moving.forEach((column, i) => {
    const line: number[] = []
    moving.slice(0, i + 1).forEach((other, j) => {
      const rest = at(curvature, column * COLUMNS + other) - dot(line, lower[j] ?? line, j)
      line.push(i === j ? Math.sqrt(Math.max(rest, Number.EPSILON)) : rest / at(lower[j] ?? [], j))
    })
    lower.push(line)
    between.push((at(slope, column) - dot(line, between, i)) / at(line, i))
  })
  const direction = COLUMN_NUMBERS.map(() => 0)
  for (let i = moving.length - 1; i >= 0; i--) {
    let rest = at(between, i)
    for (let below = i + 1; below < moving.length; below++)
      rest -= at(lower[below] ?? [], i) * at(direction, at(moving, below))
    direction[at(moving, i)] = rest / at(lower[i] ?? [], i)
  }
  return direction
}

const dot = (one: readonly number[], other: readonly number[], length: number): number => {
  let sum = 0
  for (let i = 0; i < length; i++) sum += at(one, i) * at(other, i)
  return sum
}

const weightsOf = (point: Point): Weights => {
  const weightOf = (term: Term): number => at(point, TERMS.indexOf(term))
  return {
    rate: weightOf('rate'),
    text: weightOf('text'),
    peers: weightOf('peers'),
    interest: weightOf('interest'),
    channel: weightOf('channel'),
    pay: weightOf('pay'),
    urgency: weightOf('urgency'),
    fatigue: weightOf('fatigue'),
    pace: weightOf('pace'),
  }
}

/**
 * Rate leads creators to where many have gone, and pace to where few have. The more rate counts, the more must pace, or what
 * is learned would leave ads without applicants; it never counts less than its prior.
 */
const owedPace = ({ rate }: Weights, priors: Weights): number => priors.pace * Math.max(1, rate / priors.rate)

/** Every place that is asked for exists; NaN would show in the losses, and such weights are never better. */
const at = (numbers: ArrayLike<number>, index: number): number => numbers[index] ?? Number.NaN

const add = (numbers: Float64Array, index: number, value: number): void => {
  numbers[index] = at(numbers, index) + value
}
