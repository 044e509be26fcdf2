import { bestOf } from './best.ts'
import { indexIn, minuteIn, type Packed } from './packed.ts'
import { at, type Doings, type KnownCreator, type RecommendationState, strengthIn } from './state.ts'

/** Sixty days. */
const HALF_LIFE_MINUTES = 60 * 1_440

/** How much is left of what was done so long ago. */
export const fading = (line: Packed, minute: number): number =>
  0.5 ** (Math.max(0, minute - minuteIn(line)) / HALF_LIFE_MINUTES)

/** What creators alike have acted on, for each item by index: the sum of their likenesses, and how many they are. */
export type Peers = { readonly likenesses: Float64Array; readonly counts: Uint16Array }

export const peersOf = (state: RecommendationState, creator: Doings, minute: number): Peers => {
  const likenesses = new Float64Array(state.items.length)
  const counts = new Uint16Array(state.items.length)
  for (const { history, likeness } of nearest(state, creator, minute))
    for (const line of history) {
      if (strengthIn(state, line) <= 0) continue
      const index = indexIn(line)
      likenesses[index] = (likenesses[index] ?? 0) + likeness
      counts[index] = (counts[index] ?? 0) + 1
    }
  return { likenesses, counts }
}

type Peer = Pick<KnownCreator, 'id' | 'history'> & { readonly likeness: number }

/** Of those who acted on something, the newest. */
const ACTORS_SEEN = 200
const PEERS_MAX = 300
/** So that two who have one thing in common are not yet alike. */
const LIKENESS_SHRINKAGE = 5

/** Those who acted on the same: what few others care for says more, and so does what is new. */
const nearest = (state: RecommendationState, creator: Doings, minute: number): readonly Peer[] => {
  const inCommon = new Float64Array(state.creators.length)
  const met: number[] = []
  for (const line of creator.history) {
    if (strengthIn(state, line) <= 0) continue
    const { actors, acted } = at(state.items, indexIn(line))
    const weight = fading(line, minute) / Math.log(2 + acted)
    for (const actor of actors.slice(-ACTORS_SEEN)) {
      const peer = indexIn(actor)
      const before = inCommon[peer] ?? 0
      if (before === 0 && peer !== creator.index) met.push(peer)
      inCommon[peer] = before + weight
    }
  }
  const peers = met.map((index): Peer => {
    const { id, history } = at(state.creators, index)
    const size = Math.sqrt(creator.history.length * history.length)
    return { id, history, likeness: (inCommon[index] ?? 0) / (size + LIKENESS_SHRINKAGE) }
  })
  return bestOf(peers, PEERS_MAX, isNearer)
}

const isNearer = (one: Peer, other: Peer): boolean =>
  one.likeness > other.likeness || (one.likeness === other.likeness && one.id < other.id)
