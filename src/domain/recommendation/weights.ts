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

/** How much each term counts; never negative, since each term is built so that more of it is better. */
export type Weights = Readonly<Record<Term, number>>

/** What holds until enough is learned. */
export const PRIORS: Weights = {
  rate: 0.8,
  text: 4.5,
  peers: 0.8,
  interest: 0.4,
  channel: 0.2,
  pay: 0.2,
  urgency: 0.1,
  fatigue: 0.3,
  pace: 0.5,
}

/** Grows whenever a term comes, goes or means something else: weights of another version are no use. */
export const WEIGHTS_VERSION = 1

/** Weights as they were stored: the priors when they are of another version, incomplete, negative or no numbers. */
export const readWeights = (
  stored: { readonly version: number; readonly weights: unknown } | null,
): Weights => {
  if (stored?.version !== WEIGHTS_VERSION || !isRecord(stored.weights)) return PRIORS
  const weights: Partial<Record<Term, number>> = {}
  for (const term of TERMS) {
    const weight = stored.weights[term]
    if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0) return PRIORS
    weights[term] = weight
  }
  return { ...PRIORS, ...weights }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
