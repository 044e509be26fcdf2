import type { AdCategory, ExpertCategory, NewsCategory } from '../../domain/categories.ts'

/** The categories of ads. 2020 shows codes that it does not know as "other". */
export const adCategory2020 = (code: string): AdCategory => AD[code.trim()] ?? 'other'

const AD: Readonly<Record<string, AdCategory>> = {
  '0101': 'premium',
  '0102': 'beauty',
  '0103': 'restaurant',
  '0104': 'travel',
  '0105': 'other',
}

/** As an interest the codes are shifted against the categories of ads (design, section 9, choice 7). */
export const adInterest2020 = (code: string): AdCategory => AD_INTEREST[code.trim()] ?? 'other'

const AD_INTEREST: Readonly<Record<string, AdCategory>> = {
  '0101': 'beauty',
  '0102': 'restaurant',
  '0103': 'travel',
}

/** Questions carry codes in the table and captions in the app. Law is the only category whose answers 2020 shows. */
export const expertCategory2020 = (code: string): ExpertCategory =>
  EXPERT[code.trim().toLowerCase().replace('-', '_')] ?? 'law'

const EXPERT: Readonly<Record<string, ExpertCategory>> = {
  '0201': 'law',
  '0202': 'startup',
  '0203': 'shooting',
  law: 'law',
  start_up: 'startup',
  shooting: 'shooting',
}

export const newsInterest2020 = (code: string): NewsCategory => NEWS[code.trim()] ?? 'education'

const NEWS: Readonly<Record<string, NewsCategory>> = {
  '0301': 'education',
  '0302': 'contest',
  '0303': 'funding',
}
