import type { Ad, NewAd } from '../domain/ad/ad.ts'
import type { KoreanDay } from '../domain/calendar.ts'
import type { AdCategory } from '../domain/categories.ts'
import type { Id, Instant, Won } from '../domain/primitives.ts'
import type { Standing } from './account.ts'

export type AdStore = {
  readonly add: (ad: NewAd) => Promise<Ad>
  /** Locks the ad for the rest of the transaction: its places are counted and given under this lock. */
  readonly find: (id: Id<'Ad'>) => Promise<Ad | null>
  /** Replaces the whole set of banner ads; answers the ids that no ad has, and then changes nothing. */
  readonly pick: (ids: readonly Id<'Ad'>[]) => Promise<readonly Id<'Ad'>[]>
  /** The banner ads, by id. */
  readonly picked: () => Promise<readonly Id<'Ad'>[]>
  /** Remembers that this member has changed what lists of ads show: such a list must show it to them at once. */
  readonly noteChangeBy: (member: Id<'Account'>, at: Instant) => Promise<void>
  /** Ads whose upload period is over and that still have applicants. */
  readonly withLateApplicants: (now: Instant, limit: number) => Promise<readonly Id<'Ad'>[]>
  /**
   * Forgets who looked on days before `before`, at most `limit` looks, and answers how many. They stay counted, and a look
   * counts once a day, so nobody needs to know any more.
   */
  readonly forgetLooks: (before: KoreanDay, limit: number) => Promise<number>
}

/** An ad as lists show it. */
export type AdCard = {
  readonly id: Id<'Ad'>
  readonly title: string
  readonly subtitle: string
  readonly thumbnail: string
  readonly category: AdCategory
  readonly reward: Won
  readonly applyTo: Instant
  readonly minimumSubscribers: number
  readonly createdAt: Instant
  /** Since when it can be applied to: since its period began, or since it was made when that was later. */
  readonly openedAt: Instant
  /** How many may still be given to applicants. */
  readonly placesLeft: number
  /** Members who looked at it, once each and Korean day. */
  readonly views: number
}

export type OpenAdsQuery = {
  readonly now: Instant
  /** `popular` by views, `latest` by creation, `closing` by the end of the application period, soonest first. */
  readonly order: 'popular' | 'latest' | 'closing'
  readonly limit: number
  readonly category?: AdCategory
  readonly pickedOnly?: boolean
  /** Leaves out what could be applied to at this instant or before it. */
  readonly openedAfter?: Instant
  /** For whom an answer up to a second old will do, as long as it shows what they changed themselves. Left out: exact. */
  readonly reader?: Pick<Standing, 'ownChangeAt'>
}

export type AdViews = {
  /** Ads that are within their application period and not full. */
  readonly open: (query: OpenAdsQuery) => Promise<readonly AdCard[]>
  readonly detail: (id: Id<'Ad'>) => Promise<{ readonly ad: Ad; readonly views: number } | null>
  /**
   * Counts a member's look at an ad once a Korean day, and remembers it as a change of theirs; a write of its own,
   * outside any transaction. False when it was counted before.
   */
  readonly countView: (ad: Id<'Ad'>, viewer: Id<'Account'>, day: KoreanDay, at: Instant) => Promise<boolean>
}
