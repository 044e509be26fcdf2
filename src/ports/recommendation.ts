import type { Id } from '../domain/primitives.ts'
import type { RankedFor } from '../domain/recommendation/plain-rank.ts'

/** A creator to whom ads are recommended. */
export type RankedCreator = RankedFor & { readonly id: Id<'Account'> }

export type RecommendationViews = {
  /** Members with a channel, with `verifiedOnly` those whose channel is verified; by id, after `after`. */
  readonly creators: (page: {
    readonly verifiedOnly: boolean
    readonly after: Id<'Account'> | null
    readonly limit: number
  }) => Promise<readonly RankedCreator[]>
  /** Who of these creators has applied to which of these ads, whatever became of it. */
  readonly applied: (
    creators: readonly Id<'Account'>[],
    ads: readonly Id<'Ad'>[],
  ) => Promise<readonly { readonly creatorId: Id<'Account'>; readonly adId: Id<'Ad'> }[]>
}
