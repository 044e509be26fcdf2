import { koreanDayOf } from '../../domain/calendar.ts'
import { DAY_MS, later, MINUTE_MS } from '../../domain/primitives.ts'
import { ACTED_DAYS, ITEM_KINDS, type ItemKind } from '../../domain/recommendation/event.ts'
import type { Item } from '../../domain/recommendation/item.ts'
import type { Knowledge } from '../../domain/recommendation/recommend.ts'
import { describeItem, emptyState } from '../../domain/recommendation/state.ts'
import { priorsFor, readWeights, type Weights } from '../../domain/recommendation/weights.ts'
import type { InterestRecorder } from '../../ports/recommendation.ts'
import { nowAndThen, troubleOfSeveral } from './now-and-then.ts'
import { beginReading, type Reading, type ReadingPorts } from './reading.ts'

export type FollowedLog = InterestRecorder & {
  /**
   * As of a second ago at most, and with everything that was noted here; older while the log cannot be read. The first one
   * waits until all of the log is read. Never throws: as long as it was not read at all, nothing is known.
   */
  readonly knowledgeOf: (kind: ItemKind) => Promise<Knowledge>
}

/** What others wrote is read so often, as long as somebody asks. */
const CATCH_UP_EVERY_MS = 1_000
/** What changes rarely: weights once a day, programmes when an operator writes. */
const READ_ANEW_EVERY_MS = MINUTE_MS
/** After so long a reading of the whole log that broke off is gone on with. */
const RENEW_AGAIN_MS = MINUTE_MS
const PROGRAMMES_MAX = 2_000

/**
 * Keeps what is learned from the log in this process: reads it once and then what came behind it, also from other
 * processes. What is noted here counts at once and is handed on to be written; that it comes back by the log changes
 * nothing, since folding a line twice does not. Once a Korean day all of it is read anew, beside what goes on to serve: so
 * what the log has forgotten is forgotten here as well, and a process knows the same however long it runs. Of what was noted
 * in the last second before the new one serves, it hears by the log.
 */
export const followLog = ({
  recorder,
  onTrouble,
  ...ports
}: ReadingPorts & {
  readonly recorder: InterestRecorder
  /** Told the error when reading begins to fail, and null when it works again: lists go on meanwhile, so nobody sees it. */
  readonly onTrouble: (error: unknown) => void
}): FollowedLog => {
  const { recommendationViews, clock, elapsedMs } = ports
  const weights: Record<ItemKind, Weights> = { ad: priorsFor('ad'), programme: priorsFor('programme') }
  let programmes: readonly Item[] = []
  let current = beginReading(ports)
  let next: Reading | null = null
  let isReadAnew = false

  const trouble = troubleOfSeveral(onTrouble)
  const catchUp = nowAndThen(() => current.catchUp(), {
    everyMs: CATCH_UP_EVERY_MS,
    elapsedMs,
    onTrouble: trouble(),
  })
  const readAnew = nowAndThen(
    async () => {
      const closedAfter = later(clock.now(), -ACTED_DAYS * DAY_MS)
      programmes = await recommendationViews.programmes({ closedAfter, limit: PROGRAMMES_MAX })
      describeProgrammes(current, programmes)
      for (const kind of ITEM_KINDS)
        weights[kind] = readWeights(kind, await recommendationViews.weights(kind))
    },
    { everyMs: READ_ANEW_EVERY_MS, elapsedMs, onTrouble: trouble() },
  )
  const renew = nowAndThen(
    async () => {
      next ??= beginReading(ports)
      await next.catchUp()
      describeProgrammes(next, programmes)
      current = next
      next = null
    },
    { everyMs: RENEW_AGAIN_MS, elapsedMs, onTrouble: trouble() },
  )
  return {
    note: (events) => {
      current.note(events)
      recorder.note(events)
    },
    knowledgeOf: async (kind) => {
      await catchUp()
      const readingAnew = readAnew()
      // Lists wait for it once: later they go on with what is known, however long it takes.
      if (!isReadAnew) await readingAnew
      isReadAnew = true
      if (!current.isComplete()) return { state: emptyState(kind), weights: priorsFor(kind) }
      if (current.day !== koreanDayOf(clock.now())) void renew()
      return { state: current.states[kind], weights: weights[kind] }
    },
  }
}

const describeProgrammes = ({ states }: Reading, programmes: readonly Item[]): void => {
  for (const programme of programmes) describeItem(states.programme, programme)
}
