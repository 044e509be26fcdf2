import type { Instant } from '../../src/domain/primitives.ts'
import { chance } from '../../src/domain/recommendation/chance.ts'
import type { CreatorFacts } from '../../src/domain/recommendation/item.ts'
import type { Crowd } from './crowd.ts'
import type { LoggedItem } from './log.ts'

/** What a policy is asked: in which order it would show these to this user at this moment. */
export type Question = {
  readonly at: Instant
  /** The interest is the declared one, or else what the user's first items tell. */
  readonly creator: CreatorFacts
  readonly candidates: readonly LoggedItem[]
}

/** A score for each candidate, minus infinity for one that would not be in the list. */
export type Policy = (question: Question) => ArrayLike<number>

export const SIMPLE_POLICIES = [
  'random',
  'popularity',
  'category-popularity',
  'category-newest',
  'newest',
  'decayed-popularity',
] as const
export type SimplePolicyName = (typeof SIMPLE_POLICIES)[number]

export const simplePolicies = (crowd: Crowd, seed: number): Readonly<Record<SimplePolicyName, Policy>> => {
  const byItem =
    (worth: (item: LoggedItem, question: Question) => number): Policy =>
    (question) =>
      question.candidates.map((item) => worth(item, question))
  /** As the list of 2020: another category than the declared one is not shown at all. */
  const within =
    (worth: (item: LoggedItem) => number): Policy =>
    ({ candidates, creator: { interest } }) =>
      candidates.map((item) =>
        interest === null || item.category === interest ? worth(item) : Number.NEGATIVE_INFINITY,
      )
  const popularity = ({ id }: LoggedItem): number => crowd.actorsOf(id)
  const youth = ({ opensAt }: LoggedItem): number => opensAt
  return {
    random: byItem((item, question) => lotOf(item, question, seed)),
    popularity: byItem(popularity),
    'category-popularity': within(popularity),
    'category-newest': within(youth),
    newest: byItem(youth),
    'decayed-popularity': byItem(({ id }, { at }) => crowd.recentOf(id, at)),
  }
}

/** The same for the same user, item and instant. */
export const lotOf = (
  { id }: Pick<LoggedItem, 'id'>,
  { at, creator }: Pick<Question, 'at' | 'creator'>,
  seed: number,
): number => chance(seed + at, creator.id, id)
