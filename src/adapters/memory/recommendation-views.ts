import type { RecommendationViews } from '../../ports/recommendation.ts'
import type { Tables } from './database.ts'

export const recommendationViews = ({ accounts, channels, participations }: Tables): RecommendationViews => ({
  creators: async ({ verifiedOnly, after, limit }) =>
    channels
      .rows()
      .filter(({ owner, state }) => owner > (after ?? 0) && (!verifiedOnly || state.status === 'verified'))
      .sort((a, b) => a.owner - b.owner)
      .slice(0, limit)
      .flatMap(({ owner, identity }) => {
        const account = accounts.get(owner)
        if (account === undefined) return []
        return [{ id: owner, interest: account.interests.ad, subscribers: identity?.subscribers ?? null }]
      }),
  applied: async (creators, ads) => {
    const [asked, among] = [new Set(creators), new Set(ads)]
    return participations
      .rows()
      .filter(({ creatorId, adId }) => asked.has(creatorId) && among.has(adId))
      .map(({ creatorId, adId }) => ({ creatorId, adId }))
  },
})
