import type { Id, Instant } from '../primitives.ts'

/** What operators tell all members at once (공지사항). */
export type Notice = {
  readonly id: Id<'Notice'>
  readonly title: string
  readonly content: string
  readonly createdAt: Instant
  /** Null until it is changed for the first time. */
  readonly updatedAt: Instant | null
}
export type NewNotice = Omit<Notice, 'id'>
