import { bestOf } from './best.ts'
import { indexIn, minuteIn, type Packed } from './packed.ts'
import { at, type KnownCreator, type RecommendationState, strengthIn } from './state.ts'

const MINUTES_A_DAY = 1_440
const HALF_LIFE_DAYS = 60
/** Of those who acted on something, the newest. */
const ACTORS_SEEN = 200
const PEERS_MAX = 300
/** So that two who have one thing in common are not yet alike. */
const LIKENESS_SHRINKAGE = 5

/** How much is left of what was done so long ago. */
export const fading = (line: Packed, minute: number): number =>
  0.5 ** (Math.max(0, minute - minuteIn(line)) / MINUTES_A_DAY / HALF_LIFE_DAYS)

/** What creators alike have acted on, for each item by index: the sum of their likenesses, and how many they are. */
export type Peers = { readonly likenesses: Float64Array; readonly counts: Uint16Array }

export const peersOf = (state: RecommendationState, creator: KnownCreator | null, minute: number): Peers => {
  const likenesses = new Float64Array(state.items.length)
  const counts = new Uint16Array(state.items.length)
  for (const [peer, likeness] of nearest(state, creator, minute))
    for (const line of at(state.creators, peer).history) {
      if (strengthIn(state, line) <= 0) continue
      const index = indexIn(line)
      likenesses[index] = (likenesses[index] ?? 0) + likeness
      counts[index] = (counts[index] ?? 0) + 1
    }
  return { likenesses, counts }
}

/** Those who acted on the same: what few others care for says more, and so does what is new. */
const nearest = (
  state: RecommendationState,
  creator: KnownCreator | null,
  minute: number,
): readonly (readonly [index: number, likeness: number])[] => {
  if (creator === null) return []
  const { creators } = state
  const likenesses = new Float64Array(creators.length)
  const met: number[] = []
  for (const line of creator.history) {
    if (strengthIn(state, line) <= 0) continue
    const { actors, acted } = at(state.items, indexIn(line))
    const weight = fading(line, minute) / Math.log(2 + acted)
    for (let place = Math.max(0, actors.length - ACTORS_SEEN); place < actors.length; place += 1) {
      const peer = indexIn(actors[place] ?? 0)
      const before = likenesses[peer] ?? 0
      if (before === 0 && peer !== creator.index) met.push(peer)
      likenesses[peer] = before + weight
    }
  }
  const likenessOf = (peer: number): number => likenesses[peer] ?? 0
  for (const peer of met) {
    const size = Math.sqrt(creator.history.length * at(creators, peer).history.length)
    likenesses[peer] = likenessOf(peer) / (size + LIKENESS_SHRINKAGE)
  }
  const isNearer = (one: number, other: number): boolean =>
    likenessOf(one) > likenessOf(other) ||
    (likenessOf(one) === likenessOf(other) && at(creators, one).id < at(creators, other).id)
  return bestOf(met, PEERS_MAX, isNearer).map((peer) => [peer, likenessOf(peer)])
}
