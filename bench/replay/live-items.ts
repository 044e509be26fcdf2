import type { Instant } from '../../src/domain/primitives.ts'
import type { LoggedItem } from './log.ts'

export type LiveItems = {
  /** Publishes and closes what is due by then. Time only goes on. */
  readonly turnTo: (at: Instant) => void
  /** Published and not yet closed, the longest published first. */
  readonly all: () => Iterable<LoggedItem>
}

/** `published` hears of each item when it comes, and of none before: nobody could know its text. */
export const liveItems = (items: readonly LoggedItem[], published: (item: LoggedItem) => void): LiveItems => {
  const opening = items.toSorted((one, other) => one.opensAt - other.opensAt || one.id - other.id)
  const closing = items.toSorted((one, other) => one.closesAt - other.closesAt)
  const live = new Map<number, LoggedItem>()
  let [opened, closed] = [0, 0]
  return {
    turnTo: (at) => {
      for (let item = opening[opened]; item !== undefined && item.opensAt <= at; item = opening[opened]) {
        live.set(item.id, item)
        published(item)
        opened += 1
      }
      for (let item = closing[closed]; item !== undefined && item.closesAt < at; item = closing[closed]) {
        live.delete(item.id)
        closed += 1
      }
    },
    all: () => live.values(),
  }
}
