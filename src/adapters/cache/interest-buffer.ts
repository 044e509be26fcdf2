import type { InterestEvent } from '../../domain/recommendation/event.ts'
import { Outage } from '../../ports/outage.ts'
import type { InterestRecorder } from '../../ports/recommendation.ts'

/** What is noted waits no longer than this until it is written: so much a crash can lose. */
export const WRITTEN_AFTER_MS = 1_000
/** What is written at once, in a short transaction of one statement. */
export const BATCH = 512
/** What may wait while the database is away; about 10 MB. */
export const WAITING_MAX = 50_000
/** What is let go is told at first, and then each time that it has become so much more. */
export const LOST_BEFORE_TOLD = 10_000
/** A process that ends must not wait longer for this. */
export const CLOSING_MS = 1_000

export type InterestBuffer = InterestRecorder & {
  /** Writes what has been noted so far. Never throws: what could not be written goes on waiting. */
  readonly flush: () => Promise<void>
  /** Writes what is left, for a second at most, and takes note of nothing any more. Comes before the database is closed. */
  readonly close: () => Promise<void>
}

/** How many events were let go since the process began; the cause is null where they came faster than they were written. */
export type Lost = { readonly events: number; readonly cause: unknown }

type Ports = {
  readonly append: (events: readonly InterestEvent[]) => Promise<void>
  /** Answers what calls it off. */
  readonly setTimer: (act: () => void, afterMs: number) => () => void
  readonly onLost: (lost: Lost) => void
}

/**
 * Keeps what is noted for a second and writes it together with what others left, so that no request waits for the log
 * and the database has few transactions more. One batch is written at a time. A database that cannot be reached is tried
 * again a second later, and the oldest events are let go when too many wait; a batch that the database refuses is let go
 * as well, since it would be refused again.
 */
export const interestBuffer = ({ append, setTimer, onLost }: Ports): InterestBuffer => {
  const waiting: InterestEvent[] = []
  const lost = countingLost(onLost)
  let state: 'open' | 'closing' | 'closed' = 'open'
  let writing: Promise<void> | null = null
  let callOff: (() => void) | null = null
  let outage: Outage | null = null

  const keepWithin = (most: number): void => {
    while (waiting.length > most) lost.count(waiting.splice(0, BATCH).length, outage)
  }
  /** False when the database is away. */
  const writeBatch = async (batch: readonly InterestEvent[]): Promise<boolean> => {
    outage = await outageOf(
      () => append(batch),
      (error) => lost.count(batch.length, error),
    )
    if (outage === null) return true
    waiting.unshift(...batch)
    keepWithin(state === 'closed' ? 0 : WAITING_MAX)
    if (state === 'closed') lost.tellRest()
    return false
  }
  const write = async (): Promise<void> => {
    callOff?.()
    callOff = null
    for (let due = waiting.length; Math.min(due, waiting.length) > 0; due -= BATCH)
      if (!(await writeBatch(waiting.splice(0, Math.min(BATCH, due))))) break
    writing = null
    goOn()
  }
  const begin = (): Promise<void> => {
    if (writing === null && waiting.length > 0) writing = write()
    return writing ?? Promise.resolve()
  }
  /** A database that is away is tried again when the second is over, however much waits. */
  const goOn = (): void => {
    if (writing !== null || waiting.length === 0) return
    if (waiting.length >= BATCH && outage === null) void begin()
    else callOff ??= setTimer(() => void begin(), WRITTEN_AFTER_MS)
  }
  const flush = async (): Promise<void> => {
    await writing
    await begin()
  }

  return {
    note: (events) => {
      if (state !== 'open') return lost.count(events.length, null)
      for (const event of events) waiting.push(event)
      keepWithin(WAITING_MAX)
      goOn()
    },
    flush,
    close: async () => {
      if (state !== 'open') return
      state = 'closing'
      await inTime(flush(), setTimer)
      state = 'closed'
      callOff?.()
      keepWithin(0)
      lost.tellRest()
    },
  }
}

/** What else goes wrong is for `onRefused`. */
const outageOf = async (
  work: () => Promise<void>,
  onRefused: (error: unknown) => void,
): Promise<Outage | null> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof Outage) return error
    onRefused(error)
  }
  return null
}

const inTime = async (work: Promise<void>, setTimer: Ports['setTimer']): Promise<void> => {
  let callOff = (): void => undefined
  const late = new Promise<void>((resolve) => {
    callOff = setTimer(resolve, CLOSING_MS)
  })
  await Promise.race([work, late])
  callOff()
}

const countingLost = (onLost: Ports['onLost']) => {
  let [events, told] = [0, 0]
  const tell = (cause: unknown): void => {
    told = events
    onLost({ events, cause })
  }
  let last: unknown = null
  return {
    count: (more: number, cause: unknown): void => {
      if (more === 0) return
      events += more
      last = cause
      if (told === 0 || events - told >= LOST_BEFORE_TOLD) tell(cause)
    },
    tellRest: (): void => {
      if (events > told) tell(last)
    },
  }
}
