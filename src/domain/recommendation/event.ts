import type { Id, Instant } from '../primitives.ts'

/** What can be recommended. */
export const ITEM_KINDS = ['ad', 'programme'] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

/** What creators do with what they see, or what becomes of it. */
export const ACTIONS = ['viewed', 'scrapped', 'applied', 'assigned', 'completed', 'dismissed'] as const
export type Action = (typeof ACTIONS)[number]

/** Where items are shown. */
export const LISTS = [
  'interest',
  'picked',
  'popular',
  'latest',
  'category',
  'notice',
  'programmes',
  'programmes-popular',
  'programmes-latest',
] as const
export type ListName = (typeof LISTS)[number]

type Common = {
  readonly itemKind: ItemKind
  /** The id of the ad or programme. */
  readonly item: number
  readonly creator: Id<'Account'>
  readonly at: Instant
}

/** An item stood in a list that was answered to a creator, at this place; 0 is the first. */
export type Shown = Common & { readonly kind: 'shown'; readonly list: ListName; readonly position: number }
export type Acted = Common & { readonly kind: Action }

/** A notice goes to those who sleep, too, and most are never opened: it is in the log, and is no look at a list. */
export const UNASKED: ListName = 'notice'
export const isLook = ({ list }: Pick<Shown, 'list'>): boolean => list !== UNASKED

/** One line of the log from which everything is learned. */
export type InterestEvent = Shown | Acted
export const EVENT_KINDS = ['shown', ...ACTIONS] as const

/** How long the log keeps what was seen: long enough for rates and weights, which are of the present. */
export const SEEN_DAYS = 60
/** And what creators did: as long as ads that have closed say which creators are alike. */
export const ACTED_DAYS = 180

/**
 * Whether a line goes with what was shown. Looks at details do: the rate of a programme is looks for each time it was
 * shown, and would rise with every old impression that is forgotten alone.
 */
export const isSeen = (kind: InterestEvent['kind']): boolean => kind === 'shown' || kind === 'viewed'

/** What stands behind is not logged: few scroll further, and a list of a hundred would be a hundred lines. */
export const SHOWN_MAX = 20

/** The lines that a list leaves when it is answered. */
export const shownIn = (
  list: ListName,
  items: readonly number[],
  seen: Pick<Common, 'itemKind' | 'creator' | 'at'>,
): readonly Shown[] =>
  items.slice(0, SHOWN_MAX).map((item, position) => ({ ...seen, kind: 'shown', list, item, position }))

/** How likely somebody looks as far as this place, against the first one. */
export const examination = (position: number): number => 1 / (1 + 0.15 * position)
