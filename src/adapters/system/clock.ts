import { toInstant } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'

/** The machine's own time. */
export const systemClock: Clock = { now: () => toInstant(Date.now()) }

/** Milliseconds since this process began: it counts up, whatever happens to the machine's time. */
export const elapsedMs = (): number => performance.now()
