import { daysLeft } from '../calendar.ts'
import type { Id, Instant } from '../primitives.ts'
import type { CreatorFacts } from './item.ts'
import { type Knowledge, type OpenAd, recommend } from './recommend.ts'

/** An ad with since when and until when it can be applied to. */
export type TellableAd = OpenAd & {
  readonly id: Id<'Ad'>
  readonly openedAt: Instant
  readonly applyTo: Instant
}

/** A notice names this many of them; the app's list shows the others. */
const NAMED_MAX = 3
/** What ends on this Korean day or the next is told of before it is too late. */
const ENDING_WITHIN_DAYS = 1

/** Whether its application period ends so soon that it is told of though it opened long ago. */
export const isEnding = ({ applyTo }: TellableAd, now: Instant): boolean =>
  daysLeft(now, applyTo) <= ENDING_WITHIN_DAYS

export type ToldBefore = {
  /** When the creator was last told of ads. */
  readonly since: Instant
  /** Ads of which they were told. */
  readonly named: ReadonlySet<number>
}

/**
 * The best of what a creator has not been told of, out of what is open to them: ads that opened since, and of those at the head of their own
 * recommendations the ones that end today or tomorrow. Often none.
 */
export const worthTelling = (
  knowledge: Knowledge,
  creator: CreatorFacts,
  open: readonly TellableAd[],
  { since, named }: ToldBefore,
  now: Instant,
  listedMax: number,
): readonly Id<'Ad'>[] => {
  const unnamed = open.filter(({ id }) => !named.has(id))
  const fresh = unnamed.filter(({ openedAt }) => openedAt > since)
  const ending = unnamed.filter((ad) => ad.openedAt <= since && isEnding(ad, now))
  // On most days there is nothing for most creators, and nothing is ranked then.
  const listed =
    ending.length === 0 ? [] : recommend(knowledge, creator, open, now, listedMax).map(({ id }) => id)
  const told = new Map<number, Id<'Ad'>>(
    [...fresh, ...ending.filter(({ id }) => listed.includes(id))].map(({ id }) => [id, id]),
  )
  if (told.size === 0) return []
  const worth = open.filter(({ id }) => told.has(id))
  return recommend(knowledge, creator, worth, now, NAMED_MAX).flatMap(({ id }) => told.get(id) ?? [])
}
