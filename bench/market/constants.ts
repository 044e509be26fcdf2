/** What kind of market it is. */
export type Constants = {
  readonly creators: number
  readonly days: number
  /** Days at the beginning that no figure counts. */
  readonly uncountedDays: number
  readonly adsPerDay: number
  readonly shortestLifeDays: number
  readonly longestLifeDays: number
  readonly smallestCapacity: number
  readonly largestCapacity: number
  /** The share of creators whose declared interest is not what they like best. */
  readonly wrongInterest: number
  /** At most five, of which there are words. */
  readonly topicsPerCategory: number
  /** Visits of all creators together. */
  readonly sessionsPerDay: number
  /** Ads that a visit shows. */
  readonly listLength: number
  /** How unequally often creators come: deviation of the logarithm. */
  readonly activitySpread: number
  /** Channel sizes: median, and deviation of the logarithm. */
  readonly medianSubscribers: number
  readonly sizeSpread: number
  /** Creators below this share of all, in order of subscribers, are the small ones. */
  readonly smallShare: number
  /** The share of ads that ask for a least number of subscribers, and for how many: median, and deviation of the logarithm. */
  readonly withMinimum: number
  readonly medianMinimum: number
  readonly minimumSpread: number
  /** Log odds that whoever looks at an ad applies to it: the same for all … */
  readonly willingness: number
  /** … more, for the category that the creator likes best … */
  readonly favour: number
  /** … and deviations of how creators like each category and each topic, and of how good each ad is. */
  readonly categorySpread: number
  readonly topicSpread: number
  readonly appealSpread: number
  /** More log odds for the best paid ad of a category than for the worst paid. */
  readonly payPull: number
  /** Less log odds for each natural logarithm of (1 + earlier showings to the same creator). */
  readonly fatigue: number
  /** Deviation of what advertisers see in an applicant beside the logarithm of the subscribers. */
  readonly choiceNoise: number
  /** The share of ads whose title is about their topic; the others' is about any topic. */
  readonly informative: number
}

/**
 * Those down to `wrongInterest` were published; the others are fitted to what the published market came to under simple
 * policies (see published.ts), on the seeds 1 to 4, and their last digits mean nothing.
 */
export const CONSTANTS: Constants = {
  creators: 2_000,
  days: 70,
  uncountedDays: 28,
  adsPerDay: 12,
  shortestLifeDays: 14,
  longestLifeDays: 42,
  smallestCapacity: 5,
  largestCapacity: 29,
  wrongInterest: 0.3,
  topicsPerCategory: 4,
  sessionsPerDay: 453,
  listLength: 10,
  activitySpread: 0.56,
  medianSubscribers: 3_000,
  sizeSpread: 1.6,
  smallShare: 0.57,
  withMinimum: 0.622,
  medianMinimum: 5_430,
  minimumSpread: 1.77,
  willingness: -5.764,
  favour: 3.01,
  categorySpread: 0.124,
  topicSpread: 1.966,
  appealSpread: 1.04,
  payPull: 0.5,
  fatigue: 0.389,
  choiceNoise: 1.008,
  informative: 1,
}
