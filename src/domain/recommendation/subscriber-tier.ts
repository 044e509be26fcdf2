/**
 * Sizes of channels, in the steps of ten that YouTube's own awards and benefits begin with. A channel that hides its
 * subscribers, or of which none were ever read, is neither small nor large: it is a size of its own.
 */
export const SUBSCRIBER_TIERS = [
  'unknown',
  'below-1000',
  'below-10000',
  'below-100000',
  '100000-and-more',
] as const
export type SubscriberTier = (typeof SUBSCRIBER_TIERS)[number]

/** Creators with fewer subscribers are small ones, wherever figures tell of them. */
export const SMALL_BELOW = 10_000

export const tierOf = (subscribers: number | null): SubscriberTier => {
  if (subscribers === null) return 'unknown'
  if (subscribers < 1_000) return 'below-1000'
  if (subscribers < SMALL_BELOW) return 'below-10000'
  return subscribers < 100_000 ? 'below-100000' : '100000-and-more'
}

/** From 0 to 1 in equal steps; what is unknown is no step. */
export const reachOf = (tier: SubscriberTier): number => REACH[tier]
const REACH: Readonly<Record<SubscriberTier, number>> = {
  unknown: 0,
  'below-1000': 0,
  'below-10000': 1 / 3,
  'below-100000': 2 / 3,
  '100000-and-more': 1,
}

/** For figures of who gets how much: what is unknown counts on neither side. */
export const CREATOR_SIZES = ['small', 'large', 'unknown'] as const
export type CreatorSize = (typeof CREATOR_SIZES)[number]

export const sizeOf = (subscribers: number | null): CreatorSize => {
  if (subscribers === null) return 'unknown'
  return subscribers < SMALL_BELOW ? 'small' : 'large'
}
