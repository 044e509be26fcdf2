import type { Kysely } from 'kysely'
import { ok } from '../../domain/result.ts'
import type { ExpertViews, SeenQuestion } from '../../ports/expert.ts'
import type { Database } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { expertFromRow, questionFromRow } from './expert-store.ts'
import { wholeNumber } from './row.ts'
import { inTransaction } from './transact.ts'

export const expertViews = (
  db: Kysely<Database>,
  writer: Kysely<Database>,
  dialect: SqlDialect,
): ExpertViews => ({
  experts: async ({ category, limit }) => {
    const byId = db.selectFrom('expert').selectAll().orderBy('id').limit(limit)
    const chosen = category === undefined ? byId : byId.where('category', '=', category)
    return (await chosen.execute()).map(expertFromRow)
  },
  expert: (id) => findExpert(db, id),
  questions: async ({ category, order, limit }) => {
    const rows = await questionsBy(order, questions(db).where('question.category', '=', category))
      .limit(limit)
      .execute()
    return rows.map(toSeen)
  },
  questionsOf: async (author, limit) => {
    const own = questions(db).where('question.author_id', '=', author)
    return (await own.orderBy('question.id', 'desc').limit(limit).execute()).map(toSeen)
  },
  question: async (id) => {
    const row = await questions(db).where('question.id', '=', id).executeTakeFirst()
    if (row === undefined) return null
    return { ...toSeen(row), expert: row.answered_by === null ? null : await findExpert(db, row.answered_by) }
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

const findExpert = async (db: Kysely<Database>, id: number) => {
  const row = await db.selectFrom('expert').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : expertFromRow(row)
}

const questions = (db: Kysely<Database>) =>
  db
    .selectFrom('question')
    .innerJoin('question_audience', 'question_audience.question_id', 'question.id')
    .selectAll('question')
    .select('question_audience.views')

type Questions = ReturnType<typeof questions>

/** Those that wait have no time of an answer: both databases put what is empty below everything else. */
const questionsBy = (order: 'answered' | 'latest' | 'popular', chosen: Questions): Questions => {
  if (order === 'popular')
    return chosen.orderBy('question_audience.views', 'desc').orderBy('question.id', 'desc')
  const column = order === 'answered' ? 'question.answered_at' : 'question.asked_at'
  return chosen.orderBy(column, 'desc').orderBy('question.id', 'desc')
}

type QuestionRow = Awaited<ReturnType<Questions['execute']>>[number]

const toSeen = ({ views, ...row }: QuestionRow): SeenQuestion => ({
  question: questionFromRow(row),
  views: wholeNumber(views),
})
