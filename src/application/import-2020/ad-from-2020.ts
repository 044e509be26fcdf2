import {
  type AdDraftRefusal,
  type AdSchedule,
  CAPACITY_MAX,
  draftAd,
  HOLD_DAYS,
  type NewAd,
  REQUIRED_HASHTAGS_MAX,
} from '../../domain/ad/ad.ts'
import { hashtagsIn, isHashtag } from '../../domain/ad/hashtag.ts'
import { type Instant, toWon } from '../../domain/primitives.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Row2020 } from '../../ports/import-2020.ts'
import { adCategory2020 } from './categories-2020.ts'
import { countOf, pictureOf, type Reason, textOf, timeOf, wholeOf } from './read-row.ts'

export type AdFrom2020 = { readonly ad: NewAd; readonly remarks: readonly Reason[] }

/** 2020 kept no name of the advertiser. */
export const COMPANY_UNKNOWN = '회사명 미상'

/** A row of `Ad`. 2020 knew no capacity: everybody who applied can still be given a place. */
export const adFrom2020 = (
  row: Row2020,
  { applications, now }: { readonly applications: number; readonly now: Instant },
): Result<AdFrom2020, Reason> => {
  const title = textOf(row, 'title')
  if (title.trim() === '') return err('it has no title')
  const reward = wholeOf(row, 'cash')
  if (!reward.ok) return reward
  if (reward.value !== null && reward.value < 0) return err(`its cash is below 0: ${reward.value}`)
  const schedule = scheduleOf(row)
  if (!schedule.ok) return schedule
  const { applyFrom } = schedule.value.schedule
  const category = adCategory2020(textOf(row, 'categoryCode'))
  const keyword = textOf(row, 'keyword')
  const drafted = draftAd({
    companyName: textOf(row, 'companyName') || COMPANY_UNKNOWN,
    title,
    subtitle: textOf(row, 'subtitle'),
    category,
    reward: toWon(reward.value ?? 0),
    rewardInKind: textOf(row, 'reward'),
    images: {
      thumbnail: pictureOf(row, 'thumbnail'),
      summary: pictureOf(row, 'summaryPhoto'),
      full: pictureOf(row, 'fullPhoto'),
    },
    schedule: schedule.value.schedule,
    // Other categories had none, whatever was written there.
    minimumSubscribers: category === 'premium' ? (countOf(row, 'subscribersNum') ?? 0) : 0,
    subscribersText: textOf(row, 'subscribers'),
    requiredHashtags: hashtagsIn(keyword).filter(isHashtag).slice(0, REQUIRED_HASHTAGS_MAX),
    keyword,
    preference: textOf(row, 'preference'),
    campaignInfo: textOf(row, 'campaignInfo'),
    campaignMission: textOf(row, 'campaignMission'),
    addInfo: textOf(row, 'addInfo'),
    url: textOf(row, 'url'),
    capacity: Math.min(Math.max(applications, 1), CAPACITY_MAX),
    holdDays: HOLD_DAYS.default,
    createdAt: timeOf(row, 'createAt') ?? (applyFrom < now ? applyFrom : now),
  })
  return drafted.ok
    ? ok({ ad: drafted.value, remarks: schedule.value.remarks })
    : err(whyNotDrafted(drafted.error))
}

/**
 * The ends of the periods of application and upload must be known. Their beginnings, and the days that follow from
 * them, are made up where they are missing, and moved where 2020 let them be entered in the wrong order.
 */
const scheduleOf = (
  row: Row2020,
): Result<{ readonly schedule: AdSchedule; readonly remarks: readonly Reason[] }, Reason> => {
  const applyTo = timeOf(row, 'applyTo', 'to')
  const uploadTo = timeOf(row, 'uploadTo', 'to')
  if (applyTo === null) return err('its application period has no end')
  if (uploadTo === null) return err('its upload period has no end')
  const choice = timeOf(row, 'choice', 'to') ?? applyTo
  const completeDate = timeOf(row, 'completeDate', 'to') ?? uploadTo
  const schedule: AdSchedule = {
    applyFrom: timeOf(row, 'applyFrom') ?? timeOf(row, 'createAt') ?? applyTo,
    applyTo,
    choice: later(choice, applyTo),
    uploadFrom: timeOf(row, 'uploadFrom') ?? earlier(applyTo, uploadTo),
    uploadTo,
    completeDate: later(completeDate, uploadTo),
  }
  const remarks = [
    ...(choice < applyTo ? ['its selection day lay before the end of applications and was moved there'] : []),
    ...(completeDate < uploadTo ? ['its completion lay before the end of uploads and was moved there'] : []),
  ]
  return ok({ schedule, remarks })
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

const whyNotDrafted = (refusal: AdDraftRefusal): Reason => {
  switch (refusal.kind) {
    case 'ad-schedule-out-of-order':
      return `its ${refusal.later} lies before its ${refusal.earlier}`
    case 'ad-reward-unfit':
      return `its cash is above ${refusal.maximum}`
    case 'ad-hashtags-unfit':
    case 'ad-capacity-unfit':
    case 'ad-hold-unfit':
      throw new Error(`an import makes no ad that is refused as ${refusal.kind}`)
  }
}
