import type { Instant } from '../primitives.ts'
import type { Recommended } from './recommend.ts'

/** How a list of programmes is ordered for everybody. */
export type ProgrammeOrder = 'popular' | 'latest'

type Ordered = { readonly id: number; readonly views: number; readonly createdAt: Instant }

/** Within a step the views of two programmes differ by less than a half. */
const STEPS_A_DOUBLING = 2

/** What stands on one step is about as popular, or as new, for everybody. */
const STEP: Readonly<Record<ProgrammeOrder, (programme: Ordered) => number>> = {
  popular: ({ views }) => Math.floor(STEPS_A_DOUBLING * Math.log2(1 + views)),
  latest: ({ createdAt }) => createdAt,
}

/**
 * A list as one creator sees it: what its name promises comes first, and where that does not tell two apart, what suits
 * the creator. What is not ranked for them stands at the end of its step, as it came.
 */
export const inPersonalOrder = <Programme extends Ordered>(
  programmes: readonly Programme[],
  order: ProgrammeOrder,
  ranked: readonly Recommended[],
): readonly Programme[] => {
  const places = new Map(ranked.map(({ id }, place) => [id, place]))
  const placeOf = ({ id }: Programme): number => places.get(id) ?? ranked.length
  const stepOf = STEP[order]
  return programmes.toSorted((one, other) => stepOf(other) - stepOf(one) || placeOf(one) - placeOf(other))
}
