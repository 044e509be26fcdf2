import type { Id, Instant } from '../../src/domain/primitives.ts'
import type { Acted, Action } from '../../src/domain/recommendation/event.ts'

/** What the simple policies and the protocol know of everybody, from what has happened so far. */
export type Crowd = {
  readonly note: (event: Acted) => void
  /** Whether the user is done with the item: it is neither sought nor offered again. */
  readonly hasTouched: (creator: number, item: number) => boolean
  /** How many items the user has acted on. */
  readonly historyOf: (creator: number) => number
  /** The category of most of the user's first five items, of two the earlier one; null before the first. */
  readonly declaredOf: (creator: number) => string | null
  /** How many users have acted on the item. */
  readonly actorsOf: (item: number) => number
  /** The same with every action counted, each less the older it is. */
  readonly recentOf: (item: number, at: Instant) => number
}

const FIRST_ITEMS = 5

export type CrowdOptions = {
  /** The actions that are sought; others say nothing here, but that a dismissed item is not offered again. */
  readonly sought: ReadonlySet<Action>
  readonly halfLifeMs: number
  readonly categoryOf: (item: number) => string
}

export const emptyCrowd = ({ sought, halfLifeMs, categoryOf }: CrowdOptions): Crowd => {
  const touched = new Set<number>()
  const histories = new Map<number, number>()
  const firstCategories = new Map<number, string[]>()
  const actors = new Map<number, number>()
  const recent = new Map<number, { much: number; at: Instant }>()
  const left = (item: number, at: Instant): number => {
    const known = recent.get(item)
    return known === undefined ? 0 : known.much * 0.5 ** ((at - known.at) / halfLifeMs)
  }
  const noteFirst = (creator: Id<'Account'>, item: number): void => {
    histories.set(creator, (histories.get(creator) ?? 0) + 1)
    actors.set(item, (actors.get(item) ?? 0) + 1)
    const categories = firstCategories.get(creator) ?? []
    if (categories.length < FIRST_ITEMS) firstCategories.set(creator, [...categories, categoryOf(item)])
  }
  return {
    note: ({ kind, creator, item, at }) => {
      const isSought = sought.has(kind)
      if (!isSought && kind !== 'dismissed') return
      const pair = pairOf(creator, item)
      if (isSought) {
        if (!touched.has(pair)) noteFirst(creator, item)
        recent.set(item, { much: left(item, at) + 1, at })
      }
      touched.add(pair)
    },
    hasTouched: (creator, item) => touched.has(pairOf(creator, item)),
    historyOf: (creator) => histories.get(creator) ?? 0,
    declaredOf: (creator) => mostFrequent(firstCategories.get(creator) ?? []),
    actorsOf: (item) => actors.get(item) ?? 0,
    recentOf: left,
  }
}

/** Two numbers in one: there are far fewer items than this. */
const pairOf = (creator: number, item: number): number => creator * 2 ** 24 + item

const mostFrequent = (names: readonly string[]): string | null => {
  const groups = [...Map.groupBy(names, (name) => name)]
  const [most] = groups.toSorted(([, one], [, other]) => other.length - one.length)
  return most?.[0] ?? null
}
