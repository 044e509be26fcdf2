import { rawCounts, textAndInterest } from './policies/by-text.ts'
import { decayedPopularity } from './policies/decayed-popularity.ts'
import { categoryNewest, categoryPopularity } from './policies/of-declared-interest.ts'
import { ours } from './policies/ours.ts'
import { randomEligible } from './policies/random-eligible.ts'
import type { Policy } from './policy.ts'
import type { PolicyName } from './published.ts'

export const POLICIES: Readonly<Record<PolicyName, Policy>> = {
  random: randomEligible,
  popularity: categoryPopularity,
  newest: categoryNewest,
  decayed: decayedPopularity,
  'raw-counts': rawCounts,
  text: textAndInterest,
  ours: ours({ refitEveryDays: 1, sampled: 0.25 }),
}
