import type { ExpertCategory } from '../categories.ts'
import type { Id, Instant } from '../primitives.ts'

/** Somebody who answers creators' questions without pay (전문가). */
export type Expert = {
  readonly id: Id<'Expert'>
  readonly category: ExpertCategory
  readonly name: string
  /** Cases of creators handled, as the expert's card shows. */
  readonly casesHandled: number
  /** Where the expert works. */
  readonly affiliation: string
  /** Name under which the image store keeps the picture, or its address elsewhere; may be empty. */
  readonly photo: string
  readonly createdAt: Instant
}
export type NewExpert = Omit<Expert, 'id'>

/** Characters. */
export const EXPERT_LIMITS = { name: 100, affiliation: 500 } as const
