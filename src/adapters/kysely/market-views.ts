import { type Kysely, sql } from 'kysely'
import type { CancelReason, Status } from '../../domain/participation/participation.ts'
import { toId, toInstant } from '../../domain/primitives.ts'
import { UNASKED } from '../../domain/recommendation/event.ts'
import { CREATOR_SIZES, SMALL_BELOW } from '../../domain/recommendation/subscriber-tier.ts'
import type { MarketViews } from '../../ports/recommendation.ts'
import type { Database } from './database.ts'
import { STATUSES } from './participation-store.ts'
import { oneOf, present, wholeNumber } from './row.ts'
import { inSnapshot } from './transact.ts'

export const marketViews = (db: Kysely<Database>): MarketViews => ({
  applicants: async (query) => {
    const rows = await applicantsOf(db, query).execute()
    return rows.map((row) => ({
      id: toId<'Participation'>(row.id),
      subscribers: row.subscribers,
      completed: wholeNumber(row.completed),
      completedInCategory: wholeNumber(row.completed_in_category),
      missed: wholeNumber(row.cancelled) + wholeNumber(row.overdue),
    }))
  },
  marketAds: async (query) => {
    const rows = await adsBetween(db, query).execute()
    return rows.map((row) => ({
      id: toId<'Ad'>(row.id),
      opensAt: toInstant(Math.max(row.apply_from, row.created_at)),
      closesAt: toInstant(row.apply_to),
      applicantsAtClose: wholeNumber(row.applicants),
      firstAppliedAt: row.first_applied_at === null ? null : toInstant(wholeNumber(row.first_applied_at)),
    }))
  },
  // In a transaction, since on SQLite one begins with a turn for others: a week is seven such sums, one after the other.
  exposure: async (span) => {
    const rows = await inSnapshot(db, (trx) => shownIn(trx, span).execute())
    return rows.map((row) => ({
      ad: toId<'Ad'>(row.item_id),
      position: present(row.position, 'interest_event.position'),
      size: oneOf(CREATOR_SIZES, row.creator_size, 'creator_size'),
      times: wholeNumber(row.times),
    }))
  },
  actedBySize: async (span) => {
    const rows = await adEvents(db, span)
      .select('interest_event.kind')
      .where('interest_event.kind', 'in', COUNTED_ACTIONS)
      .groupBy(['interest_event.kind', SIZE])
      .execute()
    return rows.map((row) => ({
      kind: oneOf(COUNTED_ACTIONS, row.kind, 'interest_event.kind'),
      size: oneOf(CREATOR_SIZES, row.creator_size, 'creator_size'),
      times: wholeNumber(row.times),
    }))
  },
})

const shownIn = (db: Kysely<Database>, span: Parameters<MarketViews['exposure']>[0]) =>
  adEvents(db, span)
    .select(['interest_event.item_id', 'interest_event.position'])
    .where('interest_event.kind', '=', 'shown')
    .where('interest_event.list', '!=', UNASKED)
    .groupBy(['interest_event.item_id', 'interest_event.position', SIZE])

const COUNTED_ACTIONS = ['applied', 'assigned'] as const
/** The column's other name, since databases cannot tell that two expressions with parameters are the same. */
const SIZE = sql.ref('creator_size')

/** Lines of the log that are about ads, with the size of their creators. What is asked of them adds the kind, for the index. */
const adEvents = (db: Kysely<Database>, { from, before }: Parameters<MarketViews['exposure']>[0]) =>
  db
    .selectFrom('interest_event')
    .leftJoin('channel', 'channel.owner_id', 'interest_event.creator_id')
    .select(({ fn }) => fn.countAll().as('times'))
    .select(
      sql<string>`CASE WHEN channel.subscribers IS NULL THEN 'unknown'
        WHEN channel.subscribers < ${SMALL_BELOW} THEN 'small' ELSE 'large' END`.as('creator_size'),
    )
    .where('interest_event.item_kind', '=', 'ad')
    .where('interest_event.at', '>=', from)
    .where('interest_event.at', '<', before)

const adsBetween = (db: Kysely<Database>, { from, before, limit }: Parameters<MarketViews['marketAds']>[0]) =>
  db
    .selectFrom('ad')
    .select(['ad.id', 'ad.apply_from', 'ad.apply_to', 'ad.created_at'])
    .select((eb) => {
      const parts = eb
        .selectFrom('participation as part')
        .whereRef('part.ad_id', '=', 'ad.id')
        // All are named, so that the index of participations by status and ad can be used.
        .where('part.status', 'in', STATUSES)
      return [
        parts
          .select(({ fn }) => fn.countAll().as('how_many'))
          .whereRef('part.applied_at', '<=', 'ad.apply_to')
          .where((part) =>
            part.or([
              part('part.status', '!=', 'withdrawn'),
              part('part.since', '>', part.ref('ad.apply_to')),
            ]),
          )
          .as('applicants'),
        parts.select(({ fn }) => fn.min('part.applied_at').as('first_one')).as('first_applied_at'),
      ]
    })
    .where('ad.apply_to', '>=', from)
    .where('ad.apply_from', '<', before)
    .where('ad.created_at', '<', before)
    .orderBy('ad.apply_to')
    .orderBy('ad.id')
    .limit(limit)

/** What became of other ads is counted for each applicant from the index of their own participations. */
const applicantsOf = (
  db: Kysely<Database>,
  { ad, category, now, limit }: Parameters<MarketViews['applicants']>[0],
) =>
  db
    .selectFrom('participation as waiting')
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
