import type { AdCategory, ExpertCategory, Interests, NewsCategory } from '../../domain/categories.ts'

/** What the app calls categories. Codes are text with a leading zero. */
type Named<Category extends string> = Readonly<Record<Category, { code: string; ko: string; en: string }>>

const AD: Named<AdCategory> = {
  premium: { code: '0101', ko: '프리미엄', en: 'Premium' },
  beauty: { code: '0102', ko: '뷰티', en: 'Beauty' },
  restaurant: { code: '0103', ko: '맛집', en: 'Restaurant' },
  travel: { code: '0104', ko: '여행', en: 'Travel' },
  other: { code: '0105', ko: '기타', en: 'Other' },
}

export const adCodeOf = (category: AdCategory): string => AD[category].code
export const adNameKo = (category: AdCategory): string => AD[category].ko
export const adNameEn = (category: AdCategory): string => AD[category].en

const AD_BY_CODE: ReadonlyMap<string, AdCategory> = new Map([
  ['0101', 'premium'],
  ['0102', 'beauty'],
  ['0103', 'restaurant'],
  ['0104', 'travel'],
  ['0105', 'other'],
])
export const adCategoryOf = (code: string): AdCategory | undefined => AD_BY_CODE.get(code)

/**
 * As an *interest* the app's codes are shifted against its ad categories: its screens call 0101 beauty, 0102
 * restaurants, 0103 travel (design, section 9, choice 7).
 */
const AD_INTEREST_BY_CODE: ReadonlyMap<string, AdCategory> = new Map([
  ['0101', 'beauty'],
  ['0102', 'restaurant'],
  ['0103', 'travel'],
])
const AD_INTEREST: Readonly<Record<AdCategory, string>> = {
  beauty: '0101',
  restaurant: '0102',
  travel: '0103',
  // The app has no such interest. Operators have the second, and members of 2020 whose code nobody knows.
  premium: '',
  other: '',
}
const EXPERT_BY_CODE: ReadonlyMap<string, ExpertCategory> = new Map([
  ['0201', 'law'],
  ['0202', 'startup'],
  ['0203', 'shooting'],
])
/** As the app's radio buttons call them, and as it sends and shows them. */
const EXPERT_CAPTION: Readonly<Record<ExpertCategory, string>> = {
  law: 'Law',
  startup: 'Start_up',
  shooting: 'Shooting',
}
const EXPERT_BY_CAPTION: ReadonlyMap<string, ExpertCategory> = new Map([
  ['Law', 'law'],
  ['Start_up', 'startup'],
  ['Shooting', 'shooting'],
])
const NEWS_BY_CODE: ReadonlyMap<string, NewsCategory> = new Map([
  ['0301', 'education'],
  ['0302', 'contest'],
  ['0303', 'funding'],
])

const EXPERT: Readonly<Record<ExpertCategory, string>> = { law: '0201', startup: '0202', shooting: '0203' }
const NEWS: Readonly<Record<NewsCategory, string>> = { education: '0301', contest: '0302', funding: '0303' }

export const adInterestCodeOf = (interest: AdCategory): string => AD_INTEREST[interest]
export const expertCodeOf = (category: ExpertCategory): string => EXPERT[category]
export const expertCaptionOf = (category: ExpertCategory): string => EXPERT_CAPTION[category]
/** By code or caption: the app sends the caption where the field is called a code. */
export const expertCategoryOf = (written: string): ExpertCategory | undefined =>
  EXPERT_BY_CODE.get(written) ?? EXPERT_BY_CAPTION.get(written)
export const newsCodeOf = (category: NewsCategory): string => NEWS[category]

/** What each of the three groups offers. */
export const INTEREST_CODES = {
  ad: [...AD_INTEREST_BY_CODE.keys()],
  expert: [...EXPERT_BY_CODE.keys()],
  news: [...NEWS_BY_CODE.keys()],
} as const

/** One code a group: ad, expert, news. Undefined when one of them is unknown. */
export const interestsOf = (adCode: string, expertCode: string, newsCode: string): Interests | undefined => {
  const ad = AD_INTEREST_BY_CODE.get(adCode)
  const expert = EXPERT_BY_CODE.get(expertCode)
  const news = NEWS_BY_CODE.get(newsCode)
  return ad === undefined || expert === undefined || news === undefined ? undefined : { ad, expert, news }
}
