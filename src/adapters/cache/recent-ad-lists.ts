import type { Instant } from '../../domain/primitives.ts'
import type { AdCard, AdViews, OpenAdsQuery } from '../../ports/ad.ts'

/** How far the clocks of two servers may be apart before a member could miss an own change for a moment. */
const CLOCKS_APART_MS = 5_000
/** Each combination of order, category, picked and limit; the routes ask for fewer than ten. */
const LISTS_MAX = 100

type List = {
  readonly cards: Promise<readonly AdCard[]>
  /** By the caller's clock, which says what is open, and by one that only counts up, which says how old the list is. */
  readonly now: Instant
  readonly beganAt: number
}

/**
 * Lists of open ads, read about twice in `maxAgeMs` however many ask, and never older than that. Only for queries that
 * name their reader; and one who has just changed something reads anew, and others get what was read then.
 * `elapsedMs` is a clock that counts up and never jumps.
 */
export const recentAdLists = (
  views: AdViews,
  { maxAgeMs, elapsedMs }: { readonly maxAgeMs: number; readonly elapsedMs: () => number },
): AdViews => {
  const lists = new Map<string, List>()
  const renewing = new Set<string>()

  const read = (query: OpenAdsQuery): List => ({
    cards: views.open(query),
    now: query.now,
    beganAt: elapsedMs(),
  })
  /** Never an older one over a newer: a list that took long must not make others forget what they have seen. */
  const keep = (name: string, list: List): void => {
    if ((lists.get(name)?.beganAt ?? 0) > list.beganAt) return
    lists.delete(name)
    lists.set(name, list)
    const [oldest] = lists.keys()
    if (lists.size > LISTS_MAX && oldest !== undefined) lists.delete(oldest)
  }
  const readAnew = async (name: string, query: OpenAdsQuery): Promise<readonly AdCard[]> => {
    const list = read(query)
    keep(name, list)
    try {
      return await list.cards
    } catch (error) {
      // Told to everybody who waits for this list; the next one tries again.
      if (lists.get(name) === list) lists.delete(name)
      throw error
    }
  }
  /** Before its time is over, so that nobody has to wait for the next one. */
  const renew = async (name: string, query: OpenAdsQuery): Promise<void> => {
    renewing.add(name)
    const list = read(query)
    try {
      await list.cards
      keep(name, list)
    } catch {
      // The list that is kept goes on to its end; whoever asks then is told what is wrong.
    } finally {
      renewing.delete(name)
    }
  }

  return {
    detail: (id) => views.detail(id),
    countView: (...look) => views.countView(...look),
    open: async ({ reader, ...query }) => {
      if (reader === undefined) return views.open(query)
      const { now, ...wanted } = query
      const name = JSON.stringify(wanted)
      const kept = lists.get(name)
      const ageMs = kept === undefined ? maxAgeMs : elapsedMs() - kept.beganAt
      const changedLately =
        reader.ownChangeAt !== null && now - reader.ownChangeAt < maxAgeMs + CLOCKS_APART_MS
      if (kept === undefined || ageMs >= maxAgeMs || Math.abs(now - kept.now) >= maxAgeMs || changedLately)
        return readAnew(name, query)
      if (ageMs >= maxAgeMs / 2 && !renewing.has(name)) void renew(name, query)
      return kept.cards
    },
  }
}
