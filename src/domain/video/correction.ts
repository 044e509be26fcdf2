/**
 * How YouTube took a count back. `hidden`: the figure is not told any more. `implausible`: half of it or more is gone,
 * so that it has to be read again before anybody believes it. `audit`: views that YouTube discarded when it checked
 * them. `jitter`: a small step back between its servers, which the next reads make good.
 */
export type CorrectionKind = 'hidden' | 'implausible' | 'audit' | 'jitter'

/** Views that were told and are told no more. */
export type Correction = {
  readonly from: number
  /** Null when YouTube does not tell the figure any more. */
  readonly to: number | null
  readonly kind: CorrectionKind
}

/** A fall of so many views, or of so many percent of them, is more than a step back between servers. */
const AUDIT_ABOVE_VIEWS = 20
const AUDIT_FROM_PERCENT = 1
const IMPLAUSIBLE_FROM_PERCENT = 50

/**
 * What YouTube took back between two reads of one video's views, of which `before` is what the earlier one told. Null
 * when nothing was taken back, also when the earlier one told nothing.
 */
export const correctionBetween = (before: number | null, after: number | null): Correction | null => {
  if (before === null) return null
  if (after === null) return { from: before, to: null, kind: 'hidden' }
  return after < before ? { from: before, to: after, kind: kindOfFall(before, before - after) } : null
}

const kindOfFall = (before: number, fall: number): CorrectionKind => {
  // Whole numbers on both sides: 7 of 700 are 1 percent, which floating point would deny.
  const reaches = (percent: number): boolean => fall * 100 >= before * percent
  if (reaches(IMPLAUSIBLE_FROM_PERCENT)) return 'implausible'
  return reaches(AUDIT_FROM_PERCENT) || fall > AUDIT_ABOVE_VIEWS ? 'audit' : 'jitter'
}
