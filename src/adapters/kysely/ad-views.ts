import type { Kysely } from 'kysely'
import { AD_CATEGORIES } from '../../domain/categories.ts'
import { toId, toInstant, toWon } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { AdCard, AdViews, OpenAdsQuery } from '../../ports/ad.ts'
import { adFromRow, noteOwnChange } from './ad-store.ts'
import type { Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { prepared } from './prepared.ts'
import { oneOf, wholeNumber } from './row.ts'
import { inTransaction } from './transact.ts'

export const adViews = (db: Kysely<Database>, writer: Kysely<Database>, dialect: SqlDialect): AdViews => {
  const details = detailQuery(db)
  return {
    open: async (query) => (await openAds(db, query).execute()).map(toCard),
    detail: async (id) => {
      const [row] = await details({ id })
      return row === undefined ? null : { ad: adFromRow(row), views: wholeNumber(row.views) }
    },
    countView: async (ad, viewer, day, at) => {
      const counted = await inTransaction<boolean, never>(writer, dialect, async (trx) => {
        const look = trx.insertInto('ad_view').values({ ad_id: ad, viewer_id: viewer, korean_day: day })
        if ((await unlessTaken(dialect, look.executeTakeFirstOrThrow())) === null) return ok(false)
        await trx
          .updateTable('ad_audience')
          .set((eb) => ({ views: eb('views', '+', 1) }))
          .where('ad_id', '=', ad)
          .execute()
        await noteOwnChange(trx, dialect, viewer, at)
        return ok(true)
      })
      return counted.ok && counted.value
    },
  }
}

const detailQuery = (db: Kysely<Database>) =>
  prepared<{ readonly id: number }>(db)((value) =>
    db
      .selectFrom('ad')
      .innerJoin('ad_audience', 'ad_audience.ad_id', 'ad.id')
      .selectAll('ad')
      .select('ad_audience.views')
      .where('ad.id', '=', value('id')),
  )

/** What is not over yet comes from an index; the order is made among these few. */
const openAds = (db: Kysely<Database>, query: OpenAdsQuery) => {
  const { now, order, limit, category, pickedOnly, openedAfter } = query
  const open = db
    .selectFrom('ad')
    .innerJoin('ad_audience', 'ad_audience.ad_id', 'ad.id')
    .innerJoin('ad_places', 'ad_places.ad_id', 'ad.id')
    .select([
      'ad.id',
      'ad.title',
      'ad.subtitle',
      'ad.thumbnail',
      'ad.category',
      'ad.reward',
      'ad.apply_from',
      'ad.apply_to',
      'ad.minimum_subscribers',
      'ad.created_at',
      'ad.capacity',
      'ad_places.taken',
      'ad_audience.views',
    ])
    .where('ad.apply_to', '>=', now)
    .where('ad.apply_from', '<=', now)
    .whereRef('ad_places.taken', '<', 'ad.capacity')
    .limit(limit)
  let chosen = category === undefined ? open : open.where('ad.category', '=', category)
  if (pickedOnly === true) chosen = chosen.where('ad.picked', '=', 1)
  if (openedAfter !== undefined)
    chosen = chosen.where((eb) =>
      eb.or([eb('ad.apply_from', '>', openedAfter), eb('ad.created_at', '>', openedAfter)]),
    )
  if (order === 'closing') return chosen.orderBy('ad.apply_to').orderBy('ad.id')
  const ranked = order === 'popular' ? chosen.orderBy('ad_audience.views', 'desc') : chosen
  return ranked.orderBy('ad.created_at', 'desc').orderBy('ad.id', 'desc')
}

type CardRow = Awaited<ReturnType<ReturnType<typeof openAds>['execute']>>[number]

const toCard = (row: CardRow): AdCard => ({
  id: toId<'Ad'>(row.id),
  title: row.title,
  subtitle: row.subtitle,
  thumbnail: row.thumbnail,
  category: oneOf(AD_CATEGORIES, row.category, 'ad.category'),
  reward: toWon(row.reward),
  applyTo: toInstant(row.apply_to),
  minimumSubscribers: row.minimum_subscribers,
  createdAt: toInstant(row.created_at),
  openedAt: toInstant(Math.max(row.apply_from, row.created_at)),
  placesLeft: row.capacity - wholeNumber(row.taken),
  views: wholeNumber(row.views),
})
