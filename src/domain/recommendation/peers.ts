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

type Peer = readonly [index: number, likeness: number]

/** Those who acted on the same: what few others care for says more, and so does what is new. */
const nearest = (
  state: RecommendationState,
  creator: KnownCreator | null,
  minute: number,
): readonly Peer[] => {
  if (creator === null) return []
  const inCommon = new Map<number, number>()
  for (const line of creator.history) {
    if (strengthIn(state, line) <= 0) continue
    const { actors, acted } = at(state.items, indexIn(line))
    const weight = fading(line, minute) / Math.log(2 + acted)
    for (let place = Math.max(0, actors.length - ACTORS_SEEN); place < actors.length; place += 1) {
      const peer = indexIn(actors[place] ?? 0)
      if (peer !== creator.index) inCommon.set(peer, (inCommon.get(peer) ?? 0) + weight)
    }
  }
  const alike = Array.from(inCommon, ([peer, common]): Peer => {
    const size = Math.sqrt(creator.history.length * at(state.creators, peer).history.length)
    return [peer, common / (size + LIKENESS_SHRINKAGE)]
  })
  if (alike.length <= PEERS_MAX) return alike
  return alike
    .sort(([one, much], [other, more]) => more - much || idOf(state, one) - idOf(state, other))
    .slice(0, PEERS_MAX)
}

const idOf = (state: RecommendationState, index: number): number => at(state.creators, index).id
