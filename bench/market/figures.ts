import { DAY_MS } from '../../src/domain/primitives.ts'
import type { Outcome } from './market.ts'
import { BEGINNING } from './world.ts'

export const FIGURES = [
  'applications',
  'filled',
  'starving',
  'shownEarly',
  'appliedEarly',
  'gini',
  'small',
] as const
export type Figure = (typeof FIGURES)[number]

/**
 * What a market came to. Days that count are all but the first ones, in which it fills; whole ads are those that opened and
 * closed on days that count, and new ads those that opened on one and had 48 hours since.
 *
 * - `applications`: applications per session, on days that count
 * - `filled`: places taken, of all places of whole ads
 * - `starving`: the share of whole ads that closed with at most one applicant
 * - `shownEarly`: the share of new ads that stood in at least 50 lists within 48 hours
 * - `appliedEarly`: the share of new ads that had an application within 48 hours
 * - `gini`: how unequal the exposure of whole ads was, 0 when all had the same; exposure is the number of lists in which an ad
 *   stood, each weighed with the chance that somebody looks as far as its position
 * - `small`: the share of small creators among those whom advertisers of whole ads took
 */
export type Figures = Readonly<Record<Figure, number>>

const EARLY_DAYS = 2
const EARLY_IMPRESSIONS = 50
const STARVING_MAX = 1

export const figuresOf = (outcome: Outcome): Figures => {
  const { ads, constants } = outcome.world
  const from = BEGINNING + constants.uncountedDays * DAY_MS
  const to = BEGINNING + constants.days * DAY_MS
  const all = [...ads.opensAt.keys()]
  const isIn = (at: number | undefined, until: number): boolean =>
    at !== undefined && at >= from && at < until
  const whole = all.filter((ad) => isIn(ads.opensAt[ad], to) && isIn(ads.closesAt[ad], to))
  const fresh = all.filter((ad) => isIn(ads.opensAt[ad], to - EARLY_DAYS * DAY_MS))
  const total = (of: { readonly [ad: number]: number | undefined }): number =>
    whole.reduce((sum, ad) => sum + (of[ad] ?? 0), 0)
  const share = (among: readonly number[], has: (ad: number) => boolean): number =>
    among.filter(has).length / among.length
  return {
    applications: outcome.applications / outcome.sessions,
    filled: total(outcome.assigned) / total(ads.capacity),
    starving: share(whole, (ad) => (outcome.applicants[ad] ?? 0) <= STARVING_MAX),
    shownEarly: share(fresh, (ad) => (outcome.earlyImpressions[ad] ?? 0) >= EARLY_IMPRESSIONS),
    appliedEarly: share(fresh, (ad) => (outcome.earlyApplications[ad] ?? 0) > 0),
    gini: giniOf(whole.map((ad) => outcome.exposure[ad] ?? 0)),
    small: total(outcome.assignedSmall) / total(outcome.assigned),
  }
}

/** 0 when all have the same, towards 1 when one has everything. */
export const giniOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const sum = sorted.reduce((total, value) => total + value, 0)
  const weighed = sorted.reduce((total, value, rank) => total + (rank + 1) * value, 0)
  return sum === 0 ? 0 : (2 * weighed) / (sorted.length * sum) - (sorted.length + 1) / sorted.length
}
