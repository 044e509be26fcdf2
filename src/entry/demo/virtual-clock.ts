import { type Instant, toInstant } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'

/** A clock that runs as real time does and can be put forward, never back. */
export type VirtualClock = Clock & {
  /** Throws when `at` is in its past. */
  readonly jumpTo: (at: Instant) => void
}

/** Starts at `start` and runs on from there, whatever happens to the machine's own time. */
export const virtualClock = (start: Instant): VirtualClock => {
  const startedAt = performance.now()
  let jumpedMs = 0
  const now = () => toInstant(start + Math.floor(performance.now() - startedAt) + jumpedMs)
  return {
    now,
    jumpTo: (at) => {
      const aheadMs = at - now()
      if (aheadMs < 0) throw new RangeError('a virtual clock does not go back')
      jumpedMs += aheadMs
    },
  }
}
