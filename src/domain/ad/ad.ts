import type { AdCategory } from '../categories.ts'
import { type Id, type Instant, MAX_WON, type Won } from '../primitives.ts'
import { err, ok, type Result } from '../result.ts'
import { isHashtag } from './hashtag.ts'

/** A campaign that looks for creators (광고, 캠페인). */
export type Ad = {
  readonly id: Id<'Ad'>
  readonly companyName: string
  readonly title: string
  readonly subtitle: string
  readonly category: AdCategory
  /** Cash for each completed participation. */
  readonly reward: Won
  /** What is given besides cash, such as the product (제공 내역). */
  readonly rewardInKind: string
  readonly images: AdImages
  readonly schedule: AdSchedule
  /** Only premium ads ask for a minimum; 0 asks for none. */
  readonly minimumSubscribers: number
  /** The same in the advertiser's words, such as "5천명 이상". */
  readonly subscribersText: string
  /** Without the `#`, NFC, lower case. */
  readonly requiredHashtags: readonly string[]
  readonly keyword: string
  readonly preference: string
  readonly campaignInfo: string
  readonly campaignMission: string
  readonly addInfo: string
  readonly url: string
  /** How many creators can be assigned at the same time. */
  readonly capacity: number
  /** Days that the video must be live before the reward can be withdrawn: 28, or 5 for paid-trial ads (유료체험). */
  readonly holdDays: number
  /** Shown in the banner at the top of the app's ads. */
  readonly picked: boolean
  readonly createdAt: Instant
}
export type NewAd = Omit<Ad, 'id' | 'picked'>

/** Names under which the image store keeps the pictures, or their addresses elsewhere; each may be empty. */
export type AdImages = { readonly thumbnail: string; readonly summary: string; readonly full: string }

/** Every end is the last millisecond that still counts. */
export type AdSchedule = {
  readonly applyFrom: Instant
  readonly applyTo: Instant
  /** Selection day (선정일): announced to creators, changes nothing by itself. */
  readonly choice: Instant
  readonly uploadFrom: Instant
  readonly uploadTo: Instant
  /** Last moment at which an upload may be submitted for review. */
  readonly completeDate: Instant
}

export const HOLD_DAYS = { default: 28, maximum: 365 } as const
export const CAPACITY_MAX = 10_000
export const REQUIRED_HASHTAGS_MAX = 20

export type AdDraftRefusal =
  | {
      readonly kind: 'ad-schedule-out-of-order'
      readonly earlier: keyof AdSchedule
      readonly later: keyof AdSchedule
    }
  | { readonly kind: 'ad-capacity-unfit'; readonly maximum: number }
  | { readonly kind: 'ad-hold-unfit'; readonly maximum: number }
  | { readonly kind: 'ad-reward-unfit'; readonly maximum: Won }
  | { readonly kind: 'ad-hashtags-unfit' }

const ORDERED: readonly (readonly [keyof AdSchedule, keyof AdSchedule])[] = [
  ['applyFrom', 'applyTo'],
  ['applyTo', 'choice'],
  ['applyTo', 'uploadTo'],
  ['uploadFrom', 'uploadTo'],
  ['uploadTo', 'completeDate'],
]

/** Checks what must hold of every ad, whoever entered it. */
export const draftAd = (draft: NewAd): Result<NewAd, AdDraftRefusal> => {
  for (const [earlier, later] of ORDERED)
    if (draft.schedule[earlier] > draft.schedule[later])
      return err({ kind: 'ad-schedule-out-of-order', earlier, later })
  if (!within(draft.capacity, 1, CAPACITY_MAX))
    return err({ kind: 'ad-capacity-unfit', maximum: CAPACITY_MAX })
  if (!within(draft.holdDays, 0, HOLD_DAYS.maximum))
    return err({ kind: 'ad-hold-unfit', maximum: HOLD_DAYS.maximum })
  if (!within(draft.reward, 0, MAX_WON)) return err({ kind: 'ad-reward-unfit', maximum: MAX_WON })
  const hashtagsFit =
    draft.requiredHashtags.length <= REQUIRED_HASHTAGS_MAX && draft.requiredHashtags.every(isHashtag)
  return hashtagsFit ? ok(draft) : err({ kind: 'ad-hashtags-unfit' })
}

const within = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

/** Open for applications: within the application period and not yet full. Closed and full ads leave the lists. */
export const isOpen = (ad: Ad, placesTaken: number, now: Instant): boolean =>
  now >= ad.schedule.applyFrom && now <= ad.schedule.applyTo && placesTaken < ad.capacity
