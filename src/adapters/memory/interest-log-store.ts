import { EVENT_KINDS, type InterestEvent, isSeen } from '../../domain/recommendation/event.ts'
import type { InterestLogStore } from '../../ports/recommendation.ts'
import type { Tables } from './database.ts'
import { removeOldest } from './table.ts'

export const interestLogStore = ({ interestEvents }: Tables): InterestLogStore => ({
  append: async (events) => {
    for (const event of events) interestEvents.put(interestEvents.nextNumber(), event)
  },
  forget: async (before, limit) => {
    let forgotten = 0
    for (const kind of EVENT_KINDS) {
      const olderThan = isSeen(kind) ? before.seen : before.acted
      // What is of another kind is never old enough.
      const at = (event: InterestEvent) => (event.kind === kind ? event.at : Number.POSITIVE_INFINITY)
      forgotten += removeOldest(interestEvents, { at, before: olderThan, limit: limit - forgotten })
    }
    return forgotten
  },
})
