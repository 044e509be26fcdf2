import { LATE_EVENTS_MS } from '../../ports/recommendation.ts'

/**
 * So many of the last numbers are read again after the first reading, which cannot tell how old they are: what comes to
 * light late was given a number moments ago.
 */
export const LATE_NUMBERS = 20_000

/** A place in the log, kept by whoever follows it. */
export type PlaceInLog = {
  /** Whoever reads on from here begins behind `next`; the time counts up and never jumps. */
  readonly begin: (nowMs: number) => void
  readonly next: () => number
  readonly reached: (number: number) => void
  /** Said when there was nothing more to read. A reading that broke off is gone on with, and marks nothing. */
  readonly complete: (nowMs: number) => void
}

/**
 * Where to read on. Where several write, an event can come to light behind one with a larger number, so each time that
 * `LATE_EVENTS_MS` are over it is read again from where everything had been there for certain.
 */
export const placeInLog = (): PlaceInLog => {
  let [reached, reading] = [0, 0]
  /** How far the log was read when it was last marked, and up to where nothing can come to light any more. */
  let [marked, settled] = [0, 0]
  let markedAt: number | null = null
  let isAgain = false
  return {
    begin: (nowMs) => {
      isAgain = markedAt !== null && nowMs - markedAt >= LATE_EVENTS_MS
      reading = isAgain ? settled : reached
    },
    next: () => reading,
    reached: (number) => {
      reading = number
      reached = Math.max(reached, number)
    },
    complete: (nowMs) => {
      if (markedAt !== null && !isAgain) return
      settled = markedAt === null ? Math.max(0, reached - LATE_NUMBERS) : marked
      marked = reached
      markedAt = nowMs
    },
  }
}
