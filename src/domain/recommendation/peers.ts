import { bestOf } from './best.ts'
import { indexIn, minuteIn, type Packed } from './packed.ts'
import { at, type Doings, type RecommendationState, strengthIn } from './state.ts'

/** Sixty days. */
const HALF_LIFE_MINUTES = 60 * 1_440

/** How much is left of what was done so long ago. */
export const fading = (line: Packed, minute: number): number =>
  0.5 ** (Math.max(0, minute - minuteIn(line)) / HALF_LIFE_MINUTES)

/** What creators alike have acted on, for each item by index: the sum of their likenesses, and how many they are. */
export type Peers = { readonly likenesses: Float64Array; readonly counts: Uint16Array }

/** Of those who acted on something, the newest. */
const ACTORS_SEEN = 200
const PEERS_MAX = 300
/** So that two who have one thing in common are not yet alike. */
const LIKENESS_SHRINKAGE = 5

/** Alike are those who acted on the same: what few others care for says more, and so does what is new. */
export const peersOf = (state: RecommendationState, creator: Doings, minute: number): Peers => {
  const { items, creators } = state
  const alike = new Float64Array(creators.length)
  const met: number[] = []
  for (const line of creator.history) {
    if (strengthIn(state, line) <= 0) continue
    const { actors, acted } = at(items, indexIn(line))
    const weight = fading(line, minute) / Math.log(2 + acted)
    for (let place = Math.max(0, actors.length - ACTORS_SEEN); place < actors.length; place += 1) {
      const peer = indexIn(actors[place] ?? 0)
      if (alike[peer] === 0 && peer !== creator.index) met.push(peer)
      alike[peer] = (alike[peer] ?? 0) + weight
    }
  }
  const likenessOf = (peer: number): number => alike[peer] ?? 0
  for (const peer of met) {
    const size = Math.sqrt(creator.history.length * at(creators, peer).history.length)
    alike[peer] = likenessOf(peer) / (size + LIKENESS_SHRINKAGE)
  }
  const isNearer = (one: number, other: number): boolean =>
    likenessOf(one) > likenessOf(other) ||
    (likenessOf(one) === likenessOf(other) && at(creators, one).id < at(creators, other).id)
  const likenesses = new Float64Array(items.length)
  const counts = new Uint16Array(items.length)
  for (const peer of bestOf(met, PEERS_MAX, isNearer))
    for (const line of at(creators, peer).history) {
      if (strengthIn(state, line) <= 0) continue
      const index = indexIn(line)
      likenesses[index] = (likenesses[index] ?? 0) + likenessOf(peer)
      counts[index] = (counts[index] ?? 0) + 1
    }
  return { likenesses, counts }
}
