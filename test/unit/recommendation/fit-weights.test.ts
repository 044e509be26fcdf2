import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, type Instant, later } from '../../../src/domain/primitives.ts'
import {
  fittingWeights,
  fitWeights,
  PRIORS_BELOW,
  type TrainingRow,
  type Verdict,
} from '../../../src/domain/recommendation/fit-weights.ts'
import { PRIORS, PROGRAMME_PRIORS, TERMS, type Weights } from '../../../src/domain/recommendation/weights.ts'
import { TRAINING_BEGIN, TRUTH, trainingRows, weightsFrom } from '../../fixtures/training-rows.ts'

describe('fitting weights', () => {
  it('finds the weights that creators have in mind', () => {
    const fitted = fittedOn(trainingRows({ count: 60_000, truth: TRUTH }))
    for (const term of LEARNED)
      expect(Math.abs(fitted.weights[term] - TRUTH[term]), term).toBeLessThan(0.2 + 0.05 * TRUTH[term])
    expect(fitted.isBetter).toBe(true)
    expect(fitted.lossAfter).toBeLessThan(fitted.lossBefore)
  })

  it('takes it that who did not look as far as a place said nothing about it', () => {
    // What pays well is shown last, where few look.
    const behind = trainingRows({ count: 40_000, truth: TRUTH, place: ({ pay }) => (pay > 0 ? 19 : 0) })
    const before = trainingRows({ count: 40_000, truth: TRUTH, place: ({ pay }) => (pay > 0 ? 0 : 19) })
    expect(fittedOn(behind).weights.pay).toBeCloseTo(TRUTH.pay, 0)
    expect(fittedOn(before).weights.pay).toBeCloseTo(TRUTH.pay, 0)
  })

  it('never answers a negative weight, and fits the others as if the term were not there', () => {
    const against = trainingRows({ count: 30_000, truth: { ...TRUTH, urgency: -2, channel: -0.5 } })
    const fitted = fittedOn(against)
    expect(fitted.weights).toMatchObject({ urgency: 0, channel: 0 })
    const without = fittedOn(
      against.map((row) => ({ ...row, features: { ...row.features, urgency: 0, channel: 0 } })),
      { ...PRIORS, urgency: 0, channel: 0 },
    )
    for (const term of TERMS) expect(fitted.weights[term]).toBeCloseTo(without.weights[term], 3)
  })

  it('never answers a negative weight, whatever creators do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 9, maxLength: 9 }),
        (wild) => {
          const verdict = fitWeights(trainingRows({ count: 2_500, truth: weightsFrom(wild) }), IN_USE)
          if (verdict.kind !== 'fitted') return
          for (const term of TERMS) expect(verdict.weights[term]).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('lets pace count as it is owed to advertisers, whatever creators make of it, and no other term answer for it', () => {
    const [as, against] = [1.5, -1.5].map((pace) =>
      fittedOn(trainingRows({ count: 40_000, truth: { ...TRUTH, pace } })),
    )
    for (const fitted of [as, against]) {
      expect(fitted?.weights.urgency).toBeCloseTo(TRUTH.urgency, 0)
      expect(fitted?.weights.rate).toBeCloseTo(TRUTH.rate, 0)
      expect(fitted?.weights.pace).toBeCloseTo((PRIORS.pace * (fitted?.weights.rate ?? 0)) / PRIORS.rate)
    }
  })

  it('lets pace count more when rate does, and never less than at first', () => {
    const paceFor = (rate: number, priors = PRIORS) =>
      fittedOn(trainingRows({ count: 20_000, truth: { ...TRUTH, rate } }), priors).weights
    const strong = paceFor(2.4)
    expect(strong.pace / strong.rate).toBeCloseTo(PRIORS.pace / PRIORS.rate)
    expect(paceFor(0.1).pace).toBe(PRIORS.pace)
    expect(paceFor(2.4, PROGRAMME_PRIORS).pace).toBe(0)
  })

  it('leaves a term that never varies where its prior is', () => {
    const constant = trainingRows({ count: 20_000, truth: TRUTH }).map((row) => ({
      ...row,
      features: { ...row.features, channel: 0.7, pay: 0 },
    }))
    const { weights } = fittedOn(constant)
    expect(weights.channel).toBeCloseTo(PRIORS.channel, 3)
    expect(weights.pay).toBeCloseTo(PRIORS.pay, 3)
  })

  it('leaves out rows in which something is no number, or no number that a term can have', () => {
    const sound = trainingRows({ count: 10_000, truth: TRUTH })
    const broken = sound.slice(0, 3).flatMap((row) => [
      { ...row, features: { ...row.features, text: Number.NaN } },
      { ...row, features: { ...row.features, rate: Number.POSITIVE_INFINITY } },
      { ...row, features: { ...row.features, rate: 1e300 } },
      { ...row, position: Number.NaN },
      { ...row, position: -9 },
    ])
    expect(fitWeights([...broken, ...sound], IN_USE)).toEqual(fitWeights(sound, IN_USE))
  })

  it('answers the same for the same rows', () => {
    const seen = trainingRows({ count: 5_000, truth: TRUTH })
    expect(fitWeights(seen, IN_USE)).toEqual(fitWeights(seen, IN_USE))
  })

  it('stops often enough for others to go first', () => {
    const steps = [...fittingWeights(trainingRows({ count: 5_000, truth: TRUTH }), IN_USE)]
    expect(steps.length).toBeGreaterThan(8)
  })
})

describe('what is held out', () => {
  const seen = trainingRows({ count: 20_000, truth: TRUTH, days: 10 })
  const heldOutFrom = later(newestOf(seen), -DAY_MS)

  it('never moves the weights: neither what was shown or done in it, nor what it tells of earlier impressions', () => {
    const otherwise = seen.map((row) => {
      if (row.at >= heldOutFrom)
        return {
          ...row,
          features: { ...row.features, text: 1 - row.features.text },
          answeredAt: row.answeredAt === null ? row.at : null,
        }
      return row.answeredAt === null && row.at > later(heldOutFrom, -DAY_MS)
        ? { ...row, answeredAt: later(heldOutFrom, 1) }
        : row
    })
    const [one, other] = [fittedOn(seen), fittedOn(otherwise)]
    expect(other.weights).toEqual(one.weights)
    expect(other.lossAfter).not.toBe(one.lossAfter)
  })

  it('is the newest day, or a seventh of a shorter time', () => {
    expect(fittedOn(seen).heldOut).toBe(seen.filter(({ at }) => at >= heldOutFrom).length)
    const short = trainingRows({ count: 14_000, truth: TRUTH, days: 3 })
    expect(fittedOn(short).heldOut / short.length).toBeCloseTo(1 / 7, 2)
  })

  it('decides: weights that foretell it worse than those in use are not better', () => {
    // Creators changed their minds in the newest day, to what the weights in use say.
    const changed = [
      ...trainingRows({ count: 18_000, truth: weightsFrom([0, 0, 0, 4, 0, 0, 0, 0, 0]), days: 9 }),
      ...trainingRows({
        count: 2_000,
        truth: PRIORS,
        days: 1,
        from: later(TRAINING_BEGIN, 9 * DAY_MS + HOUR_MS),
      }),
    ]
    const fitted = fittedOn(changed)
    expect(fitted.lossAfter).toBeGreaterThan(fitted.lossBefore)
    expect(fitted.isBetter).toBe(false)
  })

  it('has its losses measured with the intercept of the time before, for both alike', () => {
    // Whoever does as the weights in use say gives the fitted ones next to nothing to gain.
    const { lossBefore, lossAfter } = fittedOn(trainingRows({ count: 40_000, truth: PRIORS, intercept: -1 }))
    expect(Math.abs(lossAfter - lossBefore)).toBeLessThan(0.002)
  })
})

describe('nothing is learned', () => {
  it('from fewer impressions than tell taste from chance', () => {
    const few = trainingRows({ count: PRIORS_BELOW - 1, truth: TRUTH })
    expect(fitWeights(few, IN_USE)).toEqual({ kind: 'too-few-impressions', impressions: PRIORS_BELOW - 1 })
    expect(fitWeights([], IN_USE)).toEqual({ kind: 'too-few-impressions', impressions: 0 })
    expect(fitWeights(trainingRows({ count: PRIORS_BELOW, truth: TRUTH }), IN_USE).kind).toBe('fitted')
  })

  it('from creators who all did the same, before or in the held-out time', () => {
    const seen = trainingRows({ count: 5_000, truth: TRUTH, days: 10 })
    const heldOutFrom = later(newestOf(seen), -DAY_MS)
    const alike = { kind: 'all-alike', impressions: 5_000 }
    expect(fitWeights(seen.map(unanswered), IN_USE)).toEqual(alike)
    expect(fitWeights(seen.map(answeredAtOnce), IN_USE)).toEqual(alike)
    expect(
      fitWeights(
        seen.map((row) => (row.at < heldOutFrom ? row : unanswered(row))),
        IN_USE,
      ),
    ).toEqual(alike)
    expect(
      fitWeights(
        seen.map((row) => (row.at >= heldOutFrom ? row : unanswered(row))),
        IN_USE,
      ),
    ).toEqual(alike)
  })

  it('from impressions of one single moment', () => {
    const together = trainingRows({ count: 5_000, truth: TRUTH }).map((row) => ({
      ...row,
      at: TRAINING_BEGIN,
      answeredAt: null,
    }))
    expect(fitWeights(together, IN_USE).kind).toBe('all-alike')
  })
})

/** Pace is what the platform owes to advertisers. */
const LEARNED = TERMS.filter((term) => term !== 'pace')

const IN_USE = { priors: PRIORS, inUse: PRIORS }

/** Fitted to rows that are enough to learn from. */
function fittedOn(
  seen: readonly TrainingRow[],
  priors: Weights = PRIORS,
): Extract<Verdict, { readonly kind: 'fitted' }> {
  const verdict = fitWeights(seen, { priors, inUse: PRIORS })
  if (verdict.kind !== 'fitted') throw new Error(`nothing was fitted: ${verdict.kind}`)
  return verdict
}

function newestOf(seen: readonly TrainingRow[]): Instant {
  return seen.reduce((newest, { at }) => (at > newest ? at : newest), TRAINING_BEGIN)
}

function unanswered(row: TrainingRow): TrainingRow {
  return { ...row, answeredAt: null }
}

function answeredAtOnce(row: TrainingRow): TrainingRow {
  return { ...row, answeredAt: row.at }
}
