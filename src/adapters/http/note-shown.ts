import type { Context } from 'hono'
import { type ItemKind, type ListName, shownIn } from '../../domain/recommendation/event.ts'
import type { Clock } from '../../ports/clock.ts'
import type { InterestRecorder } from '../../ports/recommendation.ts'
import type { Session } from './session.ts'

export type NotingDeps = { readonly interests: InterestRecorder; readonly clock: Clock }

/** A list as it is answered, best or newest or whatever its name says first. */
type Listed = {
  readonly list: ListName
  readonly itemKind: ItemKind
  readonly items: readonly { readonly id: number }[]
}

/**
 * Takes note of what a list shows to whom. Operators and experts look as part of their work: only what creators see
 * is learned from.
 */
export const noteShown = (
  c: Context<Session>,
  { interests, clock }: NotingDeps,
  { list, itemKind, items }: Listed,
): void => {
  const { id, roles } = c.var.member
  if (!roles.includes('creator')) return
  const ids = items.map((item) => item.id)
  interests.note(shownIn(list, ids, { itemKind, creator: id, at: clock.now() }))
}
