import type { Id } from '../../domain/primitives.ts'
import { creatorFacts } from '../../domain/recommendation/creator-facts.ts'
import type { Reason } from '../../domain/recommendation/reasons.ts'
import { recommend } from '../../domain/recommendation/recommend.ts'
import type { AccountViews } from '../../ports/account.ts'
import type { AdCard, AdViews, OpenAdsQuery } from '../../ports/ad.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RecommendationViews } from '../../ports/recommendation.ts'
import type { FollowedLog } from './follow-log.ts'

export type RecommendedAd = { readonly ad: AdCard; readonly reasons: readonly Reason[] }

export type RecommendAds = (
  creatorId: Id<'Account'>,
  /** For whom the list of what is open may be a second old, as for other lists. Left out: exact. */
  reader?: OpenAdsQuery['reader'],
) => Promise<readonly RecommendedAd[]>

/** The app's row shows this many at most. */
export const RECOMMENDED_MAX = 20
/** The newest open ads are weighed; far more than a platform of this kind has open at a time. */
export const CANDIDATES_MAX = 2_000

/**
 * Open ads that this creator may still apply to and has not dismissed, best first, with the reasons why. While what was
 * learned cannot be read, the newest ones.
 */
export const recommendAds =
  ({
    accountViews,
    channelViews,
    adViews,
    recommendationViews,
    knowledgeOf,
    clock,
  }: {
    readonly accountViews: AccountViews
    readonly channelViews: ChannelViews
    readonly adViews: AdViews
    readonly recommendationViews: RecommendationViews
    readonly knowledgeOf: FollowedLog['knowledgeOf']
    readonly clock: Clock
  }): RecommendAds =>
  async (creatorId, reader) => {
    const now = clock.now()
    const list = { now, order: 'latest', limit: CANDIDATES_MAX } as const
    const [interests, channel, open, knowledge] = await Promise.all([
      accountViews.interests(creatorId),
      channelViews.of(creatorId),
      adViews.open(reader === undefined ? list : { ...list, reader }),
      knowledgeOf('ad'),
    ])
    if (interests === null) return []
    // The log may not know of applications that are older than it, or of one at another server a moment ago.
    const applied = await recommendationViews.applied(
      [creatorId],
      open.map(({ id }) => id),
    )
    const appliedTo = new Set(applied.map(({ adId }) => adId))
    const candidates = open.filter(({ id }) => !appliedTo.has(id))
    const cards = new Map<number, AdCard>(candidates.map((ad) => [ad.id, ad]))
    const creator = creatorFacts(creatorId, interests.ad, channel?.identity ?? null)
    return recommend(knowledge, creator, candidates, now, RECOMMENDED_MAX).flatMap(({ id, reasons }) => {
      const ad = cards.get(id)
      return ad === undefined ? [] : [{ ad, reasons: reasons.map((reason) => asOfNow(reason, ad)) }]
    })
  }

/** The log does not know of places that were given before it began, or freed again: the store does. */
const asOfNow = (reason: Reason, { placesLeft }: AdCard): Reason =>
  reason.code === 'pace' ? { ...reason, left: placesLeft } : reason
