import type { Id, Instant } from '../domain/primitives.ts'
import type { Scrap } from '../domain/scrap/scrap.ts'
import type { SupportProgrammeCard } from './news.ts'

export type ScrapStore = {
  /** Keeps the first of equal ones: scrapping again changes nothing, also in a race; false when it was there. */
  readonly keep: (scrap: Scrap) => Promise<boolean>
  /** Does nothing when there is none. */
  readonly drop: (member: Id<'Account'>, programme: Id<'SupportProgramme'>) => Promise<void>
}

/** A programme that a member keeps, as lists show it. */
export type ScrapCard = { readonly programme: SupportProgrammeCard; readonly scrappedAt: Instant }

export type ScrapViews = {
  /**
   * The member's own, the last scrapped first, those of one moment by programme, the later one first. Goes on behind the
   * scrap of `after`; null when the member has not scrapped it.
   */
  readonly listOf: (
    member: Id<'Account'>,
    page: { readonly after: Id<'SupportProgramme'> | null; readonly limit: number },
  ) => Promise<readonly ScrapCard[] | null>
  readonly has: (member: Id<'Account'>, programme: Id<'SupportProgramme'>) => Promise<boolean>
  /** Which of these programmes the member has scrapped. */
  readonly among: (
    member: Id<'Account'>,
    programmes: readonly Id<'SupportProgramme'>[],
  ) => Promise<ReadonlySet<Id<'SupportProgramme'>>>
}
