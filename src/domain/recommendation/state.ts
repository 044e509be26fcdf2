import type { Id } from '../primitives.ts'
import {
  type Acted,
  type Action,
  examination,
  type InterestEvent,
  type ItemKind,
  isLook,
  type Shown,
} from './event.ts'
import type { Item } from './item.ts'
import {
  indexIn,
  insertSorted,
  lineAbout,
  MARKS,
  markIn,
  minuteIn,
  minuteOf,
  type Packed,
  pack,
} from './packed.ts'
import { tokensOf } from './text.ts'

/** The marks of a history; each outweighs those before it. */
const MARKED: readonly Action[] = ['viewed', 'scrapped', 'dismissed', 'applied', 'assigned', 'completed']
/** What each says of a creator's taste, in this order. 0 says nothing; looking at an ad is too cheap to tell. */
const STRENGTHS: Readonly<Record<ItemKind, readonly number[]>> = {
  ad: [0, 1, -1, 2, 3, 4],
  programme: [1, 2, -1, 2, 2, 2],
}

export type KnownItem = {
  readonly id: number
  readonly index: number
  /** Null while it is only heard of in the log: such an item is never ranked, and still links creators. */
  facts: Item | null
  /** Numbers of its tokens in `vocabulary`. */
  tokens: readonly number[]
  /** Creators by index, with the minute. */
  readonly actors: Packed[]
  /** How many creators acted on it in a way that speaks for it. */
  acted: number
  assigned: number
  /** How often it was shown, each time as much as its place is looked at. */
  examined: number
}
export type KnownCreator = Doings & { readonly id: Id<'Account'> }
/** What is known of a creator; empty for somebody of whom nothing is. */
export type Doings = {
  readonly index: number
  /** Items by index, with the minute and the strongest action. */
  readonly history: Packed[]
  /** Items by index, with the last minute and how often, up to seven times. */
  readonly shown: Packed[]
  /** Items by index; kept apart from the history, so that nothing pushes them out. */
  readonly dismissed: number[]
}

/**
 * Everything that is learned from the log, changed in place by whoever holds it. It depends on the log alone: folding the
 * same log gives the same state, and folding a line twice changes nothing, so that overlapping pages do no harm.
 */
export type RecommendationState = ReturnType<typeof emptyState>

export const emptyState = (kind: ItemKind) => ({
  kind,
  items: [] as KnownItem[],
  creators: [] as KnownCreator[],
  itemIndexes: new Map<number, number>(),
  creatorIndexes: new Map<number, number>(),
  vocabulary: new Map<string, number>(),
  /** Another object after every change of facts, so that what is derived from all of them is derived once. */
  factsOf: {},
})

/** Adds the facts of an item, or replaces them. */
export const describeItem = (state: RecommendationState, facts: Item): void => {
  const item = itemOf(state, facts.id)
  if (JSON.stringify(item.facts) === JSON.stringify(facts)) return
  const tokens = tokensOf(`${facts.tags ?? ''} ${facts.text}`)
  item.tokens = tokens.map((token) => numberOf(token, state.vocabulary))
  item.facts = facts
  state.factsOf = {}
}

/** Takes in one line of the log. Lines about other kinds of items are left out. */
export const foldEvent = (state: RecommendationState, event: InterestEvent): void => {
  if (event.itemKind !== state.kind) return
  event.kind === 'shown' ? foldShown(state, event) : foldAction(state, event)
}

/** Of what one creator did, and of what they were shown, the newest: taste changes, and a ranking looks at all of it. */
const [HISTORY_MAX, SHOWN_PAIRS_MAX] = [60, 100]
/** Of one item, the newest of those who acted on it; all of them are counted. */
const ACTORS_MAX = 400

/**
 * Showing an item again within the minute is the same look: the app asks for several lists at once. A notice is no look,
 * since most are never opened, and whoever looks without end counts seven times.
 */
