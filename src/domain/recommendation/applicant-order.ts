import type { AdCategory } from '../categories.ts'
import type { Id } from '../primitives.ts'
import { reachOf, type SubscriberTier, tierOf } from './subscriber-tier.ts'

/**
 * What an operator may judge an applicant by, and nothing else: how large the channel is, and what became of the ads
 * that its creator took on. Nothing of who they are, where they live, or what they wrote or declared: a declaration is
 * free, and could be made for this very ad.
 */
export type ApplicantFacts = {
  readonly id: Id<'Participation'>
  /** Null when hidden or never read. */
  readonly subscribers: number | null
  /** Earlier ads that were completed, ever. */
  readonly completed: number
  /** Of those, ads of the same category as the one that was applied to. */
  readonly completedInCategory: number
  /** Ads that were taken on and not kept: cancelled for want of an upload or over broken rules, or overdue by now. */
  readonly missed: number
}

/** What moves an applicant up, each between 0 and 1. */
export const APPLICANT_TERMS = ['reliability', 'practice', 'reach'] as const
export type ApplicantTerm = (typeof APPLICANT_TERMS)[number]

/** Whether an ad gets its video comes first, then whether its creator knows the subject, then how many may see it. */
export const APPLICANT_WEIGHTS: Readonly<Record<ApplicantTerm, number>> = {
  reliability: 3,
  practice: 2,
  reach: 1,
}

/** More of the same category teach little more. */
const PRACTISED_WITH = 3

/** Why an applicant stands where they stand. */
export type ApplicantReason =
  /** Placed before better scores, so that channels of this size are seen; `byScore` is where the score alone led to. */
  | { readonly code: 'moved-up'; readonly tier: SubscriberTier; readonly byScore: number }
  /** Behind where the score alone led to, since others were moved up. */
  | { readonly code: 'moved-down'; readonly byScore: number }
  | { readonly code: 'all-kept'; readonly completed: number }
  | { readonly code: 'some-missed'; readonly missed: number; readonly taken: number }
  | { readonly code: 'first-ad' }
  | { readonly code: 'practice'; readonly category: AdCategory; readonly completed: number }
  | { readonly code: 'reach'; readonly tier: SubscriberTier }

export type PlacedApplicant = {
  readonly id: Id<'Participation'>
  /** 1 is the first. */
  readonly place: number
  readonly score: number
  /** Weighed: they add up to the score. */
  readonly terms: Readonly<Record<ApplicantTerm, number>>
  readonly tier: SubscriberTier
  /** What moved them between places first, then what they are judged by, strongest first; at least one. */
  readonly reasons: readonly ApplicantReason[]
}

/**
 * All applicants of an ad of this category, best first, such that among the first k, whatever k is, there are at least
 * `dueAmong` of each size of channel. The order of the input does not matter; of equal scores, who applied first is first.
 *
 * DetGreedy (Geyik, Ambler, Kenthapadi 2019) takes the best score unless a size is due, and with more than three sizes it
 * can run into a place at which two are. So those who will be due are given their latest place beforehand, backwards from
 * the last one, and are taken there unless their score has brought them up before.
 */
export const placeApplicants = (
  applicants: readonly ApplicantFacts[],
  category: AdCategory,
): readonly PlacedApplicant[] => {
  const byScore = applicants.map(scored).sort(betterFirst)
  const heldFor = latestPlaces(byScore)
  const placeByScore = new Map(byScore.map((applicant, index) => [applicant, index + 1]))
  const waiting = new Set(byScore)
  return byScore.map((_, index) => {
    const place = index + 1
    const held = heldFor.get(place)
    const [best] = waiting
    const next = held !== undefined && waiting.has(held) ? held : best
    // As many are waiting as there are places left.
    if (next === undefined) throw new Error('an applicant was placed twice')
    waiting.delete(next)
    return placed(next, category, place, placeByScore.get(next) ?? place)
  })
}

