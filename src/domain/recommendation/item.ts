import type { Id, Instant } from '../primitives.ts'

/** What the ranking knows of an ad or a programme besides what creators do with it. */
export type Item = {
  readonly id: number
  readonly category: string
  /** Everything that says what it is about. */
  readonly text: string
  /** Words it is known by besides, such as those of its category: compared, and never quoted. */
  readonly tags?: string
  readonly opensAt: Instant
  readonly closesAt: Instant
  /** Places; null for as many as like. */
  readonly capacity: number | null
  /** In won; 0 for none. */
  readonly reward: number
  /** 0 asks for none. */
  readonly minimumSubscribers: number
}

/** What it knows of a creator besides what they do. */
export type CreatorFacts = {
  readonly id: Id<'Account'>
  /** The declared category; null when none was declared. */
  readonly interest: string | null
  /** Null when hidden or never read. */
  readonly subscribers: number | null
  /** Null before a channel is named. */
  readonly channelTitle: string | null
}

/** Eligible or not is never a matter of taste: it is decided before anything is weighed. */
export const isWithinReach = (
  item: Item,
  creator: Pick<CreatorFacts, 'subscribers'>,
  now: Instant,
): boolean =>
  item.opensAt <= now &&
  now <= item.closesAt &&
  (item.minimumSubscribers === 0 || (creator.subscribers ?? -1) >= item.minimumSubscribers)
