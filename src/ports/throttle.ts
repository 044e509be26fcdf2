import type { Instant } from '../domain/primitives.ts'

/** Counts attempts, shared by all servers on one database. */
export type Throttle = {
  /**
   * Counts one attempt and answers how many there were in the present window, this one included. One atomic
   * statement: of many simultaneous attempts each gets its own number. A window begins with its first attempt.
   */
  readonly hit: (subject: string, now: Instant, windowMs: number) => Promise<number>
  /** Forgets the attempts, such as after a successful login. */
  readonly clear: (subject: string) => Promise<void>
  /** Forgets windows that ended before `now`, the oldest first, at most `limit`; answers how many. */
  readonly forgetEnded: (now: Instant, limit: number) => Promise<number>
}
