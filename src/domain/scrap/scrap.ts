import type { Id, Instant } from '../primitives.ts'

/** A member keeps a support programme for later (스크랩). Once each, until it is taken back. */
export type Scrap = {
  readonly member: Id<'Account'>
  readonly programme: Id<'SupportProgramme'>
  readonly at: Instant
}
