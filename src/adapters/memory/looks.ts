import type { KoreanDay } from '../../domain/calendar.ts'
import type { Id } from '../../domain/primitives.ts'
import { type LookedAt, pairKey, type Tables } from './database.ts'
import { removeOldest } from './table.ts'

/** Counts a look once for each member and day; false when it was counted before. */
export const countLook = (
  { looks, audiences }: Tables,
  [at, id]: readonly [LookedAt, number],
  viewer: Id<'Account'>,
  day: KoreanDay,
): boolean => {
  const of = pairKey(at, id)
  const key = pairKey(of, pairKey(viewer, day))
  if (looks.get(key) !== undefined) return false
  looks.put(key, { at, of, day })
  audiences.put(of, (audiences.get(of) ?? 0) + 1)
  return true
}

export const looksAt = ({ audiences }: Tables, at: LookedAt, id: number): number =>
  audiences.get(pairKey(at, id)) ?? 0

/** Who looked is forgotten, that somebody looked stays counted. */
export const forgetLooks = (looks: Tables['looks'], at: LookedAt, before: KoreanDay, limit: number): number =>
  removeOldest(looks, { at: (look) => (look.at === at ? look.day : before), before, limit })

/** For what is taken away. */
export const removeLooks = (
  { looks, audiences }: Pick<Tables, 'looks' | 'audiences'>,
  at: LookedAt,
  id: number,
): void => {
  const of = pairKey(at, id)
  for (const [key, look] of looks.entries()) if (look.of === of) looks.remove(key)
  audiences.remove(of)
}
