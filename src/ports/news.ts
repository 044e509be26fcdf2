import type { KoreanDay } from '../domain/calendar.ts'
import type { DailyCard, NewDailyCard } from '../domain/news/daily-card.ts'
import type { NewSupportProgramme, SupportProgramme } from '../domain/news/support-programme.ts'
import type { Id, Instant } from '../domain/primitives.ts'

export type SupportProgrammeStore = {
  /** `views` is what its count of views begins with, 0 unless it was counted elsewhere before. */
  readonly add: (programme: NewSupportProgramme, views?: number) => Promise<SupportProgramme>
  /** Locks the programme for the rest of the transaction. */
  readonly find: (id: Id<'SupportProgramme'>) => Promise<SupportProgramme | null>
  readonly save: (programme: SupportProgramme) => Promise<void>
  /** Takes a found programme away, with its scraps and the looks that were counted. Does nothing when there is none. */
  readonly remove: (id: Id<'SupportProgramme'>) => Promise<void>
  /**
   * Forgets who looked on days before `before`, at most `limit` looks, and answers how many. They stay counted, and a look
   * counts once a day, so nobody needs to know any more.
   */
  readonly forgetLooks: (before: KoreanDay, limit: number) => Promise<number>
}

export type DailyCardStore = {
  readonly add: (card: NewDailyCard) => Promise<DailyCard>
  /** Locks the card for the rest of the transaction. */
  readonly find: (id: Id<'DailyCard'>) => Promise<DailyCard | null>
  readonly save: (card: DailyCard) => Promise<void>
  /** Does nothing when there is none. */
  readonly remove: (id: Id<'DailyCard'>) => Promise<void>
}

/** A support programme as lists show it. */
export type SupportProgrammeCard = Omit<SupportProgramme, 'contents'> & {
  /** How its contents begin. */
  readonly excerpt: string
  /** Members who looked at it, once each and Korean day. */
  readonly views: number
}

/** A daily card as lists show it. */
export type DailyCardListed = Omit<DailyCard, 'content'> & {
  /** How its content begins. */
  readonly excerpt: string
}

export type NewsViews = {
  /**
   * All there are, newest first, those of one moment by id, the later one first. Goes on behind `after`; null when no
   * programme has that id.
   */
  readonly supportProgrammes: (page: {
    readonly after: Id<'SupportProgramme'> | null
    readonly limit: number
  }) => Promise<readonly SupportProgrammeCard[] | null>
  /**
   * Those whose recruitment has not ended: `popular` by views, `latest` by creation, both the highest first and then the
   * later one.
   */
  readonly openProgrammes: (query: {
    readonly now: Instant
    readonly order: 'popular' | 'latest'
    readonly limit: number
  }) => Promise<readonly SupportProgrammeCard[]>
  readonly supportProgramme: (
    id: Id<'SupportProgramme'>,
  ) => Promise<{ readonly programme: SupportProgramme; readonly views: number } | null>
  /** Newest first, paged like `supportProgrammes`. */
  readonly dailyCards: (page: {
    readonly after: Id<'DailyCard'> | null
    readonly limit: number
  }) => Promise<readonly DailyCardListed[] | null>
  readonly dailyCard: (id: Id<'DailyCard'>) => Promise<DailyCard | null>
  /**
   * Counts a member's look at a programme once a Korean day, and does nothing when there is none; a write of its own,
   * outside any transaction. False when there was nothing to count.
   */
  readonly countView: (
    programme: Id<'SupportProgramme'>,
    viewer: Id<'Account'>,
    day: KoreanDay,
  ) => Promise<boolean>
}
