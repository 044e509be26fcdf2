/** The subjects by which ads, experts and news are sorted, and in which a person may declare an interest. */
export type AdCategory = 'premium' | 'beauty' | 'restaurant' | 'travel' | 'other'
export type ExpertCategory = 'law' | 'startup' | 'shooting'
export type NewsCategory = 'education' | 'contest' | 'funding'

export const AD_CATEGORIES: readonly AdCategory[] = ['premium', 'beauty', 'restaurant', 'travel', 'other']

/** One choice a group, as the app's sign-up asks. */
export type Interests = {
  readonly ad: AdCategory
  readonly expert: ExpertCategory
  readonly news: NewsCategory
}
