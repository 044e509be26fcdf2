import { excerptOf } from '../../domain/excerpt.ts'
import { creatorFacts } from '../../domain/recommendation/creator-facts.ts'
import { EVENT_KINDS, type InterestEvent, ITEM_KINDS, LISTS } from '../../domain/recommendation/event.ts'
import { adItem, programmeItem } from '../../domain/recommendation/item-facts.ts'
import type { MarketViews, RecommendationViews } from '../../ports/recommendation.ts'
import type { Tables } from './database.ts'
import { marketViews } from './market-views.ts'

export const recommendationViews = (tables: Tables): RecommendationViews => ({
  ...marketViews(tables),
  ...rankingViews(tables),
})

const rankingViews = ({
  accounts,
  channels,
  participations,
  interestEvents,
  ads,
  supportProgrammes,
  recommendationWeights,
}: Tables): Omit<RecommendationViews, keyof MarketViews> => ({
  creators: async ({ verifiedOnly, after, limit }) =>
    channels
      .rows()
      .filter(({ owner, state }) => owner > (after ?? 0) && (!verifiedOnly || state.status === 'verified'))
      .sort((a, b) => a.owner - b.owner)
      .slice(0, limit)
      .flatMap(({ owner, identity }) => {
        const account = accounts.get(owner)
        return account === undefined ? [] : [creatorFacts(owner, account.interests.ad, identity)]
      }),
  applied: async (creators, ads) => {
    const [asked, among] = [new Set(creators), new Set(ads)]
    return participations
      .rows()
      .filter(({ creatorId, adId }) => asked.has(creatorId) && among.has(adId))
      .map(({ creatorId, adId }) => ({ creatorId, adId }))
  },
  events: async ({ after, limit }) =>
    interestEvents
      .entries()
      .filter(([number, event]) => number > after && isKnown(event))
      .slice(0, limit)
      .map(([number, event]) => ({ number, event })),
  ads: async ({ after, closedAfter, limit }) =>
    ads
      .rows()
      .filter(({ id, schedule }) => id > after && schedule.applyTo > closedAfter)
      .slice(0, limit)
      .map(adItem),
  programmes: async ({ closedAfter, limit }) =>
    supportProgrammes
      .rows()
      .filter(({ recruitment }) => recruitment.to > closedAfter)
      .toSorted((a, b) => b.recruitment.to - a.recruitment.to || b.id - a.id)
      .slice(0, limit)
      .map(({ contents, recruitment, ...programme }) =>
        programmeItem({ ...programme, excerpt: excerptOf(contents), recruitsUntil: recruitment.to }),
      ),
  weights: async (kind) =>
    recommendationWeights.rows().findLast(({ itemKind, isAccepted }) => isAccepted && itemKind === kind) ??
    null,
  fits: async (kind, limit) =>
    recommendationWeights
      .rows()
      .filter(({ itemKind }) => itemKind === kind)
      .toReversed()
      .slice(0, limit),
})

/** Tables that a newer version has filled may hold what this one does not know. */
const isKnown = (event: InterestEvent): boolean =>
  ITEM_KINDS.includes(event.itemKind) &&
  EVENT_KINDS.includes(event.kind) &&
  (event.kind !== 'shown' || LISTS.includes(event.list))
