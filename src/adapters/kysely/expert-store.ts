import type { Kysely, Selectable } from 'kysely'
import { match } from 'ts-pattern'
import type { Expert, NewExpert } from '../../domain/expert/expert.ts'
import type {
  Answer,
  Consultation,
  ConsultationState,
  NewQuestion,
  Question,
} from '../../domain/expert/question.ts'
import { type Id, toId, toInstant } from '../../domain/primitives.ts'
import { err, ok } from '../../domain/result.ts'
import type { ExpertStore, QuestionStore } from '../../ports/expert.ts'
import { EXPERT_CATEGORIES } from './account-store.ts'
import type { Database, ExpertTable, QuestionTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { flag, mustHaveChanged, newId, oneOf, present, toFlag } from './row.ts'

export const expertStore = (db: Kysely<Database>, dialect: SqlDialect): ExpertStore => ({
  add: async (expert) => {
    const insert = db.insertInto('expert').values(expertToRow(expert))
    return { ...expert, id: newId<'Expert'>(await insert.executeTakeFirstOrThrow()) }
  },
  find: async (id) => {
    const query = db.selectFrom('expert').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : expertFromRow(row)
  },
  save: async (expert) => {
    const update = db.updateTable('expert').set(expertToRow(expert)).where('id', '=', expert.id)
    mustHaveChanged(await update.executeTakeFirst(), `expert ${expert.id}`)
  },
  findOf: async (account) => {
    const query = boundTo(db, account)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : expertFromRow(row)
  },
  bind: async (expert, account) => {
    const insert = db.insertInto('expert_account').values({ expert_id: expert, account_id: account })
    if ((await unlessTaken(dialect, insert.executeTakeFirstOrThrow())) !== null) return ok(undefined)
    const bound = await accountOf(db, expert)
    if (bound === account) return ok(undefined)
    return err({ kind: bound === null ? 'member-has-expert-profile' : 'expert-profile-taken' })
  },
  unbind: async (expert) => {
    await db.deleteFrom('expert_account').where('expert_id', '=', expert).execute()
  },
  accountOf: (expert) => accountOf(db, expert),
})

/** The expert under whose profile this account answers. */
export const boundTo = (db: Kysely<Database>, account: number) =>
  db
    .selectFrom('expert')
    .innerJoin('expert_account', 'expert_account.expert_id', 'expert.id')
    .selectAll('expert')
    .where('expert_account.account_id', '=', account)

const accountOf = async (db: Kysely<Database>, expert: number): Promise<Id<'Account'> | null> => {
  const row = await db
    .selectFrom('expert_account')
    .select('account_id')
    .where('expert_id', '=', expert)
    .executeTakeFirst()
  return row === undefined ? null : toId<'Account'>(row.account_id)
}

export const questionStore = (db: Kysely<Database>, dialect: SqlDialect): QuestionStore => ({
  add: async (question, views = 0) => {
    const insert = db.insertInto('question').values(newRow(question))
    const id = newId<'Question'>(await insert.executeTakeFirstOrThrow())
    await db.insertInto('question_audience').values({ question_id: id, views }).execute()
    return { ...question, id, answer: null, consultation: null }
  },
  find: async (id) => {
    const query = db.selectFrom('question').selectAll().where('id', '=', id)
    const row = await dialect.lockRows(query).executeTakeFirst()
    return row === undefined ? null : questionFromRow(row)
  },
  save: async (question) => {
    const update = db.updateTable('question').set(toRow(question)).where('id', '=', question.id)
    mustHaveChanged(await update.executeTakeFirst(), `question ${question.id}`)
  },
  countAsked: async (author, day, maximum) => {
    if (await countOneMore(db, author, day, maximum)) return true
    const row = { author_id: author, korean_day: day, asked: 1 }
    const first = db.insertInto('question_day').values(row)
    if ((await unlessTaken(dialect, first.executeTakeFirstOrThrow())) !== null) return true
    // The day is full, or its first question was counted in between.
    return countOneMore(db, author, day, maximum)
  },
  forgetAsked: (before, limit) =>
    dialect.deleteOldest(db, { table: 'question_day', column: 'korean_day', before, limit }),
  forgetLooks: (before, limit) =>
    dialect.deleteOldest(db, { table: 'question_view', column: 'korean_day', before, limit }),
})

/** Counts and decides in one statement, so that two who ask at the same time on two nodes write the same row. */
const countOneMore = async (
  db: Kysely<Database>,
  author: number,
  day: number,
  maximum: number,
): Promise<boolean> => {
  const counted = await db
    .updateTable('question_day')
    .set(({ eb }) => ({ asked: eb('asked', '+', 1) }))
    .where('author_id', '=', author)
    .where('korean_day', '=', day)
    .where('asked', '<', maximum)
    .executeTakeFirst()
  return counted.numUpdatedRows === 1n
}

export const expertFromRow = (row: Selectable<ExpertTable>): Expert => ({
  id: toId<'Expert'>(row.id),
  category: oneOf(EXPERT_CATEGORIES, row.category, 'expert.category'),
  name: row.name,
  casesHandled: row.cases_handled,
  affiliation: row.affiliation,
  photo: row.photo,
  createdAt: toInstant(row.created_at),
})

const expertToRow = (expert: NewExpert) => ({
  category: expert.category,
  name: expert.name,
  cases_handled: expert.casesHandled,
  affiliation: expert.affiliation,
  photo: expert.photo,
  created_at: expert.createdAt,
})

type QuestionRow = Selectable<QuestionTable>

export const questionFromRow = (row: QuestionRow): Question => ({
  id: toId<'Question'>(row.id),
  author: toId<'Account'>(row.author_id),
  category: oneOf(EXPERT_CATEGORIES, row.category, 'question.category'),
  title: row.title,
  content: row.content,
  secret: flag(row.secret, 'question.secret'),
  askedAt: toInstant(row.asked_at),
  answer: answerFrom(row),
  consultation: consultationFrom(row),
})

const answerFrom = (row: QuestionRow): Answer | null =>
  row.answered_by === null
    ? null
    : {
        by: toId<'Expert'>(row.answered_by),
        content: present(row.answer, 'question.answer'),
        at: toInstant(present(row.answered_at, 'question.answered_at')),
      }

const consultationFrom = (row: QuestionRow): Consultation | null =>
  row.consultation_status === null
    ? null
    : {
        applicantName: present(row.consultation_name, 'question.consultation_name'),
        date: toInstant(present(row.consultation_date, 'question.consultation_date')),
        topic: present(row.consultation_topic, 'question.consultation_topic'),
        requestedAt: toInstant(present(row.consultation_requested_at, 'question.consultation_requested_at')),
        ...consultationStateFrom(row),
      }

const consultationStateFrom = (row: QuestionRow): ConsultationState => {
  const settledAt = () => toInstant(present(row.consultation_settled_at, 'question.consultation_settled_at'))
  const statuses = ['requested', 'confirmed', 'held', 'declined'] as const
  return match(oneOf(statuses, row.consultation_status, 'question.consultation_status'))
    .returnType<ConsultationState>()
    .with('requested', (status) => ({ status }))
    .with('confirmed', 'held', (status) => ({ status, at: settledAt() }))
    .with('declined', (status) => ({
      status,
      at: settledAt(),
      note: present(row.consultation_note, 'question.consultation_note'),
    }))
    .exhaustive()
}

const newRow = (question: NewQuestion) => ({
  author_id: question.author,
  category: question.category,
  title: question.title,
  content: question.content,
  secret: toFlag(question.secret),
  asked_at: question.askedAt,
})

/** Columns that a state does not have are empty, so that nothing of an earlier one stays behind. */
const toRow = ({ answer, consultation, ...question }: Question) => ({
  ...newRow(question),
  answered_by: answer?.by ?? null,
  answer: answer?.content ?? null,
  answered_at: answer?.at ?? null,
  consultation_status: consultation?.status ?? null,
  consultation_name: consultation?.applicantName ?? null,
  consultation_date: consultation?.date ?? null,
  consultation_topic: consultation?.topic ?? null,
  consultation_requested_at: consultation?.requestedAt ?? null,
  consultation_settled_at: consultation !== null && 'at' in consultation ? consultation.at : null,
  consultation_note: consultation !== null && 'note' in consultation ? consultation.note : null,
})
