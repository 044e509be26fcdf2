import type { Kysely } from 'kysely'
import { AD_CATEGORIES } from '../../domain/categories.ts'
import type { CancelReason, Status } from '../../domain/participation/participation.ts'
import { toId } from '../../domain/primitives.ts'
import type { MarketViews } from '../../ports/recommendation.ts'
import type { Database } from './database.ts'
import { oneOf, wholeNumber } from './row.ts'

export const marketViews = (db: Kysely<Database>): MarketViews => ({
  applicants: async (query) => {
    const rows = await applicantsOf(db, query).execute()
    return rows.map((row) => ({
      id: toId<'Participation'>(row.id),
      subscribers: row.subscribers,
      interest: oneOf(AD_CATEGORIES, row.interest_ad, 'account.interest_ad'),
      completed: wholeNumber(row.completed),
      completedInCategory: wholeNumber(row.completed_in_category),
      missed: wholeNumber(row.cancelled) + wholeNumber(row.overdue),
    }))
  },
})

/** What became of other ads is counted for each applicant from the index of their own participations. */
const applicantsOf = (
  db: Kysely<Database>,
  { ad, category, now, limit }: Parameters<MarketViews['applicants']>[0],
) =>
  db
    .selectFrom('participation as waiting')
    .innerJoin('account', 'account.id', 'waiting.creator_id')
    .leftJoin('channel', 'channel.owner_id', 'waiting.creator_id')
    .select((eb) => {
      const took = (status: Status) =>
        eb
          .selectFrom('participation as took')
          .innerJoin('ad as past', 'past.id', 'took.ad_id')
          .select(({ fn }) => fn.countAll().as('how_many'))
          .whereRef('took.creator_id', '=', 'waiting.creator_id')
          .where('took.status', '=', status)
      return [
        'waiting.id',
        'channel.subscribers',
        'account.interest_ad',
        took('completed').as('completed'),
        took('completed').where('past.category', '=', category).as('completed_in_category'),
        took('cancelled').where('took.reason', '!=', OF_THE_ADVERTISER).as('cancelled'),
        took('assigned').where('past.complete_date', '<', now).as('overdue'),
      ]
    })
    .where('waiting.status', '=', 'applied')
    .where('waiting.ad_id', '=', ad)
    .orderBy('waiting.id')
    .limit(limit)

/** Nobody's fault but the advertiser's. */
const OF_THE_ADVERTISER: CancelReason = 'ad-cancelled'
