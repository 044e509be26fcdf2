import type { Id, Instant } from '../primitives.ts'

/** A short piece of news for creators, shown as a card (데일리 뉴스). */
export type DailyCard = {
  readonly id: Id<'DailyCard'>
  /** Name under which the image store keeps the picture, or its address elsewhere; may be empty. */
  readonly thumbnail: string
  readonly title: string
  readonly subtitle: string
  readonly content: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
}
export type NewDailyCard = Omit<DailyCard, 'id'>
