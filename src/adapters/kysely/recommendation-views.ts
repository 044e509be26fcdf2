import { type Kysely, type Selectable, sql } from 'kysely'
import { AD_CATEGORIES } from '../../domain/categories.ts'
import { toId, toInstant, toWon } from '../../domain/primitives.ts'
import { creatorFacts } from '../../domain/recommendation/creator-facts.ts'
import { EVENT_KINDS, type InterestEvent, ITEM_KINDS, LISTS } from '../../domain/recommendation/event.ts'
import type { Item } from '../../domain/recommendation/item.ts'
import { adItem, ITEM_TEXT_MAX, programmeItem } from '../../domain/recommendation/item-facts.ts'
import type { RecommendationViews } from '../../ports/recommendation.ts'
import type { Database, InterestEventTable } from './database.ts'
import { excerptOf } from './excerpt.ts'
import { marketViews } from './market-views.ts'
import { newestAccepted, newestFits } from './recommendation-weights-store.ts'
import { oneOf, present } from './row.ts'

export const recommendationViews = (db: Kysely<Database>): RecommendationViews => ({
  ...marketViews(db),
  creators: async ({ verifiedOnly, after, limit }) => {
    const creators = db
      .selectFrom('channel')
      .innerJoin('account', 'account.id', 'channel.owner_id')
      .select(['channel.owner_id', 'channel.subscribers', 'channel.channel_title', 'account.interest_ad'])
      .where('channel.owner_id', '>', after ?? 0)
      .orderBy('channel.owner_id')
      .limit(limit)
    const rows = await (verifiedOnly ? creators.where('channel.status', '=', 'verified') : creators).execute()
    return rows.map(({ owner_id, interest_ad, subscribers, channel_title }) =>
      creatorFacts(toId<'Account'>(owner_id), oneOf(AD_CATEGORIES, interest_ad, 'account.interest_ad'), {
        subscribers,
        title: channel_title,
      }),
    )
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
  events: async ({ after, limit }) => {
    const rows = await db
      .selectFrom('interest_event')
      .selectAll()
      .where('id', '>', after)
      // A newer server beside this one may know what this one does not: such lines are left out.
      // By `coalesce` the kind is kept from its index, which would have the whole log sorted for each page.
      .where(({ fn }) => fn.coalesce('kind', sql.lit('')), 'in', EVENT_KINDS)
      .where('item_kind', 'in', ITEM_KINDS)
      .where((eb) => eb.or([eb('list', 'is', null), eb('list', 'in', LISTS)]))
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ number: row.id, event: eventFromRow(row) }))
  },
  ads: async ({ after, closedAfter, limit }) =>
    (await describedAds(db, after, limit).where('apply_to', '>', closedAfter).execute()).map(adFromRow),
  programmes: async ({ closedAfter, limit }) => {
    const rows = await db
      .selectFrom('support_programme')
      .select(['id', 'title', 'host', 'subtitle', 'recruit_to', 'created_at'])
      .select(excerptOf('contents'))
      .where('recruit_to', '>', closedAfter)
      .orderBy('recruit_to', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row) =>
      programmeItem({
        id: row.id,
        title: row.title,
        host: row.host,
        subtitle: row.subtitle,
        excerpt: row.excerpt,
        createdAt: toInstant(row.created_at),
        recruitsUntil: toInstant(row.recruit_to),
      }),
    )
  },
  weights: (itemKind) => newestAccepted(db, itemKind),
  fits: (itemKind, limit) => newestFits(db, itemKind, limit),
})

/** No more of the long texts than can become part of what is compared. */
const describedAds = (db: Kysely<Database>, after: number, limit: number) =>
  db
    .selectFrom('ad')
    .select([
      'id',
      'category',
      'title',
      'subtitle',
      'keyword',
      'company_name',
      'capacity',
      'reward',
      'minimum_subscribers',
      'apply_from',
      'apply_to',
      'created_at',
    ])
    .select([beginningOf('campaign_info'), beginningOf('campaign_mission')])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)

const beginningOf = <Column extends 'campaign_info' | 'campaign_mission'>(column: Column) =>
  sql<string>`substr(${sql.ref(column)}, 1, ${sql.lit(ITEM_TEXT_MAX)})`.as(column)

type AdRow = Awaited<ReturnType<ReturnType<typeof describedAds>['execute']>>[number]

const adFromRow = (row: AdRow): Item =>
  adItem({
    id: toId<'Ad'>(row.id),
    category: oneOf(AD_CATEGORIES, row.category, 'ad.category'),
    title: row.title,
    subtitle: row.subtitle,
    keyword: row.keyword,
    companyName: row.company_name,
    campaignInfo: row.campaign_info,
    campaignMission: row.campaign_mission,
    capacity: row.capacity,
    reward: toWon(row.reward),
    minimumSubscribers: row.minimum_subscribers,
    schedule: { applyFrom: toInstant(row.apply_from), applyTo: toInstant(row.apply_to) },
    createdAt: toInstant(row.created_at),
  })

const eventFromRow = (row: Selectable<InterestEventTable>): InterestEvent => {
  const kind = oneOf(EVENT_KINDS, row.kind, 'interest_event.kind')
  const seen = {
    itemKind: oneOf(ITEM_KINDS, row.item_kind, 'interest_event.item_kind'),
    item: row.item_id,
    creator: toId<'Account'>(row.creator_id),
    at: toInstant(row.at),
  }
  if (kind !== 'shown') return { ...seen, kind }
  return {
    ...seen,
    kind,
    list: oneOf(LISTS, row.list, 'interest_event.list'),
    position: present(row.position, 'interest_event.position'),
  }
}
