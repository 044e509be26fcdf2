import type { Account } from '../../domain/account/account.ts'
import type { RefreshToken } from '../../domain/account/session.ts'
import type { Ad } from '../../domain/ad/ad.ts'
import type { FaqEntry } from '../../domain/board/faq-entry.ts'
import type { Notice } from '../../domain/board/notice.ts'
import type { KoreanDay } from '../../domain/calendar.ts'
import type { Balance, Posting } from '../../domain/cash/ledger.ts'
import type { Withdrawal } from '../../domain/cash/withdrawal.ts'
import type { Channel } from '../../domain/channel/channel.ts'
import type { Expert } from '../../domain/expert/expert.ts'
import type { Question } from '../../domain/expert/question.ts'
import type { HomeBanner } from '../../domain/home/banner.ts'
import type { JobName } from '../../domain/job/schedule.ts'
import type { JobStanding } from '../../domain/job/standing.ts'
import type { DailyCard } from '../../domain/news/daily-card.ts'
import type { SupportProgramme } from '../../domain/news/support-programme.ts'
import type { Notification } from '../../domain/notification/notification.ts'
import type { HistoryLine, Participation } from '../../domain/participation/participation.ts'
import type { Id, Instant } from '../../domain/primitives.ts'
import type { InterestEvent } from '../../domain/recommendation/event.ts'
import type { Scrap } from '../../domain/scrap/scrap.ts'
import type { Observation } from '../../domain/video/observation.ts'
import type { Pace } from '../../domain/video/pace.ts'
import type { DecisionSnapshot } from '../../domain/video/snapshot.ts'
import type { VideoId } from '../../domain/video/youtube-url.ts'
import type { SealedPayee } from '../../ports/account.ts'
import type { AuditEntry } from '../../ports/audit.ts'
import type { KeyedAnswer } from '../../ports/command-key.ts'
import type { ImportedKind } from '../../ports/import-2020.ts'
import type { JobHistoryLine } from '../../ports/job.ts'
import type { FittedWeights } from '../../ports/recommendation.ts'
import type { VideoCorrection, WatchedVideo } from '../../ports/video.ts'
import { emptyTable, type Overlay, overlay, type Table } from './table.ts'

/** All tables. Where a key is a text, `pairKey` makes it of the two values that are unique together. */
export type Tables = {
  readonly accounts: Table<Id<'Account'>, Account>
  readonly sessions: Table<string, RefreshToken>
  readonly payees: Table<Id<'Account'>, SealedPayee>
  readonly channels: Table<Id<'Account'>, Channel>
  readonly ads: Table<Id<'Ad'>, Ad>
  /** When each member last changed what lists of ads show. */
  readonly ownChanges: Table<Id<'Account'>, Instant>
  readonly participations: Table<Id<'Participation'>, Participation>
  /** By creator and ad. */
  readonly applications: Table<string, Id<'Participation'>>
  readonly history: Table<number, HistoryLine>
  readonly videos: Table<VideoId, WatchedVideo>
  readonly missingHashtags: Table<VideoId, readonly string[]>
  /** By video and run. */
  readonly observations: Table<string, Observation>
  /** Of the videos that a participation stands on. */
  readonly paces: Table<VideoId, Pace>
  readonly corrections: Table<number, VideoCorrection>
  /** By participation and decision. */
  readonly snapshots: Table<string, DecisionSnapshot>
  readonly balances: Table<Id<'Account'>, Balance>
  /** By creator and cause. */
  readonly postings: Table<string, Posting>
  readonly withdrawals: Table<Id<'Withdrawal'>, Withdrawal>
  readonly notifications: Table<Id<'Notification'>, Notification>
  /** What each account was told about already, by account and `about`. */
  readonly told: Table<string, Id<'Notification'>>
  /** By scope and key. */
  readonly commandKeys: Table<string, KeyedAnswer>
  readonly jobs: Table<JobName, JobStanding>
  readonly jobRuns: Table<number, JobHistoryLine>
  readonly audit: Table<number, AuditEntry>
  readonly supportProgrammes: Table<Id<'SupportProgramme'>, SupportProgramme>
  /** Who looked at what on which day, by all three. */
  readonly looks: Table<string, Look>
  /** How many looks each had, by `pairKey`. Counted outside any transaction, so no transaction adds to it. */
  readonly audiences: Table<string, number>
  readonly dailyCards: Table<Id<'DailyCard'>, DailyCard>
  /** By member and programme. */
  readonly scraps: Table<string, Scrap>
  readonly experts: Table<Id<'Expert'>, Expert>
  /** Who answers under which profile. */
  readonly expertAccounts: Table<Id<'Expert'>, Id<'Account'>>
  readonly questions: Table<Id<'Question'>, Question>
  /** How many were asked, by author and Korean day. */
  readonly questionDays: Table<
    string,
    { readonly author: Id<'Account'>; readonly day: KoreanDay; readonly asked: number }
  >
  /** What a count of views began with, by `programme` or `question` and id. */
  readonly earlierViews: Table<string, number>
  readonly faqEntries: Table<Id<'FaqEntry'>, FaqEntry>
  readonly notices: Table<Id<'Notice'>, Notice>
  readonly homeBanners: Table<Id<'HomeBanner'>, HomeBanner>
  /** By the number that tells how far the log was read. */
  readonly interestEvents: Table<number, InterestEvent>
  /** By kind and old number. */
  readonly imported: Table<string, { readonly kind: ImportedKind; readonly newId: number }>
  /** In the order in which they were fitted. */
  readonly recommendationWeights: Table<number, FittedWeights>
}

