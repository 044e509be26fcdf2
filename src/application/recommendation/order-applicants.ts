import type { Id } from '../../domain/primitives.ts'
import { type PlacedApplicant, placeApplicants } from '../../domain/recommendation/applicant-order.ts'
import { SUBSCRIBER_TIERS, type SubscriberTier } from '../../domain/recommendation/subscriber-tier.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { AdViews } from '../../ports/ad.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ParticipationForReview, ParticipationViews } from '../../ports/participation.ts'
import type { RecommendationViews } from '../../ports/recommendation.ts'

export type OrderApplicantsRefusal =
  | { readonly kind: 'ad-not-found'; readonly ids: readonly number[] }
  /** Who stood there last is no applicant any more, or never was. */
  | { readonly kind: 'cursor-unknown' }

export type ApplicantsPage = {
  /** How many are in the order. */
  readonly ordered: number
  /** More have applied than are put in order. */
  readonly isCut: boolean
  /** Sizes of channels that somebody has, and how many have it. */
  readonly tiers: readonly { readonly tier: SubscriberTier; readonly applicants: number }[]
  readonly applicants: readonly (PlacedApplicant & { readonly review: ParticipationForReview })[]
}

export type OrderApplicants = (asked: {
  readonly adId: Id<'Ad'>
  /** Who was the last one of the page before; null for the first page. */
  readonly after: Id<'Participation'> | null
  readonly limit: number
}) => Promise<Result<ApplicantsPage, OrderApplicantsRefusal>>

/** Those who applied first are put in order; more than the largest ad has places. */
export const APPLICANTS_MAX = 10_000

/** A page of who waits for an operator's choice in an ad, all of whom are in one order, with the reasons for each place. */
export const orderApplicants =
  ({
    adViews,
    recommendationViews,
    participationViews,
    clock,
  }: {
    readonly adViews: AdViews
    readonly recommendationViews: RecommendationViews
    readonly participationViews: ParticipationViews
    readonly clock: Clock
  }): OrderApplicants =>
  async ({ adId, after, limit }) => {
    const found = await adViews.detail(adId)
    if (found === null) return err({ kind: 'ad-not-found', ids: [adId] })
    const { category } = found.ad
    // One more than is put in order tells whether there are more.
    const query = { ad: adId, category, now: clock.now(), limit: APPLICANTS_MAX + 1 }
    const waiting = await recommendationViews.applicants(query)
    const ordered = placeApplicants(waiting.slice(0, APPLICANTS_MAX), category)
    const last = ordered.findIndex(({ id }) => id === after)
    if (after !== null && last === -1) return err({ kind: 'cursor-unknown' })
    const shown = ordered.slice(last + 1, last + 1 + limit)
    const reviews = await participationViews.forReview({
      status: 'applied',
      adId,
      among: shown.map(({ id }) => id),
      after: null,
      limit,
    })
    const reviewOf = new Map(reviews.map((review) => [review.participation.id, review]))
    return ok({
      ordered: ordered.length,
      isCut: waiting.length > APPLICANTS_MAX,
      tiers: tiersOf(ordered),
      // Who was chosen between the two reads waits no more.
      applicants: shown.flatMap((applicant) => {
        const review = reviewOf.get(applicant.id)
        return review === undefined ? [] : [{ ...applicant, review }]
      }),
    })
  }

const tiersOf = (ordered: readonly PlacedApplicant[]): ApplicantsPage['tiers'] =>
  SUBSCRIBER_TIERS.map((tier) => ({
    tier,
    applicants: ordered.filter((applicant) => applicant.tier === tier).length,
  })).filter(({ applicants }) => applicants > 0)
