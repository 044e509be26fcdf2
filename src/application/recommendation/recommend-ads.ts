import type { Id } from '../../domain/primitives.ts'
import { type PlainReason, rankPlainly } from '../../domain/recommendation/plain-rank.ts'
import type { AccountViews } from '../../ports/account.ts'
import type { AdCard, AdViews } from '../../ports/ad.ts'
import type { ChannelViews } from '../../ports/channel.ts'
import type { Clock } from '../../ports/clock.ts'

export type RecommendedAd = { readonly ad: AdCard; readonly reasons: readonly PlainReason[] }

export type RecommendAds = (creatorId: Id<'Account'>) => Promise<readonly RecommendedAd[]>

/** The app's row shows this many at most. */
export const RECOMMENDED_MAX = 20
/** The newest open ads are weighed; far more than a platform of this kind has open at a time. */
const CANDIDATES_MAX = 2_000

/** Open ads that this creator may still apply to, best first, with the reasons why. */
export const recommendAds =
  ({
    accountViews,
    channelViews,
    adViews,
    clock,
  }: {
    readonly accountViews: AccountViews
    readonly channelViews: ChannelViews
    readonly adViews: AdViews
    readonly clock: Clock
  }): RecommendAds =>
  async (creatorId) => {
    const now = clock.now()
    const [interests, channel, candidates] = await Promise.all([
      accountViews.interests(creatorId),
      channelViews.of(creatorId),
      adViews.open({ now, order: 'latest', limit: CANDIDATES_MAX, notAppliedToBy: creatorId }),
    ])
    if (interests === null) return []
    const cards = new Map(candidates.map((ad) => [ad.id, ad]))
    const creator = { interest: interests.ad, subscribers: channel?.identity?.subscribers ?? null }
    return rankPlainly(candidates, creator, now)
      .slice(0, RECOMMENDED_MAX)
      .flatMap(({ id, reasons }) => {
        const ad = cards.get(id)
        return ad === undefined ? [] : [{ ad, reasons }]
      })
  }