/** What members look at. */
export type LookedAt = 'ad' | 'programme' | 'question'
/** A member looked at something on that day. */
export type Look = { readonly at: LookedAt; readonly of: string; readonly day: KoreanDay }

/** Two values as one key, so that no other two values make the same. */
export const pairKey = (first: string | number, second: string | number): string =>
  JSON.stringify([first, second])

export const emptyTables = (): Tables => ({
  accounts: emptyTable(),
  sessions: emptyTable(),
  payees: emptyTable(),
  channels: emptyTable(),
  ads: emptyTable(),
  ownChanges: emptyTable(),
  participations: emptyTable(),
  applications: emptyTable(),
  history: emptyTable(),
  videos: emptyTable(),
  missingHashtags: emptyTable(),
  observations: emptyTable(),
  paces: emptyTable(),
  corrections: emptyTable(),
  snapshots: emptyTable(),
  balances: emptyTable(),
  postings: emptyTable(),
  withdrawals: emptyTable(),
  notifications: emptyTable(),
  told: emptyTable(),
  commandKeys: emptyTable(),
  jobs: emptyTable(),
  jobRuns: emptyTable(),
  audit: emptyTable(),
  supportProgrammes: emptyTable(),
  looks: emptyTable(),
  audiences: emptyTable(),
  dailyCards: emptyTable(),
  scraps: emptyTable(),
  experts: emptyTable(),
  expertAccounts: emptyTable(),
  questions: emptyTable(),
  questionDays: emptyTable(),
  earlierViews: emptyTable(),
  faqEntries: emptyTable(),
  notices: emptyTable(),
  homeBanners: emptyTable(),
  interestEvents: emptyTable(),
  imported: emptyTable(),
  recommendationWeights: emptyTable(),
})

/** The tables as one transaction sees them. Merging is one step that nothing can come between. */
export const overlayOf = (below: Tables): { readonly tables: Tables; readonly merge: () => void } => {
  const merges: (() => void)[] = []
  const over = <Key, Row>(table: Table<Key, Row>): Table<Key, Row> => {
    const made: Overlay<Key, Row> = overlay(table)
    merges.push(made.merge)
    return made.table
  }
  const tables: Tables = {
    accounts: over(below.accounts),
    sessions: over(below.sessions),
    payees: over(below.payees),
    channels: over(below.channels),
    ads: over(below.ads),
    ownChanges: over(below.ownChanges),
    participations: over(below.participations),
    applications: over(below.applications),
    history: over(below.history),
    videos: over(below.videos),
    missingHashtags: over(below.missingHashtags),
    observations: over(below.observations),
    paces: over(below.paces),
    corrections: over(below.corrections),
    snapshots: over(below.snapshots),
    balances: over(below.balances),
    postings: over(below.postings),
    withdrawals: over(below.withdrawals),
    notifications: over(below.notifications),
    told: over(below.told),
    commandKeys: over(below.commandKeys),
    jobs: over(below.jobs),
    jobRuns: over(below.jobRuns),
    audit: over(below.audit),
    supportProgrammes: over(below.supportProgrammes),
    looks: over(below.looks),
    audiences: over(below.audiences),
    dailyCards: over(below.dailyCards),
    scraps: over(below.scraps),
    experts: over(below.experts),
    expertAccounts: over(below.expertAccounts),
    questions: over(below.questions),
    questionDays: over(below.questionDays),
    earlierViews: over(below.earlierViews),
    faqEntries: over(below.faqEntries),
    notices: over(below.notices),
    homeBanners: over(below.homeBanners),
    interestEvents: over(below.interestEvents),
    imported: over(below.imported),
    recommendationWeights: over(below.recommendationWeights),
  }
  return {
    tables,
    merge: () => {
      for (const merge of merges) merge()
    },
  }
}
