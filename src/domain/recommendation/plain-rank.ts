import { dDay } from '../ad/deadline.ts'
import type { AdCategory } from '../categories.ts'
import { DAY_MS, type Id, type Instant } from '../primitives.ts'

/** What the ranking reads of an open ad. */
export type PlainCandidate = {
  readonly id: Id<'Ad'>
  readonly category: AdCategory
  readonly createdAt: Instant
  readonly applyTo: Instant
  /** Members who looked at it, once each and day. */
  readonly views: number
  readonly minimumSubscribers: number
}

/** What the ranking reads of a creator. Subscribers are null when hidden or never read. */
export type RankedFor = { readonly interest: AdCategory; readonly subscribers: number | null }

/** Why an ad stands where it stands. */
export type PlainReason = 'your-interest' | 'new' | 'popular' | 'closing-soon'

export type Recommendation = {
  readonly id: Id<'Ad'>
  readonly score: number
  /** The terms that moved the ad up, strongest first. */
  readonly reasons: readonly PlainReason[]
}

/** Weights of the terms, each of which lies between 0 and 1: interest beats all others together. */
const WEIGHTS = { 'your-interest': 4, new: 1.5, popular: 1, 'closing-soon': 0.5 } as const satisfies Record<
  PlainReason,
  number
>
const NEW_FOR_DAYS = 14
const CLOSING_WITHIN_DAYS = 7

/**
 * Eligible open ads, best first: the declared interest, then freshness, popularity and a near deadline. The order
 * does not depend on the order of the input; equal scores are newest first.
 */
export const rankPlainly = (
  candidates: readonly PlainCandidate[],
  creator: RankedFor,
  now: Instant,
): readonly Recommendation[] => {
  const eligible = candidates.filter((ad) => mayApplyBySubscribers(ad, creator))
  const mostViews = eligible.reduce((most, { views }) => Math.max(most, views), 0)
  return eligible
    .map((ad) => ({ ad, ...score(ad, creator, mostViews, now) }))
    .sort((a, b) => b.score - a.score || b.ad.createdAt - a.ad.createdAt || b.ad.id - a.ad.id)
    .map(({ ad, score, reasons }) => ({ id: ad.id, score, reasons }))
}

const mayApplyBySubscribers = (ad: PlainCandidate, creator: RankedFor): boolean =>
  ad.category !== 'premium' ||
  ad.minimumSubscribers === 0 ||
  (creator.subscribers !== null && creator.subscribers >= ad.minimumSubscribers)

const score = (
  ad: PlainCandidate,
  creator: RankedFor,
  mostViews: number,
  now: Instant,
): { readonly score: number; readonly reasons: readonly PlainReason[] } => {
  const terms: readonly (readonly [PlainReason, number])[] = [
    ['your-interest', ad.category === creator.interest ? 1 : 0],
    ['new', freshness(ad, now)],
    ['popular', popularity(ad, mostViews)],
    ['closing-soon', urgency(ad, now)],
  ]
  const weighed = terms.map(([reason, value]) => ({ reason, gain: WEIGHTS[reason] * value }))
  return {
    score: weighed.reduce((total, { gain }) => total + gain, 0),
    reasons: weighed
      .filter(({ gain }) => gain > 0)
      .sort((a, b) => b.gain - a.gain)
      .map(({ reason }) => reason),
  }
}

const freshness = (ad: PlainCandidate, now: Instant): number =>
  Math.max(0, 1 - Math.max(0, now - ad.createdAt) / (NEW_FOR_DAYS * DAY_MS))

/** Logarithmic, so that ten times the views are a step and not a landslide. */
const popularity = (ad: PlainCandidate, mostViews: number): number =>
  mostViews === 0 ? 0 : Math.log1p(ad.views) / Math.log1p(mostViews)

const urgency = (ad: PlainCandidate, now: Instant): number =>
  Math.max(0, 1 - dDay(now, ad.applyTo) / CLOSING_WITHIN_DAYS)
