import type { Kysely } from 'kysely'
import type { Expert } from '../../domain/expert/expert.ts'
import { ok } from '../../domain/result.ts'
import type { AnsweredQuestion, ExpertViews, SeenQuestion } from '../../ports/expert.ts'
import type { Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { boundTo, expertFromRow, questionFromRow } from './expert-store.ts'
import { present, wholeNumber } from './row.ts'
import { inTransaction } from './transact.ts'

export const expertViews = (
  db: Kysely<Database>,
  writer: Kysely<Database>,
  dialect: SqlDialect,
): ExpertViews => ({
  ...viewsOfExperts(db),
  ...lists(db),
  question: async (id) => {
    const row = await questions(db).where('question.id', '=', id).executeTakeFirst()
    if (row === undefined) return null
    const [answered] = await withExperts(db, [toSeen(row)])
    return answered ?? null
  },
  countView: async (question, viewer, day) => {
    await inTransaction(writer, dialect, async (trx) => {
      const asked = trx.selectFrom('question').select('author_id').where('id', '=', question)
      if ((await asked.executeTakeFirst())?.author_id === viewer) return ok(undefined)
      const row = { question_id: question, viewer_id: viewer, korean_day: day }
      const look = trx.insertInto('question_view').values(row)
      if ((await unlessTaken(dialect, look.executeTakeFirstOrThrow())) !== null)
        await trx
          .updateTable('question_audience')
          .set((eb) => ({ views: eb('views', '+', 1) }))
          .where('question_id', '=', question)
          .execute()
      return ok(undefined)
    })
  },
})

const viewsOfExperts = (db: Kysely<Database>): Pick<ExpertViews, 'experts' | 'expert' | 'expertOf'> => ({
  experts: async ({ limit }) => {
    const busiest = db.selectFrom('expert').selectAll().orderBy('cases_handled', 'desc').orderBy('id')
    return (await busiest.limit(limit).execute()).map(expertFromRow)
  },
  expert: async (id) => {
    const row = await db.selectFrom('expert').selectAll().where('id', '=', id).executeTakeFirst()
    return row === undefined ? null : expertFromRow(row)
  },
  expertOf: async (account) => {
    const row = await boundTo(db, account).executeTakeFirst()
    return row === undefined ? null : expertFromRow(row)
  },
})

const lists = (
  db: Kysely<Database>,
): Pick<ExpertViews, 'questions' | 'questionsOf' | 'consultationRequestsOf' | 'consultationRequests'> => ({
  questions: async ({ category, ...page }) => {
    const chosen = questions(db).where('question.category', '=', category)
    return (await pageOf(chosen, 'asked_at', page))?.map(toSeen) ?? null
  },
  questionsOf: async (author, { answeredOnly = false, ...page }) => {
    const own = questions(db).where('question.author_id', '=', author)
    const chosen = answeredOnly ? own.where('question.answered_at', 'is not', null) : own
    return (await pageOf(chosen, 'asked_at', page))?.map(toSeen) ?? null
  },
  consultationRequestsOf: async (author, page) => {
    const own = requested(db).where('question.author_id', '=', author)
    const rows = await pageOf(own, 'consultation_requested_at', page)
    return rows === null ? null : withExperts(db, rows.map(toSeen))
  },
  consultationRequests: async ({ answeredBy, ...page }) => {
    const all = requested(db)
    const chosen = answeredBy === null ? all : all.where('question.answered_by', '=', answeredBy)
    const rows = await pageOf(chosen, 'consultation_requested_at', page)
    if (rows === null) return null
    const phones = await phonesOf(db, [...new Set(rows.map((row) => row.author_id))])
    return rows.map((row) => ({ question: toSeen(row).question, phone: phones.get(row.author_id) ?? '' }))
  },
})

const questions = (db: Kysely<Database>) =>
  db
    .selectFrom('question')
    .innerJoin('question_audience', 'question_audience.question_id', 'question.id')
    .selectAll('question')
    .select('question_audience.views')

/** Those about which their authors have requested to talk. */
const requested = (db: Kysely<Database>) =>
  questions(db).where('question.consultation_requested_at', 'is not', null)

type Questions = ReturnType<typeof questions>
type QuestionRow = Awaited<ReturnType<Questions['execute']>>[number]

/** The latest first. Goes on behind the row of `after`; null when that is no row of the list. */
const pageOf = async (
  list: Questions,
  time: 'asked_at' | 'consultation_requested_at',
  { after, limit }: { readonly after: number | null; readonly limit: number },
): Promise<readonly QuestionRow[] | null> => {
  const column = `question.${time}` as const
  const first = list.orderBy(column, 'desc').orderBy('question.id', 'desc').limit(limit)
  if (after === null) return first.execute()
  const last = await list.where('question.id', '=', after).executeTakeFirst()
  if (last === undefined) return null
  const at = present(last[time], column)
  // The first condition alone would do, were there never two of one moment; it is the one that an index serves.
  return first
    .where(column, '<=', at)
    .where(({ eb, or }) => or([eb(column, '<', at), eb('question.id', '<', after)]))
    .execute()
}

const withExperts = async (
  db: Kysely<Database>,
  seen: readonly SeenQuestion[],
): Promise<readonly AnsweredQuestion[]> => {
  const ids = [...new Set(seen.flatMap(({ question }) => question.answer?.by ?? []))]
  const query = db.selectFrom('expert').selectAll().where('id', 'in', ids)
  const found = ids.length === 0 ? [] : await query.execute()
  const byId = new Map<number, Expert>(found.map((row) => [row.id, expertFromRow(row)]))
  const expertOf = ({ question: { answer } }: SeenQuestion) =>
    answer === null ? null : (byId.get(answer.by) ?? null)
  return seen.map((one) => ({ ...one, expert: expertOf(one) }))
}

const phonesOf = async (
  db: Kysely<Database>,
  accounts: readonly number[],
): Promise<ReadonlyMap<number, string>> => {
  if (accounts.length === 0) return new Map()
  const query = db.selectFrom('account').select(['id', 'phone']).where('id', 'in', accounts)
  return new Map((await query.execute()).map(({ id, phone }) => [id, phone]))
}

const toSeen = ({ views, ...row }: QuestionRow): SeenQuestion => ({
  question: questionFromRow(row),
  views: wholeNumber(views),
})
