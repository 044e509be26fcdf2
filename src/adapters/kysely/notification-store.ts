import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import type {
  NewNotification,
  Notification,
  NotificationFact,
} from '../../domain/notification/notification.ts'
import { toId, toInstant, toWon } from '../../domain/primitives.ts'
import type { NotificationStore } from '../../ports/notification.ts'
import type { Database, NotificationTable } from './database.ts'
import { type SqlDialect, unlessTaken } from './dialect.ts'
import { PAUSE_CAUSES } from './liveness-row.ts'
import { idForm, instantForm, wholeNumber } from './row.ts'

export const notificationStore = (db: Kysely<Database>, dialect: SqlDialect): NotificationStore => ({
  add: async (notification) => {
    const insert = db.insertInto('notification').values(toRow(notification))
    await unlessTaken(dialect, insert.executeTakeFirstOrThrow())
  },
  markRead: async (account, which, at) => {
    let update = db
      .updateTable('notification')
      .set({ read_at: at })
      .where('account_id', '=', account)
      .where('read_at', 'is', null)
    let matching = db
      .selectFrom('notification')
      .select(({ fn }) => fn.countAll().as('matched'))
      .where('account_id', '=', account)
    if (which !== 'all') {
      update = update.where('id', '=', which)
      matching = matching.where('id', '=', which)
    }
    await update.execute()
    return wholeNumber((await matching.executeTakeFirstOrThrow()).matched)
  },
})

export const notificationFromRow = (row: Selectable<NotificationTable>): Notification => ({
  id: toId<'Notification'>(row.id),
  accountId: toId<'Account'>(row.account_id),
  fact: factFrom(row.fact),
  at: toInstant(row.at),
  readAt: row.read_at === null ? null : toInstant(row.read_at),
})

const toRow = ({ accountId, about, fact, at }: NewNotification) => ({
  account_id: accountId,
  about,
  fact: JSON.stringify(fact),
  at,
  read_at: null,
})

type Kind = NotificationFact['kind']

const fact = <K extends Kind, Shape extends z.ZodRawShape>(kind: K, shape: Shape) =>
  z.object({ ...shape, kind: z.literal(kind) })

const ad = z.object({ id: idForm<'Ad'>(), title: z.string(), thumbnail: z.string() })
const adRecommended = ad.extend({ applyTo: instantForm.nullable().default(null) })
const amount = z.number().transform(toWon)
const note = z.string()
const question = { questionId: z.number(), title: z.string() }
const declined = z.enum(['not-selected', 'assignment-period-over'])
const cancelled = z.enum(['not-uploaded', 'ad-cancelled', 'rules-broken'])
const rejected = z.enum(['operator', 'proved-by-another'])
const pauseCause = z.enum(PAUSE_CAUSES)

/** A new kind of fact does not compile until it can be read back. */
const FACTS: { readonly [K in Kind]: z.ZodType<Extract<NotificationFact, { readonly kind: K }>> } = {
  assigned: fact('assigned', { ad }),
  declined: fact('declined', { ad, reason: declined, note }),
  cancelled: fact('cancelled', { ad, reason: cancelled, note }),
  'sent-back': fact('sent-back', { ad, changes: z.string() }),
  'due-tomorrow': fact('due-tomorrow', { ad }),
  'due-today': fact('due-today', { ad }),
  // What was told before its days were counted was told on the first one.
  overdue: fact('overdue', { ad, days: z.number().int().min(1).default(1) }),
  rewarded: fact('rewarded', { ad, amount }),
  released: fact('released', { ad, amount }),
  forfeited: fact('forfeited', { ad, amount, note }),
  'hold-paused': fact('hold-paused', { ad, cause: pauseCause, missingHashtags: z.array(z.string()) }),
  'hold-resumed': fact('hold-resumed', { ad, releaseDueAt: instantForm, movedMs: z.number() }),
  withdrawn: fact('withdrawn', { amount }),
  'withdrawal-returned': fact('withdrawal-returned', { amount, note }),
  recommended: fact('recommended', { ads: z.array(adRecommended) }),
  answered: fact('answered', question),
  'consultation-requested': fact('consultation-requested', { ...question, date: instantForm }),
  'consultation-confirmed': fact('consultation-confirmed', {
    ...question,
    date: instantForm.nullable().default(null),
  }),
  'consultation-declined': fact('consultation-declined', { ...question, note }),
  'channel-pending': fact('channel-pending', { channelTitle: z.string() }),
  'channel-verified': fact('channel-verified', { channelTitle: z.string() }),
  'channel-rejected': fact('channel-rejected', { reason: rejected, note }),
  'channel-disputed': fact('channel-disputed', { channelTitle: z.string() }),
  'channel-dispute-decided': fact('channel-dispute-decided', {
    channelTitle: z.string(),
    outcome: z.enum(['kept', 'open']),
  }),
  'channel-proof-refused': fact('channel-proof-refused', { refusal: z.string() }),
  'application-refused': fact('application-refused', { ad, refusal: z.string() }),
  'question-refused': fact('question-refused', { refusal: z.string() }),
  'consultation-refused': fact('consultation-refused', { ...question, refusal: z.string() }),
}

const isKind = (value: unknown): value is Kind => typeof value === 'string' && Object.hasOwn(FACTS, value)

const kindForm = z.object({ kind: z.string() })

const factFrom = (json: string): NotificationFact => {
  const written: unknown = JSON.parse(json)
  const { kind } = kindForm.parse(written)
  if (!isKind(kind)) throw new Error(`notification.fact holds the unknown kind ${JSON.stringify(kind)}`)
  return FACTS[kind].parse(written)
}
