import type { Id, Instant } from '../primitives.ts'

/** A question that many ask, with its answer (자주 묻는 질문). */
export type FaqEntry = {
  readonly id: Id<'FaqEntry'>
  readonly title: string
  readonly content: string
  readonly createdAt: Instant
  /** Null until it is changed for the first time. */
  readonly updatedAt: Instant | null
}
export type NewFaqEntry = Omit<FaqEntry, 'id'>
