import type { Kysely, Selectable } from 'kysely'
import { type Instant, toId, toInstant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { DailyCardListed, NewsViews, SupportProgrammeCard } from '../../ports/news.ts'
import type { DailyCardTable, Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { excerptOf } from './excerpt.ts'
import { cardFromRow, programmeFromRow } from './news-store.ts'
import { wholeNumber } from './row.ts'
import { inTransaction } from './transact.ts'

export const newsViews = (
  db: Kysely<Database>,
  writer: Kysely<Database>,
  dialect: SqlDialect,
): NewsViews => ({
  supportProgrammes: async ({ after, limit }) => {
    const newestFirst = programmeCards(db)
      .orderBy('support_programme.created_at', 'desc')
      .orderBy('support_programme.id', 'desc')
      .limit(limit)
    if (after === null) return (await newestFirst.execute()).map(toProgrammeCard)
    const last = await createdAt(db, 'support_programme', after)
    if (last === undefined) return null
    const behind = newestFirst
      .where('support_programme.created_at', '<=', last)
      .where((eb) =>
        eb.or([eb('support_programme.created_at', '<', last), eb('support_programme.id', '<', after)]),
      )
    return (await behind.execute()).map(toProgrammeCard)
  },
  openProgrammes: async (query) => (await openProgrammes(db, query).execute()).map(toProgrammeCard),
  supportProgramme: async (id) => {
    const row = await db
      .selectFrom('support_programme')
      .innerJoin(
        'support_programme_audience',
        'support_programme_audience.programme_id',
        'support_programme.id',
      )
      .selectAll('support_programme')
      .select('support_programme_audience.views')
      .where('support_programme.id', '=', id)
      .executeTakeFirst()
    return row === undefined ? null : { programme: programmeFromRow(row), views: wholeNumber(row.views) }
  },
  dailyCards: async ({ after, limit }) => {
    const newestFirst = db
      .selectFrom('daily_card')
      .select(['id', 'thumbnail', 'title', 'subtitle', 'created_at', 'updated_at'])
      .select(excerptOf('content'))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
    if (after === null) return (await newestFirst.execute()).map(toCardListed)
    const last = await createdAt(db, 'daily_card', after)
    if (last === undefined) return null
    const behind = newestFirst
      .where('created_at', '<=', last)
      .where((eb) => eb.or([eb('created_at', '<', last), eb('id', '<', after)]))
    return (await behind.execute()).map(toCardListed)
  },
  dailyCard: async (id) => {
    const row = await db.selectFrom('daily_card').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : cardFromRow(row)
  },
  countView: async (programme, viewer, day) => {
    const counted = await inTransaction<boolean, never>(writer, dialect, async (trx) => {
      // Whoever takes the programme away waits for this row, or has taken it: then there is nothing to count any more.
      const audience = trx
        .selectFrom('support_programme_audience')
        .select('programme_id')
        .where('programme_id', '=', programme)
      if ((await dialect.lockRows(audience).executeTakeFirst()) === undefined) return ok(false)
      const row = { programme_id: programme, viewer_id: viewer, korean_day: day }
      const look = trx.insertInto('support_programme_view').values(row)
      if ((await unlessTaken(dialect, look.executeTakeFirstOrThrow())) === null) return ok(false)
      await trx
        .updateTable('support_programme_audience')
        .set((eb) => ({ views: eb('views', '+', 1) }))
        .where('programme_id', '=', programme)
        .execute()
      return ok(true)
    })
    return counted.ok && counted.value
  },
})

/** Where a page begins that goes on behind this row. */
const createdAt = async (
  db: Kysely<Database>,
  table: 'support_programme' | 'daily_card',
  id: number,
): Promise<number | undefined> => {
  const row = await db.selectFrom(table).select('created_at').where('id', '=', id).executeTakeFirst()
  return row?.created_at
}

/** What is not over yet comes from an index; the order is made among these few. */
const openProgrammes = (
  db: Kysely<Database>,
  {
    now,
    order,
    limit,
  }: { readonly now: Instant; readonly order: 'popular' | 'latest'; readonly limit: number },
) => {
  const open = programmeCards(db).where('support_programme.recruit_to', '>=', now).limit(limit)
  const ranked =
    order === 'popular'
      ? open.orderBy('support_programme_audience.views', 'desc')
      : // A sum, since an index with this order would be walked past all that are over.
        open.orderBy((eb) => eb('support_programme.created_at', '+', 0), 'desc')
  return ranked.orderBy('support_programme.id', 'desc')
}

const programmeCards = (db: Kysely<Database>) =>
  db
    .selectFrom('support_programme')
    .innerJoin(
      'support_programme_audience',
      'support_programme_audience.programme_id',
      'support_programme.id',
    )
    .select(PROGRAMME_CARD)
    .select(PROGRAMME_EXCERPT)

/** All but the text at length, of which lists carry the beginning. */
export const PROGRAMME_CARD = [
  'support_programme.id',
  'support_programme.poster',
  'support_programme.host',
  'support_programme.title',
  'support_programme.subtitle',
  'support_programme.url',
  'support_programme.recruit_from',
  'support_programme.recruit_to',
  'support_programme.apply_count',
  'support_programme.created_at',
  'support_programme.updated_at',
  'support_programme_audience.views',
] as const

export const PROGRAMME_EXCERPT = excerptOf('support_programme.contents')

type ProgrammeCardRow = Awaited<ReturnType<ReturnType<typeof programmeCards>['execute']>>[number]

export const toProgrammeCard = ({ views, ...row }: ProgrammeCardRow): SupportProgrammeCard => ({
  id: toId<'SupportProgramme'>(row.id),
  poster: row.poster,
  host: row.host,
  title: row.title,
  subtitle: row.subtitle,
  excerpt: row.excerpt,
  url: row.url,
  recruitment: { from: toInstant(row.recruit_from), to: toInstant(row.recruit_to) },
  applyCount: row.apply_count,
  createdAt: toInstant(row.created_at),
  updatedAt: toInstant(row.updated_at),
  views: wholeNumber(views),
})

type CardRow = Pick<
  Selectable<DailyCardTable>,
  'id' | 'thumbnail' | 'title' | 'subtitle' | 'created_at' | 'updated_at'
> & { readonly excerpt: string }

const toCardListed = (row: CardRow): DailyCardListed => ({
  id: toId<'DailyCard'>(row.id),
  thumbnail: row.thumbnail,
  title: row.title,
  subtitle: row.subtitle,
  excerpt: row.excerpt,
  createdAt: toInstant(row.created_at),
  updatedAt: toInstant(row.updated_at),
})
