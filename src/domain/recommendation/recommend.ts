import { koreanDayOf } from '../calendar.ts'
import type { AdCategory } from '../categories.ts'
import type { Instant } from '../primitives.ts'
import type { CreatorFacts } from './item.ts'
import { rank } from './rank.ts'
import type { Reason } from './reasons.ts'
import { knownCreator, type RecommendationState, settledBy } from './state.ts'
import type { Weights } from './weights.ts'

/** What is learned so far. */
export type Knowledge = { readonly state: RecommendationState; readonly weights: Weights }

/** Without reasons where nothing is known but that it is there. */
export type Recommended = { readonly id: number; readonly reasons: readonly Reason[] }

/** An ad that is open, has places, and that this creator has not applied to. */
export type OpenAd = {
  readonly id: number
  readonly category: AdCategory
  readonly minimumSubscribers: number
}

/**
 * The best of some open ads for a creator. Behind those that are known stand those that the state has not heard of yet, in
 * the order in which they came: of an ad of this second, or while the log cannot be read, nothing else can be said. The
 * order holds for a Korean day, as long as nobody does anything and nobody is shown anything: a list that was shown is
 * learned from too, and what was shown in vain stands further behind in the next one.
 */
export const recommend = (
  { state, weights }: Knowledge,
  creator: CreatorFacts,
  open: readonly OpenAd[],
  now: Instant,
  limit: number,
): readonly Recommended[] => {
  const among = new Set(open.map(({ id }) => id))
  const ranked = rank(state, creator, now, koreanDayOf(now), weights, { among, limit })
  const settled = settledBy(state, knownCreator(state, creator.id))
  const unheardOf = open.filter(
    (ad) =>
      !isDescribed(state, ad.id) &&
      !settled.has(state.itemIndexes.get(ad.id) ?? -1) &&
      mayApplyBySubscribers(ad, creator),
  )
  return [...ranked, ...unheardOf.map(({ id }) => ({ id, reasons: [] }))].slice(0, limit)
}

const isDescribed = ({ items, itemIndexes }: RecommendationState, id: number): boolean =>
  (items[itemIndexes.get(id) ?? -1]?.facts ?? null) !== null

const mayApplyBySubscribers = (
  { category, minimumSubscribers }: OpenAd,
  { subscribers }: CreatorFacts,
): boolean => category !== 'premium' || minimumSubscribers === 0 || (subscribers ?? -1) >= minimumSubscribers
