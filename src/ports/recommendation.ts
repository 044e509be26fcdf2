import type { AdCategory } from '../domain/categories.ts'
import type { Id, Instant } from '../domain/primitives.ts'
import type { ApplicantFacts } from '../domain/recommendation/applicant-order.ts'
import type { InterestEvent, ItemKind } from '../domain/recommendation/event.ts'
import type { CreatorFacts, Item } from '../domain/recommendation/item.ts'
import type { ActedBySize, Exposure, MarketAd } from '../domain/recommendation/market-figures.ts'

/** What creators were shown and what they did. Nothing in it is ever changed; what is old is forgotten. */
export type InterestLogStore = {
  /** In this order. Nothing is refused: the creator and the item may be gone by now, and the same event may come twice. */
  readonly append: (events: readonly InterestEvent[]) => Promise<void>
  /**
   * Forgets what was shown or looked at before one instant and what else was done before another, the oldest of each kind
   * first, at most `limit`; answers how many.
   */
  readonly forget: (
    before: { readonly seen: Instant; readonly acted: Instant },
    limit: number,
  ) => Promise<number>
}

/** Takes note of events without making anybody wait: never throws, and may lose what was noted in the last second. */
export type InterestRecorder = { readonly note: (events: readonly InterestEvent[]) => void }

/** An event with its place in the log; numbers only grow, with gaps. */
export type NumberedEvent = { readonly number: number; readonly event: InterestEvent }

/** What one fit of the weights came to. */
export type FittedWeights = {
  readonly itemKind: ItemKind
  /** The `WEIGHTS_VERSION` of whoever fitted them. */
  readonly version: number
  readonly fittedAt: Instant
  /** How many impressions they were fitted to and tried on. */
  readonly impressions: number
  /** Nats for each held-out impression, to a millionth: with the weights that were in use, and with these. */
  readonly lossBefore: number
  readonly lossAfter: number
  /** Whether lists have used them from then on. */
  readonly isAccepted: boolean
  /** For `readWeights`, which knows what of it makes sense. */
  readonly weights: unknown
}

export type WeightsStore = {
  /** Append-only: every fit stays, two a day at the most, since they say why lists looked as they did. */
  readonly add: (fitted: FittedWeights) => Promise<void>
}

/** What operators look at. */
export type MarketViews = {
  /**
   * Those who wait for an operator's choice in this ad of this category, with what they may be judged by; by id. What was
   * taken on is overdue when it could be submitted until before `now`.
   */
  readonly applicants: (query: {
    readonly ad: Id<'Ad'>
    readonly category: AdCategory
    readonly now: Instant
    readonly limit: number
  }) => Promise<readonly ApplicantFacts[]>
  /** Ads that could be applied to at some time of the span, those that close first come first. */
  readonly marketAds: (query: Span & { readonly limit: number }) => Promise<readonly MarketAd[]>
  /** What was shown of ads in lists of the span, not in notices, added up: a row at most for each ad, place and size of creators. */
  readonly exposure: (span: Span) => Promise<readonly Exposure[]>
  /** Applications to ads and assignments in the span, added up. */
  readonly actedBySize: (span: Span) => Promise<readonly ActedBySize[]>
}

type Span = { readonly from: Instant; readonly before: Instant }

export type RecommendationViews = MarketViews & {
  /** Members with a channel, with `verifiedOnly` those whose channel is verified; by id, after `after`. */
  readonly creators: (page: {
    readonly verifiedOnly: boolean
    readonly after: Id<'Account'> | null
    readonly limit: number
  }) => Promise<readonly CreatorFacts[]>
  /** Who of these creators has applied to which of these ads, whatever became of it. */
  readonly applied: (
    creators: readonly Id<'Account'>[],
    ads: readonly Id<'Ad'>[],
  ) => Promise<readonly { readonly creatorId: Id<'Account'>; readonly adId: Id<'Ad'> }[]>
  /**
   * The log behind the number `after` (0 for all of it), by number. A number is given out before its event is to be seen,
   * so where several write, a smaller one can come to light after a larger one, within `LATE_EVENTS_MS`: who follows the
   * log begins again behind what it had read that long ago, and counts no event twice.
   */
  readonly events: (page: {
    readonly after: number
    readonly limit: number
  }) => Promise<readonly NumberedEvent[]>
  /** Ads that close after `closedAfter`, also those that have not opened or are full; by id, after `after` (0 for all). */
  readonly ads: (page: {
    readonly after: Id<'Ad'> | 0
    readonly closedAfter: Instant
    readonly limit: number
  }) => Promise<readonly Item[]>
  /** Support programmes whose recruitment ends after `closedAfter`; those that end last come first, then the later one. */
  readonly programmes: (query: {
    readonly closedAfter: Instant
    readonly limit: number
  }) => Promise<readonly Item[]>
  /** The newest fit that was accepted, whichever version made it; null before there is one. */
  readonly weights: (itemKind: ItemKind) => Promise<FittedWeights | null>
  /** Fits for one kind, accepted or not, newest first. */
  readonly fits: (itemKind: ItemKind, limit: number) => Promise<readonly FittedWeights[]>
}

/** Longer than a transaction that writes events can take. */
export const LATE_EVENTS_MS = 30_000
