import { formatDay, koreanDayOf, startOfDay } from '../../domain/calendar.ts'
import { DAY_MS, type Instant, later } from '../../domain/primitives.ts'
import type { Motif, Palette } from './drawing/motif.ts'
import { full, type Pattern, summary, thumbnail } from './drawing/pictures.ts'

/** What an operator types to put an ad on the platform. Days count from the day of the demo's beginning. */
export type DemoAd = {
  readonly companyName: string
  readonly title: string
  readonly subtitle: string
  readonly category: Category
  readonly cash: number
  readonly reward: string
  readonly capacity: number
  readonly holdDays: number
  readonly applyDays: readonly [from: number, to: number]
  readonly uploadDays: readonly [from: number, to: number]
  readonly keyword: string
  /** Whom the company looks for. */
  readonly preference: string
  /** About the product. */
  readonly info: string
  readonly mission: string
  readonly minimumSubscribers: number
  readonly motif: Motif
  readonly palette: Palette
}

type Category = { readonly code: string; readonly ko: string; readonly pattern: Pattern }

export const CATEGORY = {
  premium: { code: '0101', ko: '프리미엄', pattern: 'diamonds' },
  beauty: { code: '0102', ko: '뷰티', pattern: 'bubbles' },
  restaurant: { code: '0103', ko: '맛집', pattern: 'checks' },
  travel: { code: '0104', ko: '여행', pattern: 'hills' },
  other: { code: '0105', ko: '기타', pattern: 'dots' },
} as const satisfies Readonly<Record<string, Category>>

/** Midnight in Korea, so many days after the day of `start`. */
export const koreanMidnight = (start: Instant, days: number): Instant =>
  later(startOfDay(koreanDayOf(start)), days * DAY_MS)

/** The multipart form of an ad, with three pictures made for it: thumbnail, summary, full, in this order. */
export const adParts = (ad: DemoAd, start: Instant): FormData => {
  const parts = new FormData()
  for (const [name, value] of Object.entries(fieldsOf(ad, start))) parts.append(name, value)
  const subject = { ...ad, pattern: ad.category.pattern }
  for (const [name, made] of Object.entries({ thumbnail, summary, full }))
    parts.append('imgs', new File([made(subject)], `${name}.png`, { type: 'image/png' }))
  return parts
}

const fieldsOf = (ad: DemoAd, start: Instant): Readonly<Record<string, string>> => {
  const day = (days: number) => formatDay(koreanMidnight(start, days))
  const [applyFrom, applyTo] = ad.applyDays
  const [uploadFrom, uploadTo] = ad.uploadDays
  return {
    companyName: ad.companyName,
    title: ad.title,
    subtitle: ad.subtitle,
    categoryCode: ad.category.code,
    cash: ad.cash.toLocaleString('en-US'),
    reward: ad.reward,
    capacity: String(ad.capacity),
    holdDays: String(ad.holdDays),
    applyFrom: day(applyFrom),
    applyTo: day(applyTo),
    choice: day(applyTo + 1),
    uploadFrom: day(uploadFrom),
    uploadTo: day(uploadTo),
    completeDate: day(uploadTo + 4),
    keyword: ad.keyword,
    preference: ad.preference,
    campaignInfo: ad.info,
    campaignMission: ad.mission,
    addInfo: `영상에 '유료 광고 포함' 표시를 켜고, 공개한 뒤 ${ad.holdDays}일 동안 공개 상태를 유지해 주세요.`,
    url: 'https://www.example.com/',
    subscribersNum: String(ad.minimumSubscribers),
    subscribers: ad.minimumSubscribers === 0 ? '' : `${ad.minimumSubscribers / 10_000}만명 이상`,
  }
}
