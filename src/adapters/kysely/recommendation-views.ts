import type { Kysely } from 'kysely'
import { AD_CATEGORIES } from '../../domain/categories.ts'
import { toId } from '../../domain/primitives.ts'
import type { RecommendationViews } from '../../ports/recommendation.ts'
import type { Database } from './database.ts'
import { oneOf } from './row.ts'

export const recommendationViews = (db: Kysely<Database>): RecommendationViews => ({
  creators: async ({ verifiedOnly, after, limit }) => {
    const creators = db
      .selectFrom('channel')
      .innerJoin('account', 'account.id', 'channel.owner_id')
      .select(['channel.owner_id', 'channel.subscribers', 'account.interest_ad'])
      .where('channel.owner_id', '>', after ?? 0)
      .orderBy('channel.owner_id')
      .limit(limit)
    const rows = await (verifiedOnly ? creators.where('channel.status', '=', 'verified') : creators).execute()
    return rows.map((row) => ({
      id: toId<'Account'>(row.owner_id),
      interest: oneOf(AD_CATEGORIES, row.interest_ad, 'account.interest_ad'),
      subscribers: row.subscribers,
    }))
  },
  applied: async (creators, ads) => {
    if (creators.length === 0 || ads.length === 0) return []
    const rows = await db
      .selectFrom('participation')
      .select(['creator_id', 'ad_id'])
      .where('creator_id', 'in', creators)
      .where('ad_id', 'in', ads)
      .execute()
    return rows.map((row) => ({ creatorId: toId<'Account'>(row.creator_id), adId: toId<'Ad'>(row.ad_id) }))
  },
})
