import type { ItemKind } from './event.ts'

/** What moves an item up or down, each a function of its own in `terms.ts`. */
export const TERMS = [
  'rate',
  'text',
  'peers',
  'interest',
  'channel',
  'pay',
  'urgency',
  'fatigue',
  'pace',
] as const
export type Term = (typeof TERMS)[number]

/** So much of each term. */
export type TermValues = Readonly<Record<Term, number>>

/** How much each term counts; never negative, since each term is built so that more of it is better. */
export type Weights = TermValues

/**
 * What holds for ads until enough is learned. Pace was set in the simulated market: with less of it more is applied for,
 * but to the same ads, whose advertisers then take the large channels.
 */
export const PRIORS: Weights = {
  rate: 0.8,
  text: 4.5,
  peers: 0.8,
  interest: 1.2,
  channel: 1,
  pay: 0.4,
  urgency: 0.3,
  fatigue: 0.3,
  pace: 2.5,
}

/** For programmes there is no reward and there are as many places as one likes; what counts is when they end. */
export const PROGRAMME_PRIORS: Weights = { ...PRIORS, pay: 0, urgency: 1, pace: 0 }

export const priorsFor = (kind: ItemKind): Weights => (kind === 'ad' ? PRIORS : PROGRAMME_PRIORS)

/** Grows whenever a term comes, goes or means something else: weights of another version are no use. */
export const WEIGHTS_VERSION = 1

/** Weights as they were stored: the priors when they are of another version, incomplete, negative or no numbers. */
export const readWeights = (
  kind: ItemKind,
  stored: { readonly version: number; readonly weights: unknown } | null,
): Weights => {
  const priors = priorsFor(kind)
  if (stored?.version !== WEIGHTS_VERSION || !isRecord(stored.weights)) return priors
  const weights = { ...priors }
  for (const term of TERMS) {
    const weight = stored.weights[term]
    if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0) return priors
    weights[term] = weight
  }
  return weights
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