const foldShown = (state: RecommendationState, event: Shown): void => {
  if (!isLook(event)) return
  const item = itemOf(state, event.item)
  const { shown } = creatorOf(state, event.creator)
  const minute = minuteOf(event.at)
  const before = lineAbout(shown, item.index)
  if (before !== undefined && minuteIn(before) >= minute) return
  const times = before === undefined ? 0 : markIn(before)
  const line = pack(minute, item.index, Math.min(MARKS - 1, times + 1))
  if (!insertSorted(shown, line, SHOWN_PAIRS_MAX, before)) return
  if (times < MARKS - 1) item.examined += examination(event.position)
}

/** Of what a creator did with an item the strongest counts, and when it was done first. */
const foldAction = (state: RecommendationState, event: Acted): void => {
  const mark = MARKED.indexOf(event.kind)
  const strength = STRENGTHS[state.kind][mark] ?? 0
  if (strength === 0) return
  const item = itemOf(state, event.item)
  const { index, history, dismissed } = creatorOf(state, event.creator)
  if (event.kind === 'dismissed' && !dismissed.includes(item.index)) dismissed.push(item.index)
  const minute = minuteOf(event.at)
  const before = lineAbout(history, item.index)
  const markBefore = before === undefined ? -1 : markIn(before)
  if (markBefore > mark || (before !== undefined && markBefore === mark && minuteIn(before) <= minute)) return
  if (!insertSorted(history, pack(minute, item.index, mark), HISTORY_MAX, before)) return
  if (strength > 0 && (before === undefined || strengthIn(state, before) < 0)) {
    item.acted += 1
    insertSorted(item.actors, pack(minute, index, 0), ACTORS_MAX)
  }
  if (markBefore < ASSIGNED && mark >= ASSIGNED) item.assigned += 1
}

const APPLIED = MARKED.indexOf('applied')
const ASSIGNED = MARKED.indexOf('assigned')

/** What this line of a history says of its creator's taste. */
export const strengthIn = ({ kind }: RecommendationState, line: Packed): number =>
  STRENGTHS[kind][markIn(line)] ?? 0

/** Items by index that a creator is done with: they are not recommended again. */
export const settledBy = ({ kind }: RecommendationState, creator: Doings): ReadonlySet<number> => {
  const done = creator.history.filter((line) => kind === 'ad' && markIn(line) >= APPLIED)
  return new Set([...creator.dismissed, ...done.map(indexIn)])
}

export const knownCreator = (state: RecommendationState, id: Id<'Account'>): Doings =>
  state.creators[state.creatorIndexes.get(id) ?? -1] ?? NOBODY

const NOBODY: Doings = { index: -1, history: [], shown: [], dismissed: [] }

const itemOf = ({ items, itemIndexes }: RecommendationState, id: number): KnownItem => {
  const index = numberOf(id, itemIndexes)
  items[index] ??= { id, index, facts: null, tokens: [], actors: [], acted: 0, assigned: 0, examined: 0 }
  return items[index]
}

const creatorOf = ({ creators, creatorIndexes }: RecommendationState, id: Id<'Account'>): KnownCreator => {
  const index = numberOf(id, creatorIndexes)
  creators[index] ??= { id, index, history: [], shown: [], dismissed: [] }
  return creators[index]
}

/** What is new gets the next number. */
const numberOf = <Key>(key: Key, numbers: Map<Key, number>): number => {
  const number = numbers.get(key) ?? numbers.size
  if (number === numbers.size) numbers.set(key, number)
  return number
}

/** Of a list that is known to be long enough. */
export const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index]
  if (found === undefined) throw new RangeError(`there is nothing at ${index} of ${list.length}`)
  return found
}

/** Plain data that `restore` makes the same state of: with the rest of the log folded in, as if all of it was. */
export type Snapshot = Pick<RecommendationState, 'kind' | 'items' | 'creators'>

/** Shares its lists with the state, as `restore` does with it: so it is to be written down before anything more is folded. */
export const snapshotOf = ({ kind, items, creators }: Snapshot): Snapshot => ({ kind, items, creators })

export const restore = ({ kind, items, creators }: Snapshot): RecommendationState => {
  const state = emptyState(kind)
  for (const { facts, ...known } of items) {
    Object.assign(itemOf(state, known.id), known)
    if (facts !== null) describeItem(state, facts)
  }
  for (const creator of creators) Object.assign(creatorOf(state, creator.id), creator)
  return state
}
