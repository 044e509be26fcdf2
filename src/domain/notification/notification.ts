import type { Ad } from '../ad/ad.ts'
import { koreanDayOf } from '../calendar.ts'
import type { RejectionReason } from '../channel/channel.ts'
import type { CancelReason, DeclineReason } from '../participation/participation.ts'
import type { Id, Instant, Won } from '../primitives.ts'
import type { PauseCause } from '../video/live-check.ts'

/** A fact that a person is told (알림). The words are made at the edge, in the reader's language. */
export type NotificationFact =
  | { readonly kind: 'assigned'; readonly ad: AdNamed }
  | { readonly kind: 'declined'; readonly ad: AdNamed; readonly reason: DeclineReason; readonly note: string }
  | { readonly kind: 'cancelled'; readonly ad: AdNamed; readonly reason: CancelReason; readonly note: string }
  | { readonly kind: 'sent-back'; readonly ad: AdNamed; readonly changes: string }
  | { readonly kind: 'due-tomorrow'; readonly ad: AdNamed }
  | { readonly kind: 'due-today'; readonly ad: AdNamed }
  /** `days`: Korean days since the last one of the upload period, 1 or more. */
  | { readonly kind: 'overdue'; readonly ad: AdNamed; readonly days: number }
  | { readonly kind: 'rewarded'; readonly ad: AdNamed; readonly amount: Won }
  | { readonly kind: 'released'; readonly ad: AdNamed; readonly amount: Won }
  | { readonly kind: 'forfeited'; readonly ad: AdNamed; readonly amount: Won; readonly note: string }
  | {
      /** The video is not there as agreed: its time does not count until it is. */
      readonly kind: 'hold-paused'
      readonly ad: AdNamed
      readonly cause: PauseCause
      /** Without `#`; empty for any other cause. */
      readonly missingHashtags: readonly string[]
    }
  | {
      /** The video is there again. */
      readonly kind: 'hold-resumed'
      readonly ad: AdNamed
      /** When the reward is released now, at the earliest. */
      readonly releaseDueAt: Instant
      /** How much later that is than it was before the pause. */
      readonly movedMs: number
    }
  | { readonly kind: 'withdrawn'; readonly amount: Won }
  | { readonly kind: 'withdrawal-returned'; readonly amount: Won; readonly note: string }
  /** The best one first. */
  | { readonly kind: 'recommended'; readonly ads: readonly AdRecommended[] }
  | { readonly kind: 'answered'; readonly questionId: number; readonly title: string }
  | {
      readonly kind: 'consultation-requested'
      readonly questionId: number
      readonly title: string
      readonly date: Instant
    }
  | {
      readonly kind: 'consultation-confirmed'
      readonly questionId: number
      readonly title: string
      /** When it will be held; null in what was told before this was said. */
      readonly date: Instant | null
    }
  | {
      readonly kind: 'consultation-declined'
      readonly questionId: number
      readonly title: string
      readonly note: string
    }
  /** The claim waits for an operator. */
  | { readonly kind: 'channel-pending'; readonly channelTitle: string }
  | { readonly kind: 'channel-verified'; readonly channelTitle: string }
  | { readonly kind: 'channel-rejected'; readonly reason: RejectionReason; readonly note: string }
  | { readonly kind: 'channel-disputed'; readonly channelTitle: string }
  /** To the other side: `kept` by whoever has it, or `open` for those whose claims wait, since it was taken back. */
  | {
      readonly kind: 'channel-dispute-decided'
      readonly channelTitle: string
      readonly outcome: 'kept' | 'open'
    }
  /** A proof that was checked while its creator was not there to see the answer. `refusal` is its kind. */
  | { readonly kind: 'channel-proof-refused'; readonly refusal: string }
  | { readonly kind: 'application-refused'; readonly ad: AdNamed; readonly refusal: string }
  | { readonly kind: 'question-refused'; readonly refusal: string }
  | {
      readonly kind: 'consultation-refused'
      readonly questionId: number
      readonly title: string
      readonly refusal: string
    }

/** The ad under the title that it had when the fact came about. */
export type AdNamed = { readonly id: Id<'Ad'>; readonly title: string; readonly thumbnail: string }

/** With the end of its application period; null in what was told before this was said. */
export type AdRecommended = AdNamed & { readonly applyTo: Instant | null }

export const adNamed = ({ id, title, images }: Ad): AdNamed => ({ id, title, thumbnail: images.thumbnail })

export type Notification = {
  readonly id: Id<'Notification'>
  readonly accountId: Id<'Account'>
  readonly fact: NotificationFact
  readonly at: Instant
  readonly readAt: Instant | null
}

/** `about` is unique for each account: the store keeps the first of equal ones and drops the rest. */
export type NewNotification = Omit<Notification, 'id' | 'readAt'> & { readonly about: string }

/** A fact that comes about once: `subject` names it, such as `reward:17`. */
export const notice = (
  accountId: Id<'Account'>,
  fact: NotificationFact,
  subject: string,
  at: Instant,
): NewNotification => ({ accountId, fact, at, about: `${fact.kind}:${subject}` })

/** A fact that may come about again, told at most once for each subject and Korean day. */
export const dailyNotice = (
  accountId: Id<'Account'>,
  fact: NotificationFact,
  subject: string,
  at: Instant,
): NewNotification => ({ accountId, fact, at, about: aboutDay(fact.kind, subject, koreanDayOf(at)) })

const aboutDay = (kind: NotificationFact['kind'], subject: string, day: number): string =>
  `${kind}:${subject}:day-${day}`

/** What the daily notices of one kind and subject are about, on the Korean day of `until` and the `days - 1` before it. */
export const aboutDays = (
  kind: NotificationFact['kind'],
  subject: string,
  until: Instant,
  days: number,
): readonly string[] =>
  Array.from({ length: days }, (_, ago) => aboutDay(kind, subject, koreanDayOf(until) - ago))
