import { toInstant } from '../../domain/primitives.ts'
import type { Clock } from '../../ports/clock.ts'

/** The machine's own time. */
export const systemClock: Clock = { now: () => toInstant(Date.now()) }
