import type { Kysely } from 'kysely'
import { toId, toInstant } from '../../domain/primitives.ts'
import { ok } from '../../domain/result.ts'
import type { NewsViews, SupportProgrammeCard } from '../../ports/news.ts'
import type { Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { cardFromRow, programmeFromRow } from './news-store.ts'
import { wholeNumber } from './row.ts'
import { inTransaction } from './transact.ts'

export const newsViews = (
  db: Kysely<Database>,
  writer: Kysely<Database>,
  dialect: SqlDialect,
): NewsViews => ({
  supportProgrammes: async ({ order, limit }) => {
    const query = cards(db).limit(limit)
    const ordered =
      order === 'popular'
        ? query
            .orderBy('support_programme_audience.views', 'desc')
            .orderBy('support_programme_audience.programme_id', 'desc')
        : query.orderBy('support_programme.created_at', 'desc').orderBy('support_programme.id', 'desc')
    return (await ordered.execute()).map(toCard)
  },
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
  dailyCards: async (limit) => {
    const newestFirst = db.selectFrom('daily_card').selectAll().orderBy('created_at', 'desc')
    return (await newestFirst.orderBy('id', 'desc').limit(limit).execute()).map(cardFromRow)
  },
  dailyCard: async (id) => {
    const row = await db.selectFrom('daily_card').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : cardFromRow(row)
  },
  countView: async (programme, viewer, day) => {
    await inTransaction(writer, dialect, async (trx) => {
      const row = { programme_id: programme, viewer_id: viewer, korean_day: day }
      const look = trx.insertInto('support_programme_view').values(row)
      if ((await unlessTaken(dialect, look.executeTakeFirstOrThrow())) !== null)
        await trx
          .updateTable('support_programme_audience')
          .set((eb) => ({ views: eb('views', '+', 1) }))
          .where('programme_id', '=', programme)
          .execute()
      return ok(undefined)
    })
  },
})

const cards = (db: Kysely<Database>) =>
  db
    .selectFrom('support_programme')
    .innerJoin(
      'support_programme_audience',
      'support_programme_audience.programme_id',
      'support_programme.id',
    )
    .select([
      'support_programme.id',
      'support_programme.poster',
      'support_programme.host',
      'support_programme.title',
      'support_programme.recruit_to',
      'support_programme.created_at',
      'support_programme_audience.views',
    ])

type CardRow = Awaited<ReturnType<ReturnType<typeof cards>['execute']>>[number]

const toCard = (row: CardRow): SupportProgrammeCard => ({
  id: toId<'SupportProgramme'>(row.id),
  poster: row.poster,
  host: row.host,
  title: row.title,
  recruitTo: toInstant(row.recruit_to),
  createdAt: toInstant(row.created_at),
  views: wholeNumber(row.views),
})
