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
}

export type DailyCardStore = {
  readonly add: (card: NewDailyCard) => Promise<DailyCard>
  /** Locks the card for the rest of the transaction. */
  readonly find: (id: Id<'DailyCard'>) => Promise<DailyCard | null>
  readonly save: (card: DailyCard) => Promise<void>
}

/** A support programme as lists show it. */
export type SupportProgrammeCard = {
  readonly id: Id<'SupportProgramme'>
  readonly poster: string
  readonly host: string
  readonly title: string
  readonly recruitTo: Instant
  readonly createdAt: Instant
  /** Members who looked at it, once each and Korean day. */
  readonly views: number
}

export type NewsViews = {
  /** `popular` by views, `latest` by creation, both the highest first and then the later one. */
  readonly supportProgrammes: (query: {
    readonly order: 'popular' | 'latest'
    readonly limit: number
  }) => Promise<readonly SupportProgrammeCard[]>
  readonly supportProgramme: (
    id: Id<'SupportProgramme'>,
  ) => Promise<{ readonly programme: SupportProgramme; readonly views: number } | null>
  /** Newest first. */
  readonly dailyCards: (limit: number) => Promise<readonly DailyCard[]>
  readonly dailyCard: (id: Id<'DailyCard'>) => Promise<DailyCard | null>
  /** Counts a member's look at a programme once a Korean day; a write of its own, outside any transaction. */
  readonly countView: (
    programme: Id<'SupportProgramme'>,
    viewer: Id<'Account'>,
    day: KoreanDay,
  ) => Promise<void>
}
