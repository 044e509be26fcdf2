import type { AdCategory } from '../categories.ts'
import type { Id } from '../primitives.ts'
import type { CreatorFacts } from './item.ts'

/**
 * What nobody can declare: the app offers no such field, so these two stand for none, with members who were added by hand
 * or came with a code of 2020 that has no meaning.
 */
const UNDECLARED: readonly AdCategory[] = ['premium', 'other']

export const declaredInterest = (interest: AdCategory): AdCategory | null =>
  UNDECLARED.includes(interest) ? null : interest

/** A creator as they are ranked for: `interest` is what their account holds, `channel` null before one is named. */
export const creatorFacts = (
  id: Id<'Account'>,
  interest: AdCategory,
  channel: { readonly subscribers: number | null; readonly title: string | null } | null,
): CreatorFacts => ({
  id,
  interest: declaredInterest(interest),
  subscribers: channel?.subscribers ?? null,
  channelTitle: channel?.title ?? null,
})
