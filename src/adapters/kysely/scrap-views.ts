import type { Kysely } from 'kysely'
import type { Id } from '../../domain/primitives.ts'
import { toId, toInstant } from '../../domain/primitives.ts'
import type { ScrapViews } from '../../ports/scrap.ts'
import type { Database } from './database.ts'
import { PROGRAMME_CARD, PROGRAMME_EXCERPT, toProgrammeCard } from './news-views.ts'

export const scrapViews = (db: Kysely<Database>): ScrapViews => ({
  listOf: async (member, { after, limit }) => {
    const lastFirst = scrapCards(db, member).limit(limit)
    if (after === null) return (await lastFirst.execute()).map(toCard)
    const last = await scrapOf(db, member, after)
    if (last === undefined) return null
    const behind = lastFirst
      .where('scrap.at', '<=', last.at)
      .where((eb) => eb.or([eb('scrap.at', '<', last.at), eb('scrap.programme_id', '<', after)]))
    return (await behind.execute()).map(toCard)
  },
  has: async (member, programme) => (await scrapOf(db, member, programme)) !== undefined,
  among: async (member, programmes) => {
    if (programmes.length === 0) return new Set()
    const rows = await db
      .selectFrom('scrap')
      .select('programme_id')
      .where('member_id', '=', member)
      .where('programme_id', 'in', [...programmes])
      .execute()
    return new Set(rows.map(({ programme_id }) => toId<'SupportProgramme'>(programme_id)))
  },
})

const scrapOf = (db: Kysely<Database>, member: Id<'Account'>, programme: Id<'SupportProgramme'>) =>
  db
    .selectFrom('scrap')
    .select('at')
    .where('member_id', '=', member)
    .where('programme_id', '=', programme)
    .executeTakeFirst()

const scrapCards = (db: Kysely<Database>, member: Id<'Account'>) =>
  db
    .selectFrom('scrap')
    .innerJoin('support_programme', 'support_programme.id', 'scrap.programme_id')
    .innerJoin('support_programme_audience', 'support_programme_audience.programme_id', 'scrap.programme_id')
    .select(PROGRAMME_CARD)
    .select(PROGRAMME_EXCERPT)
    .select('scrap.at')
    .where('scrap.member_id', '=', member)
    .orderBy('scrap.at', 'desc')
    .orderBy('scrap.programme_id', 'desc')

type CardRow = Awaited<ReturnType<ReturnType<typeof scrapCards>['execute']>>[number]

const toCard = (row: CardRow) => ({ programme: toProgrammeCard(row), scrappedAt: toInstant(row.at) })
