import type { Ad } from '../ad/ad.ts'
import type { AdCategory } from '../categories.ts'
import { type Instant, toInstant } from '../primitives.ts'
import type { Item } from './item.ts'

/** In UTF-16 units: what stands behind says little that is new, and each ad is kept in memory. */
export const ITEM_TEXT_MAX = 1_000

/**
 * What people call a category, so that an ad and the title of a channel can have a word in common. It stands nowhere in the
 * ad, so nobody is told that this word is what they have in common.
 */
const CATEGORY_WORDS: Readonly<Record<AdCategory, string>> = {
  premium: '프리미엄',
  beauty: '뷰티 화장품',
  restaurant: '맛집 음식',
  travel: '여행',
  other: '',
}

type DescribedAd = Pick<
  Ad,
  | 'id'
  | 'category'
  | 'title'
  | 'subtitle'
  | 'keyword'
  | 'companyName'
  | 'campaignInfo'
  | 'campaignMission'
  | 'capacity'
  | 'reward'
  | 'minimumSubscribers'
  | 'createdAt'
> & { readonly schedule: Pick<Ad['schedule'], 'applyFrom' | 'applyTo'> }

/** An ad as it is ranked. Only premium ads ask for subscribers. */
export const adItem = (ad: DescribedAd): Item => ({
  id: ad.id,
  category: ad.category,
  text: textOf([ad.title, ad.subtitle, ad.keyword, ad.companyName, ad.campaignInfo, ad.campaignMission]),
  tags: CATEGORY_WORDS[ad.category],
  opensAt: toInstant(Math.max(ad.schedule.applyFrom, ad.createdAt)),
  closesAt: ad.schedule.applyTo,
  capacity: ad.capacity,
  reward: ad.reward,
  minimumSubscribers: ad.category === 'premium' ? ad.minimumSubscribers : 0,
})

type DescribedProgramme = {
  readonly id: number
  readonly title: string
  readonly host: string
  readonly subtitle: string
  /** How its contents begin. */
  readonly excerpt: string
  readonly createdAt: Instant
  readonly recruitsUntil: Instant
}

/** A programme as it is ranked: it is shown from its creation on, and takes as many as like to apply. */
export const programmeItem = (programme: DescribedProgramme): Item => ({
  id: programme.id,
  category: '',
  text: textOf([programme.title, programme.host, programme.subtitle, programme.excerpt]),
  opensAt: programme.createdAt,
  closesAt: programme.recruitsUntil,
  capacity: null,
  reward: 0,
  minimumSubscribers: 0,
})

const textOf = (parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, ITEM_TEXT_MAX)
