import type { Id, Instant } from '../primitives.ts'
import { type PlainCandidate, type RankedFor, rankPlainly } from './plain-rank.ts'

/** An open ad, with since when it can be applied to. */
export type OpenedCandidate = PlainCandidate & { readonly openedAt: Instant }

/** A notice names this many of them; the app's list shows the others. */
const NAMED_MAX = 3

/** The best of the ads that opened after `since` and that this creator may and did not yet apply to; often none. */
export const newlyOpenFor = (
  creator: RankedFor,
  ads: readonly OpenedCandidate[],
  { since, appliedTo }: { readonly since: Instant; readonly appliedTo: ReadonlySet<Id<'Ad'>> },
  now: Instant,
): readonly Id<'Ad'>[] => {
  const fresh = ads.filter(({ id, openedAt }) => openedAt > since && !appliedTo.has(id))
  return rankPlainly(fresh, creator, now)
    .slice(0, NAMED_MAX)
    .map(({ id }) => id)
}
