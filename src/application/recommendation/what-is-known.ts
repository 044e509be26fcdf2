import type { ItemKind } from '../../domain/recommendation/event.ts'
import type { Knowledge } from '../../domain/recommendation/recommend.ts'
import { emptyState } from '../../domain/recommendation/state.ts'
import { priorsFor } from '../../domain/recommendation/weights.ts'
import { Outage } from '../../ports/outage.ts'
import type { FollowedLog } from './follow-log.ts'

/** While it cannot be read, nothing is known: lists go on without it. */
export const whatIsKnown = async (
  knowledgeOf: FollowedLog['knowledgeOf'],
  kind: ItemKind,
): Promise<Knowledge> => {
  try {
    return await knowledgeOf(kind)
  } catch (error) {
    if (error instanceof Outage) return { state: emptyState(kind), weights: priorsFor(kind) }
    throw error
  }
}