/** Four fifths of a size's share among all applicants are kept up in every part of the list; the rest is left to scores. */
const KEPT_SHARE = { of: 4, in: 5 } as const

/** How many of a size must be among the first `among`, when `ofTier` of all `total` applicants are of it. */
export const dueAmong = (among: number, ofTier: number, total: number): number =>
  Math.floor((KEPT_SHARE.of * ofTier * among) / (KEPT_SHARE.in * total))

/** The first place at which the `count`-th of a size is due; in whole numbers, so that no rounding moves it. */
const dueAt = (count: number, ofTier: number, total: number): number =>
  Math.ceil((KEPT_SHARE.in * total * count) / (KEPT_SHARE.of * ofTier))

type Scored = Omit<PlacedApplicant, 'place' | 'reasons'> & { readonly facts: ApplicantFacts }

const betterFirst = (a: Scored, b: Scored): number => b.score - a.score || a.id - b.id

/**
 * For places at which somebody would be due at the latest: who. Each has a place of their own that is not behind where
 * they are due, since fewer are due among the first k than there are places.
 */
const latestPlaces = (byScore: readonly Scored[]): ReadonlyMap<number, Scored> => {
  const total = byScore.length
  const due = [...Map.groupBy(byScore, ({ tier }) => tier).values()]
    .flatMap((members) =>
      members.map((applicant, index) => ({ applicant, at: dueAt(index + 1, members.length, total) })),
    )
    .filter(({ at }) => at <= total)
    .sort((a, b) => a.at - b.at || betterFirst(a.applicant, b.applicant))
  const places = new Map<number, Scored>()
  let behind = total + 1
  for (const { applicant, at } of due.reverse()) {
    behind = Math.min(at, behind - 1)
    places.set(behind, applicant)
  }
  return places
}

const scored = (facts: ApplicantFacts): Scored => {
  const { completed, missed, completedInCategory } = facts
  const tier = tierOf(facts.subscribers)
  const raw: Readonly<Record<ApplicantTerm, number>> = {
    // One kept and one missed ad are added to each, so that nobody is judged by their first one alone.
    reliability: (completed + 1) / (completed + missed + 2),
    practice: Math.min(1, completedInCategory / PRACTISED_WITH),
    reach: reachOf(tier),
  }
  const terms = {
    reliability: APPLICANT_WEIGHTS.reliability * raw.reliability,
    practice: APPLICANT_WEIGHTS.practice * raw.practice,
    reach: APPLICANT_WEIGHTS.reach * raw.reach,
  }
  const score = APPLICANT_TERMS.reduce((sum, term) => sum + terms[term], 0)
  return { id: facts.id, score, terms, tier, facts }
}

const placed = (
  { facts, ...applicant }: Scored,
  category: AdCategory,
  place: number,
  byScore: number,
): PlacedApplicant => {
  const moved: readonly ApplicantReason[] =
    place < byScore
      ? [{ code: 'moved-up', tier: applicant.tier, byScore }]
      : place > byScore
        ? [{ code: 'moved-down', byScore }]
        : []
  const judged = APPLICANT_TERMS.map((term) => ({ term, gain: applicant.terms[term] }))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain)
    .map(({ term }) => reasonOf(term, facts, category, applicant.tier))
  return { ...applicant, place, reasons: [...moved, ...judged] }
}

const reasonOf = (
  term: ApplicantTerm,
  { completed, completedInCategory, missed }: ApplicantFacts,
  category: AdCategory,
  tier: SubscriberTier,
): ApplicantReason => {
  switch (term) {
    case 'reliability':
      if (missed > 0) return { code: 'some-missed', missed, taken: completed + missed }
      return completed === 0 ? { code: 'first-ad' } : { code: 'all-kept', completed }
    case 'practice':
      return { code: 'practice', category, completed: completedInCategory }
    case 'reach':
      return { code: 'reach', tier }
  }
}
