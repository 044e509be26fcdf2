import { match, P } from 'ts-pattern'
import { mayActAs, type Role } from '../account/role.ts'
import { daysLeft } from '../calendar.ts'
import type { ExpertCategory } from '../categories.ts'
import type { Id, Instant } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'
import type { Expert } from './expert.ts'

/** A member's question to the experts of one category (질문): asked, then answered. */
export type Question = {
  readonly id: Id<'Question'>
  readonly author: Id<'Account'>
  readonly category: ExpertCategory
  readonly title: string
  readonly content: string
  /** Readable by its author, experts and operators only. */
  readonly secret: boolean
  readonly askedAt: Instant
  /** Null while it waits. */
  readonly answer: Answer | null
  /** The talk that its author asked for after the answer (상담); null when none was asked for. */
  readonly consultation: Consultation | null
}
export type NewQuestion = Omit<Question, 'id' | 'answer' | 'consultation'>

export type Answer = { readonly by: Id<'Expert'>; readonly content: string; readonly at: Instant }

export type Consultation = ConsultationRequest & { readonly requestedAt: Instant } & ConsultationState

/** What the author asks for: under the real name, for this day and time. */
export type ConsultationRequest = {
  readonly applicantName: string
  readonly date: Instant
  readonly topic: string
}

export type ConsultationState =
  | { readonly status: 'requested' }
  | { readonly status: 'confirmed'; readonly at: Instant }
  | { readonly status: 'held'; readonly at: Instant }
  | { readonly status: 'declined'; readonly at: Instant; readonly note: string }

/** Characters. The app tells its users of the 1,000; the other limits are ours. */
export const QUESTION_LIMITS = {
  title: 200,
  content: 1_000,
  answer: 20_000,
  applicantName: 100,
  topic: 1_000,
  /** Of an expert or operator on a consultation. */
  note: 500,
} as const

/** How many questions a member may ask on one Korean day. */
export const QUESTIONS_A_DAY = 20

/** A consultation may be requested at most so many Korean days ahead: a year, also a leap year. */
export const CONSULTATION_DAYS_AHEAD = 366

export type AskRefusal = { readonly kind: 'too-many-questions'; readonly maximum: number }

export type AnswerRefusal =
  | { readonly kind: 'question-of-oneself' }
  | { readonly kind: 'question-already-answered' }
  | { readonly kind: 'question-of-another-category' }

export type ConsultationRequestRefusal =
  | { readonly kind: 'question-of-another' }
  | { readonly kind: 'consultation-in-the-past' }
  | { readonly kind: 'consultation-too-far-ahead'; readonly days: number }
  | { readonly kind: 'question-not-answered' }
  | { readonly kind: 'consultation-already-requested' }

export type ConsultationMoveRefusal =
  | {
      readonly kind: 'consultation-move-not-possible'
      readonly move: ConsultationMove['type']
      readonly status: Consultation['status']
    }
  | { readonly kind: 'consultation-still-to-come'; readonly date: Instant }

export type ConsultationMove =
  | { readonly type: 'confirm' }
  | { readonly type: 'held' }
  | { readonly type: 'decline'; readonly note: string }

/**
 * By an expert of the question's category who has not asked it, and once: an answer is never overwritten by another one.
 * `account` is who answers under the expert's profile.
 */
export const answerQuestion = (
  question: Question,
  expert: Pick<Expert, 'id' | 'category'> & { readonly account: Id<'Account'> },
  content: string,
  at: Instant,
): Result<Question, AnswerRefusal> => {
  if (question.author === expert.account) return err({ kind: 'question-of-oneself' })
  if (question.category !== expert.category) return err({ kind: 'question-of-another-category' })
  if (question.answer !== null) return err({ kind: 'question-already-answered' })
  return ok({ ...question, answer: { by: expert.id, content, at } })
}

/** Requested about an own question that was answered, for a time from now on; again only after a request was declined. */
export const openConsultation = (
  question: Question,
  by: Id<'Account'>,
  request: ConsultationRequest,
  now: Instant,
): Result<Question, ConsultationRequestRefusal> => {
  if (question.author !== by) return err({ kind: 'question-of-another' })
  if (question.answer === null) return err({ kind: 'question-not-answered' })
  if (question.consultation !== null && question.consultation.status !== 'declined')
    return err({ kind: 'consultation-already-requested' })
  if (request.date < now) return err({ kind: 'consultation-in-the-past' })
  if (daysLeft(now, request.date) > CONSULTATION_DAYS_AHEAD)
    return err({ kind: 'consultation-too-far-ahead', days: CONSULTATION_DAYS_AHEAD })
  return ok({ ...question, consultation: { ...request, requestedAt: now, status: 'requested' } })
}

/** requested → confirmed → held once its time has come, and declined from either of the first two. */
export const moveConsultation = (
  consultation: Consultation,
  move: ConsultationMove,
  now: Instant,
): Result<Consultation, ConsultationMoveRefusal> => {
  const { applicantName, date, topic, requestedAt, status } = consultation
  const state = match([status, move] as const)
    .returnType<ConsultationState | null>()
    .with(['requested', { type: 'confirm' }], () => ({ status: 'confirmed', at: now }))
    .with(['confirmed', { type: 'held' }], () => ({ status: 'held', at: now }))
    .with([P.union('requested', 'confirmed'), { type: 'decline' }], ([, { note }]) => ({
      status: 'declined',
      at: now,
      note,
    }))
    .with([P.union('requested', 'confirmed', 'held', 'declined'), P._], () => null)
    .exhaustive()
  if (state === null) return err({ kind: 'consultation-move-not-possible', move: move.type, status })
  if (state.status === 'held' && now < date) return err({ kind: 'consultation-still-to-come', date })
  return ok({ applicantName, date, topic, requestedAt, ...state })
}

/** Whether this reader may see the text, the answer and who asked; of a secret question others see only that it is there. */
export const mayReadQuestion = (
  question: Pick<Question, 'author' | 'secret'>,
  reader: { readonly id: Id<'Account'>; readonly roles: readonly Role[] },
): boolean =>
  !question.secret ||
  question.author === reader.id ||
  mayActAs(reader.roles, 'expert') ||
  mayActAs(reader.roles, 'operator')
