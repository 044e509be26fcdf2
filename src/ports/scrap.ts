import type { Id, Instant } from '../domain/primitives.ts'
import type { Scrap } from '../domain/scrap/scrap.ts'

export type ScrapStore = {
  /** Keeps the first of equal ones: scrapping again changes nothing, also in a race. */
  readonly keep: (scrap: Scrap) => Promise<void>
  /** Does nothing when there is none. */
  readonly drop: (member: Id<'Account'>, programme: Id<'SupportProgramme'>) => Promise<void>
}

export type ScrapCard = {
  readonly programme: Id<'SupportProgramme'>
  readonly poster: string
  readonly title: string
  /** When the programme was put on the platform. */
  readonly createdAt: Instant
  readonly scrappedAt: Instant
}

export type ScrapViews = {
  /** The member's own, the last scrapped first. */
  readonly listOf: (member: Id<'Account'>, limit: number) => Promise<readonly ScrapCard[]>
  readonly has: (member: Id<'Account'>, programme: Id<'SupportProgramme'>) => Promise<boolean>
}
